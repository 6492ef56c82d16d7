/**
 * Says things to screen readers, one at a time. One's own turn is said at once and before anything else. The rest comes calmly: at most
 * one sentence in five seconds, of what waits the newest of each kind, and the more important kind first. How things stand is never said
 * twice in a row; an answer, or a message, may be.
 */

const PAUSE_MS = 5000;

/**
 * @typedef {"own" | "answer" | "now" | "beside"} Kind One's own turn; an answer to what the person just did; what happens in the room; and
 *   what comes beside it, such as a message.
 * @typedef {{ kind: Kind, sentence: string }} Saying
 */

/** The more important one first. @type {readonly Kind[]} */
const KINDS = ["own", "answer", "now", "beside"];
/** What says how things stand. @type {readonly Kind[]} */
const STATES = ["own", "now"];

export class Announcer {
  /**
   * @param {(saying: Saying) => void} say
   * @param {{ now_ms?: () => number, later?: (fn: () => void, ms: number) => unknown }} [clock]
   */
  constructor(say, { now_ms = () => performance.now(), later = (fn, ms) => setTimeout(fn, ms) } = {}) {
    this._say = say;
    this._now_ms = now_ms;
    this._later = later;
    this._free_at_ms = -Infinity;
    this._is_timed = false;
    /** @type {Map<Kind, string>} */
    this._waiting = new Map();
    /** The last sentence of each kind. @type {Map<Kind, string>} */
    this._said = new Map();
  }

  /** @param {string} sentence Nothing where there is no more to say: what still waits of its kind is not said either. @param {Kind} kind */
  announce(sentence, kind) {
    this._waiting.delete(kind);
    if (!sentence) {
      this._said.delete(kind);
      return;
    }
    if (STATES.includes(kind) && sentence === this._said.get(kind)) return;
    if (kind === "own") return this._speak(sentence, kind);
    this._waiting.set(kind, sentence);
    this._next();
  }

  /** Says the most important thing that waits, or comes back when it may. */
  _next() {
    const kind = KINDS.find((one) => this._waiting.has(one));
    if (!kind || this._is_timed) return;
    const wait_ms = this._free_at_ms - this._now_ms();
    if (wait_ms > 0) {
      this._is_timed = true;
      this._later(() => {
        this._is_timed = false;
        this._next();
      }, wait_ms);
      return;
    }
    const sentence = this._waiting.get(kind) ?? "";
    this._waiting.delete(kind);
    this._speak(sentence, kind);
    this._next();
  }

  /** @param {string} sentence @param {Kind} kind */
  _speak(sentence, kind) {
    this._free_at_ms = this._now_ms() + PAUSE_MS;
    this._said.set(kind, sentence);
    this._say({ kind, sentence });
  }
}
