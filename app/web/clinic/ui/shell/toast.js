/** Short lines about what was just done, with a way to undo it. They wait while somebody reads them. */

import { html, nothing } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { ClinicElement } from "../element.js";

export class ToastLine extends ClinicElement {
  connectedCallback() {
    super.connectedCallback();
    this.clinic.toasts.addEventListener("change", this._redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.clinic.toasts.removeEventListener("change", this._redraw);
  }

  render() {
    const { toasts } = this.clinic;
    const { shown } = toasts;
    return html`
      <div class="clinic-toasts" role="status">
        ${
          shown
            ? html`<div
              class="clinic-toast"
              @pointerenter=${() => toasts.hold()}
              @pointerleave=${() => toasts.release()}
              @focusin=${() => toasts.hold()}
              @focusout=${() => toasts.release()}
            >
              <span>${shown.text}</span>
              ${shown.undo ? html`<button class="button" type="button" @click=${() => void this.act(async () => toasts.undo())}>${words.common.undo}</button>` : nothing}
              <button class="button button-sign" type="button" aria-label=${words.common.close} @click=${() => toasts.close()}>${icon("close")}</button>
            </div>`
            : nothing
        }
      </div>
    `;
  }
}

customElements.define("clinic-toast", ToastLine);
