/** The warning before somebody is signed out because nothing happens: one large button, and any key does the same. */

import { createRef, html, ref } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { ClinicElement } from "../element.js";

export class IdleDialog extends ClinicElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
  }

  render() {
    const { signed_in } = this.clinic;
    return html`
      <dialog ${ref(this._dialog)} class="dialog dialog-small idle" aria-labelledby="idle-title" aria-describedby="idle-text" @cancel=${this._stay}>
        <h2 id="idle-title">${words.shell.idle.title}</h2>
        <p id="idle-text">${words.shell.idle.text}</p>
        <p class="idle-clock" aria-hidden="true">${signed_in.left_s}</p>
        <button class="button button-main button-wide button-large" type="button" autofocus @click=${this._stay}>${words.shell.idle.stay}</button>
      </dialog>
    `;
  }

  updated() {
    const dialog = this._dialog.value;
    const wanted = this.clinic.signed_in.phase === "warned";
    if (dialog && dialog.open !== wanted) wanted ? dialog.showModal() : dialog.close();
  }

  _stay() {
    void this.clinic.signed_in.stay();
  }
}

customElements.define("clinic-idle", IdleDialog);
