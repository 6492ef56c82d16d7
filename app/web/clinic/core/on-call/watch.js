/**
 * The alerts of those on call, kept fresh every two seconds. Until somebody says that they keep watch, that keeps nobody signed
 * in, as everywhere; from then on it does, since whoever is called may sit beside the page for hours.
 */

import { isAborted } from "../api/problems.js";

/**
 * @typedef {import("../api/shapes.js").Named} Named
 * @typedef {{ at: string, step: string, person: Named | null }} AlertStep
 * @typedef {{ id: string, session: string, people: Named[], signalled_at: string, late: boolean, rings: boolean,
 *   answered_by: Named | null, mine: boolean, steps: AlertStep[] }} HelpAlert
 */

const EVERY_MS = 2000;
const STAYS_EVERY_MS = 60_000;

export class Watch extends EventTarget {
  /** @param {{ http: import("../api/http.js").Http, stay: () => unknown, ring: { start: () => void, stop: () => void } }} parts */
  constructor({ http, stay, ring }) {
    super();
    this._http = http;
    this._stay = stay;
    this._ring = ring;
    this._tag = "";
    this._timer = 0;
    this._stayed_ms = 0;
    /** Answers to an older question are dropped. */
    this._question = 0;
    /** @type {HelpAlert[] | null} */
    this.alerts = null;
    /** @type {unknown} */
    this.problem = null;
    this.keeps = false;
  }

  /** Whether somebody has to answer. */
  get rings() {
    return this.alerts?.some((alert) => alert.rings) ?? false;
  }

  load() {
    clearInterval(this._timer);
    this._timer = window.setInterval(() => void this.look(), EVERY_MS);
    return this.look();
  }

  stop() {
    clearInterval(this._timer);
    this._question += 1;
    this._ring.stop();
  }

  /** Somebody stays beside the page. */
  keep() {
    this.keeps = true;
    this._stayed_ms = 0;
    return this.look();
  }

  async look() {
    this._question += 1;
    const question = this._question;
    if (this.keeps && this._http.now() - this._stayed_ms >= STAYS_EVERY_MS) {
      this._stayed_ms = this._http.now();
      void this._stay();
    }
    try {
      const { tag, data } = await this._http.poll("/on-call", this._tag, { background: !this.keeps });
      if (question !== this._question) return;
      this._tag = tag;
      if (data) this.alerts = data.alerts;
      this.problem = null;
    } catch (error) {
      if (question !== this._question || isAborted(error)) return;
      this.problem = error;
    }
    this._follow();
  }

  /** Takes an alert on: what is heard stops at once, whatever the next answer takes. @param {string} alert @throws {import("../api/problems.js").Problem} */
  async answer(alert) {
    const mine = await this._http.post(`/alerts/${alert}/answer`);
    this._question += 1;
    this.alerts = (this.alerts ?? []).map((one) => (one.id === alert ? mine : one));
    this._follow();
  }

  _follow() {
    if (this.rings) this._ring.start();
    else this._ring.stop();
    this.dispatchEvent(new Event("change"));
  }
}
