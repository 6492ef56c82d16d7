/**
 * Which pictures are paused: a slot that should show something, and for a while nothing new came. A page that is hidden is
 * sent no pictures, so it does not judge.
 */

const STILL_FOR_MS = 3000;
const LOOK_EVERY_MS = 1000;

/** Events: `change` (other pictures are paused than before). */
export class PausedPictures extends EventTarget {
  /**
   * @param {object} options
   * @param {() => number[]} options.expected The slots whose camera is on and may be seen.
   * @param {() => Promise<Map<number, number>>} options.frames Frames decoded so far, by slot.
   * @param {() => boolean} [options.hidden]
   * @param {() => number} [options.now_ms]
   */
  constructor({ expected, frames, hidden = () => document.hidden, now_ms = () => performance.now() }) {
    super();
    this._expected = expected;
    this._frames = frames;
    this._is_hidden = hidden;
    this._now_ms = now_ms;
    /** @type {Map<number, { frames: number, moved_at_ms: number }>} */
    this._seen = new Map();
    this._paused = "";
    this._timer = 0;
  }

  /** @param {number} slot */
  has(slot) {
    return this._paused.split(" ").includes(String(slot));
  }

  /** Looks from now on. Idempotent. */
  start() {
    this._timer ||= window.setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  stop() {
    clearInterval(this._timer);
    this._timer = 0;
    this._seen.clear();
    this._paused = "";
  }

  async look() {
    if (this._is_hidden()) return this._seen.clear();
    const frames = await this._frames();
    const now_ms = this._now_ms();
    const expected = this._expected();
    for (const slot of this._seen.keys()) if (!expected.includes(slot)) this._seen.delete(slot);
    for (const slot of expected) {
      const count = frames.get(slot) ?? 0;
      if (this._seen.get(slot)?.frames !== count) this._seen.set(slot, { frames: count, moved_at_ms: now_ms });
    }
    const still = [...this._seen].filter(([, seen]) => now_ms - seen.moved_at_ms >= STILL_FOR_MS).map(([slot]) => slot);
    const paused = still.sort((a, b) => a - b).join(" ");
    if (paused === this._paused) return;
    this._paused = paused;
    this.dispatchEvent(new Event("change"));
  }
}
