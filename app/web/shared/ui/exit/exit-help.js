/** What “Exit this page” does and cannot do. A dialog, not an address: nothing of it is in the history. */

import { createRef, html, LitElement, nothing, ref } from "../../../vendor/lit.js";

export class ExitHelp extends LitElement {
  static properties = { texts: { attribute: false } };

  constructor() {
    super();
    /** @type {typeof import("../../words/en/exit.js").exit_en} */
    this.texts;
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
  }

  createRenderRoot() {
    return this;
  }

  render() {
    if (!this.texts) return nothing;
    const { about } = this.texts;
    return html`
      <button class="button button-quiet exit-about" type="button" aria-haspopup="dialog" @click=${() => this._dialog.value?.showModal()}>${about.open}</button>
      <dialog ${ref(this._dialog)} class="dialog" aria-labelledby="exit-about-title">
        <div class="dialog-head">
          <h2 id="exit-about-title">${about.title}</h2>
          <button class="button button-quiet" type="button" autofocus @click=${() => this._dialog.value?.close()}>${about.close}</button>
        </div>
        <div class="dialog-body">
          <p>${about.how}</p>
          ${about.parts.map(
            (part) => html`<section class="stack">
              <h3>${part.title}</h3>
              <ul class="exit-list">${part.lines.map((line) => html`<li>${line}</li>`)}</ul>
            </section>`,
          )}
          <p>${about.lifelines}</p>
        </div>
      </dialog>
    `;
  }
}

customElements.define("attune-exit-help", ExitHelp);
