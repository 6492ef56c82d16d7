/** A dialog with a heading, a way out, and what the page puts into it. The focus comes back to where it was. */

import { createRef, html, LitElement, nothing, ref } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { icon } from "./icons.js";

export class Sheet extends LitElement {
  static properties = { heading: {}, content: { attribute: false }, wide: { type: Boolean } };

  constructor() {
    super();
    this.heading = "";
    /** @type {unknown} Drawn while it is open. */
    this.content = nothing;
    this.wide = false;
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
    this._open = false;
    /** Asks before it is closed by hand. @type {() => Promise<boolean> | boolean} */
    this.mayClose = () => true;
  }

  createRenderRoot() {
    return this;
  }

  async show() {
    this._open = true;
    this.requestUpdate();
    await this.updateComplete;
    if (!this._dialog.value?.open) this._dialog.value?.showModal();
  }

  close() {
    if (this._dialog.value?.open) this._dialog.value.close();
  }

  render() {
    const id = `${this.id || "sheet"}-title`;
    return html`
      <dialog
        ${ref(this._dialog)}
        class=${this.wide ? "dialog sheet sheet-wide" : "dialog sheet"}
        aria-labelledby=${id}
        @cancel=${this._onCancel}
        @close=${this._onClose}
      >
        ${
          this._open
            ? html`<div class="dialog-head">
              <h2 id=${id} tabindex="-1">${this.heading}</h2>
              <button class="button button-sign" type="button" aria-label=${words.common.close} @click=${this._onCancel}>${icon("close")}</button>
            </div>
            ${this.content}`
            : nothing
        }
      </dialog>
    `;
  }

  /** @param {Event} event */
  async _onCancel(event) {
    event.preventDefault();
    if (await this.mayClose()) this.close();
  }

  _onClose() {
    this._open = false;
    this.requestUpdate();
    this.dispatchEvent(new Event("closed"));
  }
}

customElements.define("clinic-sheet", Sheet);
