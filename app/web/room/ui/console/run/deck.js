/** The question of a deck in large letters, with the hint for the facilitator. */

import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { questionOf } from "../../../core/protocols/deck.js";
import { SessionElement } from "../../element.js";

export class ConsoleDeck extends SessionElement {
  static needs_view = true;

  render() {
    const found = questionOf(this.view, this.session.library);
    if (!found) return nothing;
    const text = words.console.deck;
    return html`
      <div class="deck">
        <p class="small">${text.where(found.deck, found.topic)}</p>
        ${found.text ? html`<p class="question">${found.text}</p>` : nothing} ${found.text ? html`<p class="small">${text.place(found.place, found.of)}</p>` : nothing}
        ${found.follow_up ? html`<p><strong>${text.follow_up}</strong> ${found.follow_up}</p>` : nothing}
        ${found.hint ? html`<p class="small"><strong>${text.hint}</strong> ${found.hint}</p>` : nothing}
      </div>
    `;
  }
}

customElements.define("attune-console-deck", ConsoleDeck);
