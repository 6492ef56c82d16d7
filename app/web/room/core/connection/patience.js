/** Tries something that may fail for a while, until it is done or refused for good: with growing waits, and at once when asked to. */

import { SOCKET_S, Waits } from "./waits.js";

/** A wait so short is not worth a word. */
const WORTH_SAYING_MS = 1000;

export class Patience {
  /** @param {() => number} [random] */
  constructor(random = Math.random) {
    this._random = random;
    /** What is in the way, as a code; "" while nothing is. */
    this.trouble = "";
    this._end = () => {};
  }

  /**
   * @template Thing
   * @param {() => Promise<Thing>} get Throws what has `retry`, a `code` and `after_s` for what may pass; all else is passed on.
   * @param {() => void} changed Called when `trouble` is another.
   * @returns {Promise<Thing>}
   */
  async until(get, changed) {
    const waits = new Waits(SOCKET_S, this._random);
    for (;;) {
      try {
        const thing = await get();
        this.trouble = "";
        return thing;
      } catch (error) {
        const { retry, code, after_s } = /** @type {import("./tickets.js").TicketRefused} */ (error);
        if (!retry) {
          this.trouble = "";
          throw error;
        }
        const wait_ms = waits.next(after_s);
        if (waits.tries > 1 || wait_ms > WORTH_SAYING_MS) this.trouble = code;
        if (this.trouble) changed();
        await this._pause(wait_ms);
      }
    }
  }

  /** Tries again at once. */
  hurry() {
    this._end();
  }

  /** @param {number} ms @returns {Promise<void>} */
  _pause(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this._end = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
