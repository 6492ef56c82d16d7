/** Sober activities that a client may come to. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { badge, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ id: string, title: string, place: string, details: string, begins_at: string, ends_at: string, capacity: number | null, cancelled: boolean,
 *   coming: boolean | null, shows_name: boolean, count: number, names: string[] }} Activity
 */

export class OwnActivities extends PageElement {
  constructor() {
    super();
    /** @type {Resource<{ items: Activity[] }>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/me/activities", { signal }), this._redraw));
  }

  render() {
    const { own } = words.support;
    return panel(
      own.activities,
      shown(this._found, this.writer, ({ items }) =>
        items.length
          ? html`<ul class="support-list">${items.map((one) => this._one(one))}</ul>`
          : html`<p class="quiet">${own.activities_none}</p>`,
      ),
    );
  }

  /** @param {Activity} one */
  _one(one) {
    const { own } = words.support;
    const full = !one.coming && one.capacity !== null && one.count >= one.capacity;
    return html`<li>
      <div class="support-line">
        <h3 dir="auto">${one.title}</h3>
        ${one.cancelled ? badge(own.cancelled, "plain", "close") : one.coming ? badge(own.i_come, "good", "check") : nothing}
      </div>
      <p>${this.writer.date(one.begins_at)}, ${this.writer.range(one.begins_at, one.ends_at)}</p>
      <p dir="auto">${one.place}</p>
      ${one.details ? html`<p class="quiet" dir="auto">${one.details}</p>` : nothing}
      ${
        one.cancelled
          ? nothing
          : html`<p class="quiet">${own.coming(one.count, one.capacity)}${one.names.length ? html`. ${own.with(words.common.list(one.names))}` : nothing}</p>
            <div class="support-acts">
              ${
                one.coming
                  ? html`<button class="button" type="button" aria-label="${own.come_not}: ${one.title}" @click=${() => void this._reply(one, false, false)}>${own.come_not}</button>
                    <label class="switch"><input type="checkbox" .checked=${one.shows_name} @change=${(/** @type {Event} */ event) => void this._reply(one, true, /** @type {HTMLInputElement} */ (event.currentTarget).checked)} /><span>${own.show_name}</span></label>`
                  : full
                    ? badge(own.full)
                    : html`<button class="button button-main" type="button" aria-label="${own.come}: ${one.title}" @click=${() => void this._reply(one, true, false)}>${own.come}</button>`
              }
            </div>`
      }
    </li>`;
  }

  /** @param {Activity} one @param {boolean} coming @param {boolean} shows_name */
  async _reply(one, coming, shows_name) {
    await this.act(() => this.http.put(`/me/activities/${one.id}`, { coming, shows_name }));
    await this._found.load();
  }
}

customElements.define("clinic-own-activities", OwnActivities);
