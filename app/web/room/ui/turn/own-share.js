/** For those who want it: one word on how much they have spoken, beside the others. On a screen of their own only. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { mayAny } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class OwnShare extends SessionElement {
  static properties = { ...SessionElement.properties, _on: { state: true } };

  constructor() {
    super();
    this._on = false;
  }

  render() {
    const { session } = this;
    const view = session.view;
    if (!view || view.you.people.length > 1 || view.you.leads || !mayAny(view, "airtime.show")) return nothing;
    const { settings } = words.member;
    const word = typeof view.airtime === "string" ? settings.own_share[/** @type {keyof typeof settings.own_share} */ (view.airtime)] : "";
    return html`
      <label class="switch"><input type="checkbox" .checked=${this._on || Boolean(word)} @change=${this._set} /><span>${settings.share}</span></label>
      ${word ? html`<p class="small">${word}</p>` : nothing}
    `;
  }

  /** @param {Event} event */
  async _set(event) {
    const on = /** @type {HTMLInputElement} */ (event.currentTarget).checked;
    this._on = (await this.session.ask("airtime.show", { on })) ? on : !on;
  }
}

customElements.define("attune-own-share", OwnShare);
