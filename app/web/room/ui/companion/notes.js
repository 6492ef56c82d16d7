/** Own notes on the second device: kept by the page alone, and gone when it is closed. */

import { words } from "../../../shared/words/words.js";
import { html, LitElement } from "../../../vendor/lit.js";

export class CompanionNotes extends LitElement {
  createRenderRoot() {
    return this;
  }

  render() {
    const { companion } = words.member;
    return html`<label class="field"><span class="field-label">${companion.notes}</span>
      <textarea rows="5" aria-describedby="notes-hint" autocomplete="off"></textarea></label>
      <p class="small" id="notes-hint">${companion.notes_hint}</p>`;
  }
}

customElements.define("attune-notes", CompanionNotes);
