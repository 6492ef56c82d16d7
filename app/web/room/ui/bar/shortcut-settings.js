/** The single-key shortcuts: what they do, and a switch to turn them off (WCAG 2.1.4). */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { isFacilitator, isShared, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class ShortcutSettings extends SessionElement {
  render() {
    const { prefs, view } = this.session;
    const partners =
      view && isShared(view) ? view.you.people.map((person, index) => [String(index + 1), words.help.hand_of(nameOf(view, person))]) : [];
    const leading = view && isFacilitator(view) ? words.console.keys : [];
    return html`
      <section class="stack">
        <h3>${words.help.keys_title}</h3>
        <label class="switch">
          <input
            type="checkbox"
            .checked=${prefs.single_keys}
            @change=${(/** @type {Event} */ event) =>
              this.session.setPreferences({ single_keys: /** @type {HTMLInputElement} */ (event.currentTarget).checked })}
          />
          <span>${words.help.keys_on}</span>
        </label>
        ${
          prefs.single_keys
            ? html`<dl class="keys">${[...words.help.keys, ...partners, ...words.member.keys, ...leading, ...words.help.device_keys].map(([key, text]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${text}</dd></div>`)}</dl>`
            : nothing
        }
      </section>
    `;
  }
}

customElements.define("attune-shortcuts", ShortcutSettings);
