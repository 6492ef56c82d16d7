/**
 * What this page shows, for the server to send no more than that: the height of each slot's tile in device pixels. Told when
 * it has changed and settled; a page that is hidden for a while shows nothing.
 */

const SETTLED_AFTER_MS = 250;
const HIDDEN_AFTER_MS = 2000;
const HEIGHT_MAX_PX = 4320;

export class TileReport {
  /**
   * @param {object} options
   * @param {(heights: Record<string, number>) => Promise<unknown>} options.send
   * @param {Document} [options.page]
   */
  constructor({ send, page = document }) {
    this._send = send;
    this._page = page;
    /** @type {Map<number, number> | null} CSS px by slot; null until something was drawn. */
    this._tiles = null;
    this._hidden = false;
    /** Larger ones are not asked for, device px. @type {number | null} */
    this._limit_px = null;
    /** What the server knows, as text. */
    this._told = "";
    this._timer = 0;
    this._hiding = 0;
    page.addEventListener("visibilitychange", () => this._onVisibility());
    this._followPixels();
  }

  /** These slots are shown, and no others. @param {Map<number, number>} tiles Heights in CSS px by slot. */
  show(tiles) {
    this._tiles = tiles;
    this._settle();
  }

  /** No larger pictures from now on, to save power; null for as large as they are shown. @param {number | null} limit_px Device px. */
  limit(limit_px) {
    this._limit_px = limit_px;
    if (this._tiles) this._settle();
  }

  /** Tells it again: the server may have forgotten. */
  again() {
    this._told = "";
    if (this._tiles) this._settle();
  }

  /** The visit is over. */
  forget() {
    clearTimeout(this._timer);
    this._tiles = null;
    this._told = "";
  }

  _settle() {
    clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._tell(), SETTLED_AFTER_MS);
  }

  async _tell() {
    if (!this._tiles) return;
    const heights = this._hidden ? {} : heightsOf(this._tiles, window.devicePixelRatio || 1, this._limit_px ?? HEIGHT_MAX_PX);
    const text = JSON.stringify(heights);
    if (text === this._told) return;
    this._told = text;
    // What did not arrive is told after the next welcome, or with the next change.
    await this._send(heights).catch(() => {
      if (this._told === text) this._told = "";
    });
  }

  _onVisibility() {
    clearTimeout(this._hiding);
    if (this._page.visibilityState === "hidden") this._hiding = window.setTimeout(() => this._setHidden(true), HIDDEN_AFTER_MS);
    else this._setHidden(false);
  }

  /** @param {boolean} hidden */
  _setHidden(hidden) {
    if (hidden === this._hidden) return;
    this._hidden = hidden;
    clearTimeout(this._timer);
    void this._tell();
  }

  /** A window that moves to another screen may have other pixels without another size. */
  _followPixels() {
    const query = globalThis.matchMedia?.(`(resolution: ${window.devicePixelRatio || 1}dppx)`);
    query?.addEventListener("change", () => this._onPixels(), { once: true });
  }

  _onPixels() {
    this._settle();
    this._followPixels();
  }
}

/**
 * @param {Map<number, number>} tiles Heights in CSS px by slot.
 * @param {number} ratio Device pixels per CSS px.
 * @param {number} [limit_px] No more than this, device px.
 * @returns {Record<string, number>}
 */
export function heightsOf(tiles, ratio, limit_px = HEIGHT_MAX_PX) {
  const sorted = [...tiles].sort(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([slot, px]) => [String(slot), Math.min(limit_px, Math.max(0, Math.round(px * ratio)))]));
}
