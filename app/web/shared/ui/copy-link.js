/** A button that copies a link, to be opened elsewhere; where the browser copies nothing, the link itself, to be copied by hand. */

import { html, LitElement, nothing } from "../../vendor/lit.js";

export class CopyLink extends LitElement {
  static properties = { texts: { attribute: false }, link: { attribute: false }, _state: { state: true } };

  constructor() {
    super();
    /** @type {{ button: string, done: string, by_hand: string }} */
    this.texts;
    this.link = "";
    /** @type {"" | "done" | "by_hand"} */
    this._state = "";
  }

  createRenderRoot() {
    return this;
  }

  render() {
    if (!this.texts || !this.link) return nothing;
    return html`
      <button class="button button-main" type="button" @click=${() => void this._copy()}>${this.texts.button}</button>
      ${
        this._state === "by_hand"
          ? html`<label class="field"><span class="field-label">${this.texts.by_hand}</span>
              <input readonly .value=${this.link} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).select()} /></label>`
          : nothing
      }
      <p class="small" role="status">${this._state === "done" ? this.texts.done : nothing}</p>
    `;
  }

  async _copy() {
    try {
      await navigator.clipboard.writeText(this.link);
      this._state = "done";
    } catch {
      this._state = "by_hand";
      await this.updateComplete;
      this.querySelector("input")?.focus();
    }
  }
}

customElements.define("attune-copy-link", CopyLink);
