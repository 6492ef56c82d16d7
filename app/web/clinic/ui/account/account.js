/** What belongs to the person who is signed in: how they look at the pages, are reached and sign in, and where they are signed in. */

import { LANGUAGES } from "../../../shared/words/languages.js";
import { html, nothing } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { pageHead, panel } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../office/insurance/statements.js";
import "./calendar-feed.js";
import "./credentials.js";
import "./own-contact.js";
import "./own-sign-ins.js";
import "./tokens.js";

export class AccountPage extends PageElement {
  render() {
    const { account } = words;
    const me = /** @type {import("../../core/api/shapes.js").Me} */ (this.clinic.me);
    return html`
      ${pageHead(account.title, { over: me.person.name, lead: me.roles.length ? words.roles(me.roles) : nothing })}
      <div class="two-columns">
        <div class="stack">
          ${panel(account.display.title, this._display())}
          <clinic-own-contact .clinic=${this.clinic}></clinic-own-contact>
          <clinic-calendar-feed id="calendar" .clinic=${this.clinic}></clinic-calendar-feed>
          ${me.person.kind === "client" ? html`<clinic-statements .clinic=${this.clinic}></clinic-statements>` : nothing}
          ${me.person.kind === "client" ? panel(words.records.own.title, html`<p>${words.records.own.link}</p>`, html`<a class="button" href="/data">${words.records.own.open}</a>`) : nothing}
        </div>
        <div class="stack">
          <clinic-credentials .clinic=${this.clinic}></clinic-credentials>
          <clinic-own-sign-ins id="sign-ins" .clinic=${this.clinic}></clinic-own-sign-ins>
          ${me.can.includes("tokens.manage") ? html`<clinic-tokens .clinic=${this.clinic}></clinic-tokens>` : nothing}
        </div>
      </div>
    `;
  }

  _display() {
    const { display } = words.account;
    const { prefs } = this.clinic;
    return html`
      <div class="stack">
        ${this._select("language", display.language, prefs.language, [["", display.own], ...Object.values(LANGUAGES).map(({ tag, name }) => /** @type {[string, string]} */ ([tag, name]))])}
        ${this._select("theme", display.theme, prefs.theme, [
          ["device", display.themes.device],
          ["light", display.themes.light],
          ["dark", display.themes.dark],
        ])}
        ${this._switch("large_text", display.large, prefs.large_text)} ${this._switch("calm", display.calm, prefs.calm)}
        <p class="field-hint">${display.here}</p>
      </div>
    `;
  }

  /** @param {"large_text" | "calm"} name @param {string} label @param {boolean} on */
  _switch(name, label, on) {
    return html`<label class="switch">
      <input type="checkbox" .checked=${on} @change=${(/** @type {Event} */ event) => this.clinic.setPreferences({ [name]: /** @type {HTMLInputElement} */ (event.currentTarget).checked })} />
      <span>${label}</span>
    </label>`;
  }

  /** @param {string} name @param {string} label @param {string} chosen @param {[string, string][]} options */
  _select(name, label, chosen, options) {
    return html`<label class="field"
      ><span class="field-label">${label}</span>
      <select @change=${(/** @type {Event} */ event) => this.clinic.setPreferences({ [name]: /** @type {HTMLSelectElement} */ (event.currentTarget).value })}>
        ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select></label
    >`;
  }
}

customElements.define("clinic-account", AccountPage);
