/** What makes the room easier to follow: fewer things on the screen, no clocks, and how captions are shown and read. */

import { words } from "../../../shared/words/words.js";
import { html } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

/** @typedef {"calm" | "hide_clock" | "captions" | "read_captions"} Switch */
/** @typedef {"captions_size" | "captions_place"} Choice */

export class ReadingSettings extends SessionElement {
  render() {
    const { settings } = words.member;
    return html`
      ${this._switch("calm", settings.calm)} ${this._switch("hide_clock", settings.clock)} ${this._switch("captions", settings.captions)}
      ${this._choice("captions_size", settings.captions_size, settings.captions_sizes)}
      ${this._choice("captions_place", settings.captions_place, settings.captions_places)} ${this._switch("read_captions", settings.read_captions)}
    `;
  }

  /** @param {Switch} name @param {string} label */
  _switch(name, label) {
    return html`<label class="switch">
      <input type="checkbox" .checked=${this.session.prefs[name]} @change=${(/** @type {Event} */ event) =>
        this.session.setPreferences({ [name]: /** @type {HTMLInputElement} */ (event.currentTarget).checked })} />
      <span>${label}</span>
    </label>`;
  }

  /** @param {Choice} name @param {string} label @param {Record<string, string>} options */
  _choice(name, label, options) {
    const chosen = this.session.prefs[name];
    return html`<label class="field"><span class="field-label">${label}</span>
      <select @change=${(/** @type {Event} */ event) => this.session.setPreferences({ [name]: /** @type {HTMLSelectElement} */ (event.currentTarget).value })}>
        ${Object.entries(options).map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select></label>`;
  }
}

customElements.define("attune-reading", ReadingSettings);
