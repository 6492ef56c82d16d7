/** Short lines about what was just done, with a way to undo it. */

const SHOWN_MS = 7000;
const UNDO_MS = 12000;

/** @typedef {{ text: string, undo?: () => unknown }} Toast */

export class Toasts extends EventTarget {
  /** @param {{ after?: (run: () => void, ms: number) => any, clear?: (timer: any) => void }} [given] */
  constructor({ after = (run, ms) => setTimeout(run, ms), clear = (timer) => clearTimeout(timer) } = {}) {
    super();
    this._after = after;
    this._clear = clear;
    /** @type {any} */
    this._timer = null;
    /** @type {Toast | null} */
    this.shown = null;
  }

  /** @param {string} text @param {() => unknown} [undo] */
  show(text, undo) {
    this.shown = { text, undo };
    this.release();
    this.dispatchEvent(new Event("change"));
  }

  /** Somebody is reading it, or about to press its button. */
  hold() {
    this._clear(this._timer);
  }

  /** They have looked away. */
  release() {
    this._clear(this._timer);
    if (this.shown) this._timer = this._after(() => this.close(), this.shown.undo ? UNDO_MS : SHOWN_MS);
  }

  close() {
    this._clear(this._timer);
    this.shown = null;
    this.dispatchEvent(new Event("change"));
  }

  undo() {
    const undo = this.shown?.undo;
    this.close();
    return undo?.();
  }
}
