/** All tiles, equal in size, as large as the place allows. */

import { arrange } from "../core/grid.js";
import { tilesOf } from "../core/selectors.js";
import { html, repeat } from "../vendor/lit.js";
import { SessionElement } from "./element.js";
import "./tile.js";

const GAP_PX = 12;
const PHONE_GAP_PX = 8;

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
    const tiles = tilesOf(this.view, { with_own: this.session.prefs.show_self });
    return html`
      <div class="tiles" role="list" aria-label="People in the room">
        ${repeat(
          tiles,
          (tile) => tile.id,
          (tile) => html`<attune-tile class="tile" role="listitem" data-seat=${tile.id} .session=${this.session} .seat=${tile.id}></attune-tile>`,
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
    const place = arrange(count, { width: this.clientWidth, height: this.clientHeight, gap });
    this.style.setProperty("--tile-width", `${place.width}px`);
    this.style.setProperty("--tile-height", `${place.height}px`);
    this.style.setProperty("--tiles-width", `${place.columns * place.width + (place.columns - 1) * gap}px`);
    this.style.setProperty("--tile-gap", `${gap}px`);
    this.dataset.scrolls = place.scrolls ? "yes" : "no";
    this._report(place.height);
    this.dataset.size = place.width < 200 ? "small" : place.width < 340 ? "medium" : "large";
  }

  /** The server sends pictures as large as they are shown here; nobody sends us our own. @param {number} height */
  _report(height) {
    const others = this.session.view ? tilesOf(this.view, { with_own: false }) : [];
    this.session.tiles.show(new Map(others.map(({ seat }) => [seat.slot ?? 0, height])));
  }
}

customElements.define("attune-stage", Stage);
