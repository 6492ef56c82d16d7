/** All tiles: rows that fill the place, and who has the turn larger among them. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { pack } from "../../core/view/grid.js";
import { circleOf, growing, placesOf } from "../../core/view/places.js";
import { SessionElement } from "../element.js";
import "./tile.js";

const GAP_PX = 8;
const PHONE_GAP_PX = 5;
const PHONE_PX = 600;
/** Of the stage, for a screen that is shared. */
const LARGE_SHARE = 0.74;
/** Of a tile, px: as much has to be hidden before somebody counts as out of sight. */
const HIDDEN_PX = 24;

/** @typedef {import("../../core/view/grid.js").Box} Box */

export class Stage extends SessionElement {
  static properties = { ...SessionElement.properties, _below: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    /** How many are out of sight, further down. */
    this._below = 0;
    this._size = "";
    /** @type {{ key: string, packed: import("../../core/view/grid.js").Packed } | undefined} */
    this._packed = undefined;
    this._observer = new ResizeObserver(() => this._layOut());
  }

  connectedCallback() {
    super.connectedCallback();
    this._observer.observe(this);
    this.addEventListener("scroll", this._onScroll, { passive: true });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._observer.disconnect();
    this.removeEventListener("scroll", this._onScroll);
    this.session.tiles.show(new Map());
  }

  render() {
    const { view, session } = this;
    const { large, tiles } = this._places();
    const grown = growing(view);
    return html`
      <div class="tiles" role="list" aria-label=${words.people_here}>
        ${repeat(
          large ? [large, ...tiles] : tiles,
          (tile) => tile.id,
          (tile) =>
            html`<attune-tile class="tile" role="listitem" data-seat=${tile.id} data-large=${tile === large ? "yes" : "no"} data-grown=${grown.has(tile.id) ? "yes" : "no"} data-circle=${circleOf(view, session.library, tile.seat)} .session=${session} .seat=${tile.id}></attune-tile>`,
        )}
      </div>
      ${
        this._below
          ? html`<p class="stage-more"><button class="button" type="button" @click=${this._scroll}>${icon("down")}${words.people_below(this._below)}</button></p>`
          : nothing
      }
    `;
  }

  updated() {
    this._layOut();
  }

  _places() {
    return placesOf(this.view, { with_own: true, pin_interpreter: this.session.prefs.pin_interpreter });
  }

  _layOut() {
    const elements = this._elements();
    const whole = { width: this.clientWidth, height: this.clientHeight };
    if (!elements.length || !whole.width || !whole.height || !this.session.view) return;
    const gap = whole.width < PHONE_PX ? PHONE_GAP_PX : GAP_PX;
    const { large, tiles } = this._places();
    const grown = growing(this.view);
    const parts = large && tiles.length ? split(whole, gap) : { large: { x: 0, y: 0, ...whole }, rest: { x: 0, y: 0, ...whole } };
    const wants = tiles.map(({ id, seat }) => ({ wide: seat.people.length > 1, grown: grown.has(id) }));
    const packed = this._pack(wants, { width: parts.rest.width, height: parts.rest.height, gap });
    const boxes = packed.boxes.map((box) => ({ ...box, x: box.x + parts.rest.x, y: box.y + parts.rest.y }));
    const shown = large ? [large, ...tiles] : tiles;
    const all = large ? [parts.large, ...boxes] : boxes;
    // A turn moves what is there; a window that changes its size does not wait for it.
    const size = `${whole.width} ${whole.height} ${elements.length}`;
    this.dataset.moves = size === this._size ? "yes" : "no";
    this._size = size;
    this.dataset.way = parts.large.width < whole.width ? "across" : "down";
    this.dataset.scrolls = packed.scrolls ? "yes" : "no";
    this.style.setProperty("--tiles-height", `${parts.rest.y + packed.height}px`);
    // The window may have changed before the page was drawn: each box finds its own.
    shown.forEach(
      ({ id }, index) =>
        void place(
          elements.find((element) => element.dataset.seat === id),
          all[index],
        ),
    );
    this._report(shown, all);
    this._onScroll();
  }

  /** Who speaks changes the page many times a minute, and where the tiles are rarely. @param {import("../../core/view/grid.js").Want[]} wants @param {import("../../core/view/grid.js").Place} place */
  _pack(wants, place) {
    const key = JSON.stringify([wants, place]);
    if (this._packed?.key !== key) this._packed = { key, packed: pack(wants, place) };
    return this._packed.packed;
  }

  _onScroll() {
    const end = this.dataset.scrolls === "yes" ? this.scrollTop + this.clientHeight : Number.POSITIVE_INFINITY;
    this._below = this._elements().filter((tile) => tile.offsetTop + tile.offsetHeight > end + HIDDEN_PX).length;
  }

  _elements() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("attune-tile")]);
  }

  _scroll() {
    this.scrollBy({ top: this.clientHeight * 0.8 });
  }

  /** The server sends pictures as large as they are shown here; nobody sends us our own. @param {import("../../core/view/places.js").Placed[]} tiles @param {Box[]} boxes */
  _report(tiles, boxes) {
    const heights = tiles.flatMap(({ own, seat }, index) =>
      own ? [] : [/** @type {[number, number]} */ ([seat.slot ?? 0, boxes[index].height])],
    );
    this.session.tiles.show(new Map(heights));
  }
}

/** @param {HTMLElement | undefined} tile @param {Box} box */
function place(tile, { x, y, width, height }) {
  for (const [name, px] of Object.entries({ "--x": x, "--y": y, "--width": width, "--height": height }))
    tile?.style.setProperty(name, `${px}px`);
}

/**
 * The place of what is large, and that of all others: beside it on a wide screen, below it on a high one.
 * @param {{ width: number, height: number }} whole px @param {number} gap px @returns {{ large: Box, rest: Box }}
 */
function split({ width, height }, gap) {
  if (width > height) {
    const large = Math.round(width * LARGE_SHARE);
    return { large: { x: 0, y: 0, width: large, height }, rest: { x: large + gap, y: 0, width: width - large - gap, height } };
  }
  const large = Math.min(Math.round((width * 9) / 16), Math.round(height * LARGE_SHARE));
  return { large: { x: 0, y: 0, width, height: large }, rest: { x: 0, y: large + gap, width, height: height - large - gap } };
}

customElements.define("attune-stage", Stage);
