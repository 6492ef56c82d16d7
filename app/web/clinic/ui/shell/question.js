/** One calm question before a step that is hard to take back. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { ClinicElement } from "../element.js";

export class QuestionDialog extends ClinicElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
    /** @type {import("../../core/clinic.js").Question | null} */
    this._asked = null;
    /** @type {(yes: boolean) => void} */
    this._answer = () => undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.clinic.ask = (question) => this._ask(question);
  }

  render() {
    const asked = this._asked;
    return html`
      <dialog ${ref(this._dialog)} class="dialog dialog-small" aria-labelledby="question-title" @close=${() => this._answer(false)}>
        ${
          asked
            ? html`<h2 id="question-title">${asked.title}</h2>
              <p>${asked.text}</p>
              <div class="dialog-actions">
                <button class="button" type="button" autofocus @click=${() => this._close(false)}>${asked.no}</button>
                <button class=${asked.calm ? "button button-main" : "button button-firm"} type="button" @click=${() => this._close(true)}>${asked.yes}</button>
              </div>`
            : nothing
        }
      </dialog>
    `;
  }

  /** @param {import("../../core/clinic.js").Question} question @returns {Promise<boolean>} */
  async _ask(question) {
    this._answer(false);
    this._asked = question;
    this.requestUpdate();
    await this.updateComplete;
    this._dialog.value?.showModal();
    return new Promise((answer) => {
      this._answer = answer;
    });
  }

  /** @param {boolean} yes */
  _close(yes) {
    this._answer(yes);
    this._dialog.value?.close();
  }
}

customElements.define("clinic-question", QuestionDialog);
