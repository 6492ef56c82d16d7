/**
 * Says things to screen readers, calmly: at most one sentence in five seconds. Of what waits, the newest of each kind is said, and
 * whose turn it is comes before anything beside it.
 */

const PAUSE_MS = 5000;

/** @typedef {"now" | "beside"} Kind What happens in the room, and what comes beside it, such as a message. */

/** The more important one first. @type {readonly Kind[]} */
const KINDS = ["now", "beside"];

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
    /** @type {Map<Kind, string>} */
    this._waiting = new Map();
  }

  /** @param {string} sentence @param {Kind} kind */
  announce(sentence, kind) {
    const wait_ms = this._free_at_ms - this._now_ms();
    if (wait_ms <= 0) return this._speak(sentence);
    if (!this._waiting.size) this._later(() => this._onFree(), wait_ms);
    this._waiting.set(kind, sentence);
  }

  _onFree() {
    const kind = KINDS.find((one) => this._waiting.has(one));
    if (!kind) return;
    this._speak(this._waiting.get(kind) ?? "");
    this._waiting.delete(kind);
    if (this._waiting.size) this._later(() => this._onFree(), PAUSE_MS);
  }

  /** @param {string} sentence */
  _speak(sentence) {
    this._free_at_ms = this._now_ms() + PAUSE_MS;
    this._say(sentence);
  }
}
