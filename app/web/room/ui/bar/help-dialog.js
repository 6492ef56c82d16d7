/** Help in one place: who to ask, what the keys do, and how this page looks and sounds. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { isForClients } from "../../core/phases.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/exit/exit-help.js";
import { openComfort } from "./comfort/open.js";
import "../door/language-choice.js";
import "../turn/own-share.js";
import "./reading-settings.js";
import "./shortcut-settings.js";

/** Any screen may ask for help; there is one dialog. */
export function openHelp() {
  window.dispatchEvent(new Event("attune-help"));
}

export class HelpDialog extends SessionElement {
  static properties = { ...SessionElement.properties, _open: { state: true } };

  constructor() {
    super();
    this._open = false;
    this._onAsked = () => this._show();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("attune-help", this._onAsked);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("attune-help", this._onAsked);
  }

  render() {
    return html`
      <dialog class="dialog" aria-labelledby="help-title" @close=${() => (this._open = false)}>${this._open ? this._content() : nothing}</dialog>
    `;
  }

  _content() {
    const { session } = this;
    const { prefs } = session;
    return html`
      <div class="dialog-head">
        <h2 id="help-title">${words.help.title}</h2>
        <button class="button button-quiet" type="button" autofocus @click=${() => this.querySelector("dialog")?.close()}>${icon("close")} ${words.help.close}</button>
      </div>
      <div class="dialog-body">
        <section class="stack">
          <h3>${words.help.turns_title}</h3>
          <p>${words.help.turns}</p>
          <p>${words.help.danger}</p>
          ${isForClients(session) ? html`<attune-exit-help .texts=${words.exit}></attune-exit-help>` : nothing}
        </section>
        <section class="stack">
          <h3>${words.help.picture_title}</h3>
          <attune-language .session=${session}></attune-language>
          ${this._switch(words.help.large_text, prefs.large_text, (on) => session.setPreferences({ large_text: on }))}
          <attune-reading class="stack" .session=${session}></attune-reading>
          <attune-own-share .session=${session}></attune-own-share>
          <label class="field">
            <span class="field-label">${words.help.colors}</span>
            <select
              @change=${(/** @type {Event} */ event) =>
                session.setPreferences({
                  theme: /** @type {"device" | "light" | "dark"} */ (/** @type {HTMLSelectElement} */ (event.currentTarget).value),
                })}
            >
              ${Object.entries(words.help.themes).map(
                ([value, text]) => html`<option value=${value} ?selected=${prefs.theme === value}>${text}</option>`,
              )}
            </select>
          </label>
        </section>
        ${
          session.is_companion
            ? nothing
            : html`<section class="stack">
              <h3>${words.help.sound_title}</h3>
              <button class="button" type="button" @click=${this._toComfort}>${words.comfort.title}</button>
            </section>`
        }
        <attune-shortcuts .session=${session}></attune-shortcuts>
      </div>
    `;
  }

  /** @param {string} label @param {boolean} on @param {(on: boolean) => void} set */
  _switch(label, on, set) {
    return html`<label class="switch">
      <input type="checkbox" .checked=${on} @change=${(/** @type {Event} */ event) => set(/** @type {HTMLInputElement} */ (event.currentTarget).checked)} />
      <span>${label}</span>
    </label>`;
  }

  _toComfort() {
    this.querySelector("dialog")?.close();
    void openComfort(this.session);
  }

  async _show() {
    this._open = true;
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }
}

customElements.define("attune-help", HelpDialog);
