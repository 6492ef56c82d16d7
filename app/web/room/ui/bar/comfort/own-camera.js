/** The own camera in the sheet: how others see it, blurred or not, or why they don't. */

import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { nameOf } from "../../../core/view/selectors.js";
import "../../door/self-picture.js";
import { SessionElement } from "../../element.js";
import "./camera-rest.js";

export class OwnCamera extends SessionElement {
  render() {
    const { session } = this;
    const { devices, comfort, prefs, view, ticket } = session;
    const { picture } = words.comfort;
    const names = view ? view.you.people.map((person) => nameOf(view, person)) : (ticket?.seat.people.map(({ name }) => name) ?? []);
    return html`
      ${prefs.show_self || !view ? html`<attune-self-picture .session=${session} .names=${names}></attune-self-picture>` : nothing}
      <attune-camera-rest class="stack" .session=${session}></attune-camera-rest>
      ${this._lost()}
      <label class="switch"
        ><input type="checkbox" .checked=${devices.blur} @change=${(/** @type {Event} */ event) => void comfort.setBlur(isChecked(event))} /><span>${picture.blur}</span></label
      >
      <p class="small">${picture.blur_note}</p>
      <label class="switch"
        ><input type="checkbox" .checked=${!prefs.show_self} @change=${(/** @type {Event} */ event) => session.setPreferences({ show_self: !isChecked(event) })} /><span
          >${picture.hide_self}</span
        ></label
      >
      <p class="small">${picture.hide_self_note}</p>
    `;
  }

  _lost() {
    const { devices, comfort } = this.session;
    const { picture } = words.comfort;
    if (devices.blurring) return html`<p class="hint" role="status">${picture.starting}</p>`;
    const text = devices.on.camera ? picture.lost[devices.problem.camera] : "";
    if (!text) return nothing;
    return html`<div class="hint stack" role="status">
      <p>${text}</p>
      <div class="choices">
        ${
          devices.problem.camera === "blur_broken"
            ? html`<button class="button" type="button" @click=${() => void comfort.setBlur(true)}>${picture.again}</button>`
            : nothing
        }
        <button class="button" type="button" @click=${() => void comfort.setBlur(false)}>${picture.without}</button>
      </div>
    </div>`;
  }
}

/** @param {Event} event */
export const isChecked = (event) => /** @type {HTMLInputElement} */ (event.currentTarget).checked;

customElements.define("attune-own-camera", OwnCamera);
