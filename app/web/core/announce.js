/** Says things to screen readers, calmly: at most one sentence in five seconds, and the latest wins. */

const PAUSE_MS = 5000;

export class Announcer {
  /**
   * @param {(sentence: string) => void} say
   * @param {{ now_ms?: () => number, later?: (fn: () => void, ms: number) => unknown }} [clock]
   */
  constructor(say, { now_ms = () => performance.now(), later = (fn, ms) => setTimeout(fn, ms) } = {}) {
    this._say = say;
    this._now_ms = now_ms;
    this._later = later;
    this._free_at_ms = -Infinity;
    /** @type {string | null} */
    this._next = null;
  }

  /** @param {string} sentence */
  announce(sentence) {
    const wait_ms = this._free_at_ms - this._now_ms();
    if (wait_ms <= 0) {
      this._speak(sentence);
      return;
    }
    if (this._next === null) this._later(() => this._onFree(), wait_ms);
    this._next = sentence;
  }

  _onFree() {
    const sentence = this._next;
    this._next = null;
    if (sentence !== null) this._speak(sentence);
  }

  /** @param {string} sentence */
  _speak(sentence) {
    this._free_at_ms = this._now_ms() + PAUSE_MS;
    this._say(sentence);
  }
}
