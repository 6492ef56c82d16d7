/**
 * When a connection that fails is mended: at first by a way back to it, and if that does not help by a new one, for as long as
 * it takes, at longer and longer intervals. They go on growing over new connections that fail like the old, and begin anew
 * when one has held for a while or the network has changed. Knows states and time only; what mends is asked of the server.
 */

import { MEDIA_S, Waits } from "./waits.js";

const DISCONNECTED_FOR_MS = 4000;
const CONNECTED_WITHIN_MS = 15_000;
const HOLDS_AFTER_MS = 10_000;
const HURRY_EVERY_MS = 3000;

export class Mending {
  /**
   * @param {(fresh: boolean) => Promise<unknown>} ask Asks for a restart; with `fresh` for a new connection.
   * @param {object} [options]
   * @param {() => void} [options.changed] Called when `failures` may be another.
   * @param {() => number} [options.random]
   * @param {() => number} [options.now_ms]
   */
  constructor(ask, { changed = () => undefined, random = Math.random, now_ms = () => performance.now() } = {}) {
    this._ask = ask;
    this._changed = changed;
    this._now_ms = now_ms;
    this._waits = new Waits(MEDIA_S, random);
    this._state = "";
    this._asked = false;
    /** The service itself cannot do better now: that is no failure of the way to it. */
    this._excused = false;
    this._asked_at_ms = -Infinity;
    /** Nothing is asked for before this. */
    this._free_at_ms = -Infinity;
    this._timer = 0;
    this._holding = 0;
    /** How often in a row a connection failed, or did not come about. */
    this.failures = 0;
  }

  /** The connection's state changed. @param {string} state As of RTCPeerConnection.connectionState. */
  follow(state) {
    const before = this._state;
    this._state = state;
    if (state !== "connected") clearTimeout(this._holding);
    if (state === "connected") this._onConnected();
    else if (state === "failed" && before !== "failed") this._onFailed();
    else if (state === "disconnected" && !this._asked) this._after(DISCONNECTED_FOR_MS, false);
  }

  /** The way to the server is new: what was asked for over the old one may never have arrived. */
  recheck() {
    if (this._asked || this._state === "failed" || this._state === "disconnected") this._mend(false);
  }

  /** The network has changed: what did not work before may work now. */
  hurry() {
    if (!this._state || this._state === "connected" || this._now_ms() - this._asked_at_ms < HURRY_EVERY_MS) return;
    this._waits.reset();
    this._mend(this._asked);
  }

  /** The connection cannot be used as it is. @param {number} [in_ms] @param {boolean} [fresh] */
  despair(in_ms = 0, fresh = true) {
    this._after(in_ms, fresh);
  }

  /** There is a new connection; it has its time to come about. */
  renewed() {
    clearTimeout(this._holding);
    this._state = "new";
    if (!this._asked) this._after(CONNECTED_WITHIN_MS, true);
  }

  /** There is none any more, and none is wanted. */
  reset() {
    clearTimeout(this._timer);
    clearTimeout(this._holding);
    this._waits.reset();
    this._free_at_ms = -Infinity;
    this._asked = false;
    this._state = "";
    this.failures = 0;
  }

  _onConnected() {
    clearTimeout(this._timer);
    this._asked = false;
    this.failures = 0;
    this._holding = window.setTimeout(() => {
      this._waits.reset();
      this._free_at_ms = -Infinity;
    }, HOLDS_AFTER_MS);
  }

  _onFailed() {
    this.failures += 1;
    if (!this._asked) this._after(0, false);
  }

  /** @param {boolean} fresh */
  _mend(fresh) {
    clearTimeout(this._timer);
    this._asked = true;
    this._excused = false;
    this._asked_at_ms = this._now_ms();
    const wait_ms = this._waits.next();
    this._free_at_ms = this._asked_at_ms + wait_ms;
    this._timer = window.setTimeout(() => this._onUnmended(), wait_ms);
    this._ask(fresh).catch((error) => this._onRefused(error));
  }

  /** What was asked for came to nothing. */
  _onUnmended() {
    if (this._state !== "failed" && !this._excused) this.failures += 1;
    this._changed();
    this._mend(true);
  }

  /** The server makes no more connections so soon; a lost socket is mended by `recheck`. @param {{ code?: string, reason?: string }} error */
  _onRefused({ code, reason }) {
    this._excused = code === "media.unavailable";
    if (code === "media.too_soon") this._after(Number(reason) * 1000 || 0, true);
  }

  /** @param {number} in_ms @param {boolean} fresh */
  _after(in_ms, fresh) {
    clearTimeout(this._timer);
    const wait_ms = Math.max(in_ms, this._free_at_ms - this._now_ms());
    if (wait_ms > 0) this._timer = window.setTimeout(() => this._mend(fresh), wait_ms);
    else this._mend(fresh);
  }
}
