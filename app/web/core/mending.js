/**
 * When a connection that fails is mended: at first by a way back to it, and if that does not help by a new one, for as long as
 * it takes. Knows states and time only; what mends is asked of the server.
 */

const DISCONNECTED_FOR_MS = 4000;
const MENDED_WITHIN_MS = 8000;

export class Mending {
  /** @param {(fresh: boolean) => Promise<unknown>} ask Asks for a restart; with `fresh` for a new connection. */
  constructor(ask) {
    this._ask = ask;
    this._state = "";
    this._asked = false;
    this._timer = 0;
  }

  /** The connection's state changed. @param {string} state As of RTCPeerConnection.connectionState. */
  follow(state) {
    this._state = state;
    if (state === "connected") this._calm();
    else if (state === "failed" && !this._asked) this._mend(false);
    else if (state === "disconnected" && !this._asked) this._after(DISCONNECTED_FOR_MS, false);
  }

  /** The way to the server is new: what was asked for over the old one may never have arrived. */
  recheck() {
    if (this._asked || this._state === "failed" || this._state === "disconnected") this._mend(false);
  }

  /** The connection cannot be used as it is. @param {number} [in_ms] @param {boolean} [fresh] */
  despair(in_ms = 0, fresh = true) {
    this._after(in_ms, fresh);
  }

  /** There is a new connection, or none: what was before does not count. */
  reset() {
    this._calm();
    this._state = "";
  }

  /** @param {boolean} fresh */
  _mend(fresh) {
    this._asked = true;
    this._after(MENDED_WITHIN_MS, true);
    void this._ask(fresh).catch(() => undefined);
  }

  /** @param {number} ms @param {boolean} fresh */
  _after(ms, fresh) {
    clearTimeout(this._timer);
    this._timer = window.setTimeout(() => this._mend(fresh), ms);
  }

  _calm() {
    clearTimeout(this._timer);
    this._asked = false;
  }
}
