/** One calm question before a step that is hard to take back. */

import { createRef, html, LitElement, ref } from "../../vendor/lit.js";

export class ConfirmDialog extends LitElement {
  static properties = { heading: {}, text: {}, yes: {}, no: {} };

  constructor() {
    super();
    this.heading = "";
    this.text = "";
    this.yes = "";
    this.no = "";
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
    /** @type {() => void} */
    this._onYes = () => undefined;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {() => void} onYes */
  ask(onYes) {
    this._onYes = onYes;
    this._dialog.value?.showModal();
  }

  render() {
    const id = `${this.id}-title`;
    return html`
      <dialog ${ref(this._dialog)} class="dialog dialog-small" aria-labelledby=${id}>
        <h2 id=${id}>${this.heading}</h2>
        <p>${this.text}</p>
        <div class="dialog-actions">
          <button class="button" type="button" autofocus @click=${() => this._close(false)}>${this.no}</button>
          <button class="button button-firm" type="button" @click=${() => this._close(true)}>${this.yes}</button>
        </div>
      </dialog>
    `;
  }

  /** @param {boolean} confirmed */
  _close(confirmed) {
    this._dialog.value?.close();
    if (confirmed) this._onYes();
  }
}

customElements.define("attune-confirm", ConfirmDialog);
