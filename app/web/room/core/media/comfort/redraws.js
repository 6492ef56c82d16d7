/** How often the page is drawn again: at every change, or, to save power, a few times a second. */

const EVERY_MS = 250;

export class Redraws {
  /** @param {() => void} draw */
  constructor(draw) {
    this._draw = draw;
    this.seldom = false;
    this._drawn_at_ms = -Infinity;
    this._timer = 0;
  }

  /** Something has changed. */
  ask() {
    const wait_ms = this.seldom ? this._drawn_at_ms + EVERY_MS - performance.now() : 0;
    if (wait_ms <= 0) return this._now();
    // The first of several is drawn at once, the rest together.
    this._timer ||= /** @type {number} */ (/** @type {unknown} */ (setTimeout(() => this._now(), wait_ms)));
  }

  _now() {
    clearTimeout(this._timer);
    this._timer = 0;
    this._drawn_at_ms = performance.now();
    this._draw();
  }
}
