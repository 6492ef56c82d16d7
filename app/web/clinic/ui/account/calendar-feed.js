/** A private address from which a calendar app reads this person's appointments; neutral words only. */

import { html, nothing } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { panel } from "../common/pieces.js";
import { PageElement } from "../element.js";

export class CalendarFeed extends PageElement {
  constructor() {
    super();
    this._url = "";
  }

  render() {
    const { calendar } = words.account;
    return panel(
      calendar.title,
      html`
        <div class="stack">
          <p class="quiet">${calendar.text}</p>
          ${
            this._url
              ? html`<label class="field"><span class="field-label">${calendar.address}</span><input class="input" readonly dir="ltr" .value=${this._url} @focus=${this._select} /></label>
                  <p class="note">${calendar.once}</p>
                  <button class="button" type="button" @click=${() => void this._copy()}>${words.common.copy}</button>`
              : nothing
          }
          <div class="form-actions">
            <button class="button" type="button" @click=${() => void this._make()}>${this._url ? calendar.again : calendar.make}</button>
            <button class="button button-quiet" type="button" @click=${() => void this._end()}>${calendar.end}</button>
          </div>
        </div>
      `,
    );
  }

  /** @param {Event} event */
  _select(event) {
    /** @type {HTMLInputElement} */ (event.currentTarget).select();
  }

  async _copy() {
    await this.act(() => navigator.clipboard.writeText(this._url), words.common.copied);
  }

  async _make() {
    const made = await this.act(() => this.http.post("/me/calendar"));
    if (!made) return;
    this._url = made.url;
    this.requestUpdate();
  }

  async _end() {
    const { calendar } = words.account;
    if (!(await this.clinic.ask(calendar.ask_end))) return;
    await this.act(() => this.http.delete("/me/calendar"), calendar.ended);
    this._url = "";
    this.requestUpdate();
  }
}

customElements.define("clinic-calendar-feed", CalendarFeed);
