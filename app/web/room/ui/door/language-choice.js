/** The choice of the language in which this page speaks; each is named as its speakers call it. */

import { LANGUAGES } from "../../../shared/words/languages.js";
import { words } from "../../../shared/words/words.js";
import { html } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

export class LanguageChoice extends SessionElement {
  render() {
    return html`<label class="field">
      <span class="field-label">${words.language}</span>
      <select @change=${(/** @type {Event} */ event) => this.session.setPreferences({ language: /** @type {HTMLSelectElement} */ (event.currentTarget).value })}>
        ${Object.values(LANGUAGES).map(({ tag, name }) => html`<option value=${tag} lang=${tag} .selected=${tag === words.tag}>${name}</option>`)}
      </select>
    </label>`;
  }
}

customElements.define("attune-language", LanguageChoice);
