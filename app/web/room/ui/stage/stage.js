/** All tiles, equal in size, as large as the place allows. */

import { words } from "../../../shared/words/words.js";
import { html, repeat } from "../../../vendor/lit.js";
import { arrange } from "../../core/view/grid.js";
import { circleOf, placesOf } from "../../core/view/places.js";
import { SessionElement } from "../element.js";
import "./tile.js";

const GAP_PX = 12;
const PHONE_GAP_PX = 8;
/** Here a name and one note are all that has a place on a tile. */
const TINY_PX = 140;
/** Of the stage, for a screen that is shared. */
const LARGE_SHARE = 0.74;

export class Stage extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    this._observer = new ResizeObserver(() => this._layOut());
  }

  connectedCallback() {
    super.connectedCallback();
    this._observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._observer.disconnect();
    this.session.tiles.show(new Map());
  }

  render() {
    const { view, session } = this;
    const { large, tiles } = placesOf(view, {
      with_own: true,
      pin_interpreter: session.prefs.pin_interpreter,
    });
    const all = large ? [large, ...tiles] : tiles;
    this.dataset.large = large ? "yes" : "no";
    return html`
      <div class="tiles" role="list" aria-label=${words.people_here}>
        ${repeat(
          all,
          (tile) => tile.id,
          (tile) =>
            html`<attune-tile class="tile" role="listitem" data-seat=${tile.id} data-large=${tile === large ? "yes" : "no"} data-circle=${circleOf(view, session.library, tile.seat)} .session=${session} .seat=${tile.id}></attune-tile>`,
        )}
      </div>
    `;
  }

  updated() {
    this._layOut();
  }

  _layOut() {
    const count = this.querySelectorAll("attune-tile").length;
    if (!count) return;
    const gap = this.clientWidth < 600 ? PHONE_GAP_PX : GAP_PX;
    const whole = { width: this.clientWidth, height: this.clientHeight };
    const with_large = this.dataset.large === "yes";
    const parts = with_large && count > 1 ? split(whole, gap) : { large: whole, rest: whole };
    const place = arrange(with_large ? Math.max(1, count - 1) : count, { ...parts.rest, gap });
    this.dataset.way = parts.large.width < whole.width ? "across" : "down";
    for (const [name, px] of Object.entries({
      "--tile-width": place.width,
      "--tile-height": place.height,
      "--tiles-width": place.columns * place.width + (place.columns - 1) * gap,
      "--tile-gap": gap,
      "--large-width": parts.large.width,
      "--large-height": parts.large.height,
    }))
      this.style.setProperty(name, `${px}px`);
    this.style.setProperty("--rows", String(place.rows));
    this.dataset.scrolls = place.scrolls ? "yes" : "no";
    this.dataset.size = place.width < 200 ? "small" : place.width < 340 ? "medium" : "large";
    this.dataset.tiny = place.width < TINY_PX ? "yes" : "no";
    this._report(place.height, parts.large.height);
  }

  /** The server sends pictures as large as they are shown here; nobody sends us our own. @param {number} height @param {number} large_height */
  _report(height, large_height) {
    const { view } = this.session;
    if (!view) return;
    const { large, tiles } = placesOf(view, { with_own: false, pin_interpreter: false });
    const heights = new Map(tiles.map(({ seat }) => [seat.slot ?? 0, height]));
    if (large) heights.set(large.seat.slot ?? 0, large_height);
    this.session.tiles.show(heights);
  }
}

/**
 * The place of what is large, and that of all others: beside it on a wide screen, below it on a high one.
 * @param {{ width: number, height: number }} whole px @param {number} gap px
 */
function split({ width, height }, gap) {
  if (width > height) {
    const large = Math.round(width * LARGE_SHARE);
    return { large: { width: large, height }, rest: { width: width - large - gap, height } };
  }
  const large = Math.min(Math.round((width * 9) / 16), Math.round(height * LARGE_SHARE));
  return { large: { width, height: large }, rest: { width, height: height - large - gap } };
}

customElements.define("attune-stage", Stage);
