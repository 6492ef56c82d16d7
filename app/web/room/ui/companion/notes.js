/** Own notes on the second device: kept by this tab (`shared/core/notes.js`), and gone with the visit. */

import { loadNotes, saveNotes } from "../../../shared/core/notes.js";
import { words } from "../../../shared/words/words.js";
import { html, LitElement } from "../../../vendor/lit.js";

export class CompanionNotes extends LitElement {
  constructor() {
    super();
    this._text = loadNotes() ?? "";
    // Also where a page without a network looks for them.
    this._kept = saveNotes(this._text);
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { companion } = words.member;
    return html`<label class="field"><span class="field-label">${companion.notes}</span>
      <textarea rows="5" aria-describedby="notes-hint" autocomplete="off" .value=${this._text} @input=${this._onInput}></textarea></label>
      <p class="small" id="notes-hint">${this._kept ? companion.notes_hint : companion.notes_unkept}</p>`;
  }

  /** @param {Event} event */
  _onInput(event) {
    this._text = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value;
    this._kept = saveNotes(this._text);
  }
}

customElements.define("attune-notes", CompanionNotes);
