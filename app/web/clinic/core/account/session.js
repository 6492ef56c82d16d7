/** Who is signed in here, until when, and what they may do. */

import { Idle } from "./idle.js";

/**
 * @typedef {import("../api/shapes.js").Me} Me
 * @typedef {import("../api/http.js").Http} Http
 */

export class SignedIn extends EventTarget {
  /** @param {Http} http @param {{ after?: (run: () => void, ms: number) => any, clear?: (timer: any) => void }} [given] */
  constructor(http, { after = (run, ms) => setTimeout(run, ms), clear = (timer) => clearTimeout(timer) } = {}) {
    super();
    this._http = http;
    this._after = after;
    this._clear = clear;
    /** @type {any} */
    this._timer = null;
    this.idle = new Idle();
    /** @type {Me | null} */
    this.me = null;
    /** Why nobody is signed in any longer: "", "idle", "ended" or "out". */
    this.ended = "";
    http.onSignedOut = () => this._end("ended");
  }

  /** Looks who is signed in; nobody, if the service says so. */
  async look() {
    this.take(await this._http.get("/me"));
  }

  /** Somebody has signed in. @param {Me} me */
  take(me) {
    if (this.me && this.me.person.id !== me.person.id) this._http.answers.forget();
    this.me = me;
    this.ended = "";
    this.idle.follow(me, this._http.now());
    this._watch();
    this._tell();
  }

  /** @param {string} action */
  can(action) {
    return this.me?.can.includes(action) ?? false;
  }

  get is_client() {
    return this.me?.person.kind === "client";
  }

  /** @returns {"awake" | "warned" | "over"} */
  get phase() {
    return this.me ? this.idle.phase(this._http.now()) : "awake";
  }

  get left_s() {
    return this.idle.left_s(this._http.now());
  }

  /** Somebody typed, or pointed at something. */
  onActivity() {
    if (this.me && this.idle.tells(this._http.now())) void this.stay();
  }

  async stay() {
    try {
      this.idle.follow(await this._http.post("/me/stay"), this._http.now());
    } catch {
      // What the service said before still holds, and a sign-in that is over has been noticed by the request.
      return;
    }
    this._watch();
    this._tell();
  }

  async signOut() {
    try {
      await this._http.delete("/sign-in");
    } finally {
      this._end("out");
    }
  }

  _watch() {
    this._clear(this._timer);
    const wait_ms = this.me ? this.idle.wait_ms(this._http.now()) : null;
    if (wait_ms !== null) this._timer = this._after(() => this._onTime(), Math.min(wait_ms, 2 ** 31 - 1));
  }

  _onTime() {
    if (this.phase === "over") {
      this._end("idle");
      return;
    }
    this._watch();
    this._tell();
  }

  /** @param {string} why */
  _end(why) {
    this._clear(this._timer);
    if (!this.me) return;
    this.me = null;
    this.ended = why;
    this.idle.stop();
    this._http.answers.forget();
    this._tell();
  }

  _tell() {
    this.dispatchEvent(new Event("change"));
  }
}
