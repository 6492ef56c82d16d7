/** Codes that let somebody in once each, when their passkey or phone is lost: shown once, to be saved or printed. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

export class RecoveryCodes extends PageElement {
  static properties = { ...PageElement.properties, _kept: { state: true } };

  constructor() {
    super();
    this._kept = false;
    this._file = "";
    this._codes = this.follow(new Resource((signal) => this.http.post("/me/recovery-codes", {}, { signal }), this._redraw));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    URL.revokeObjectURL(this._file);
  }

  render() {
    return shown(this._codes, this.writer, ({ codes }) => this._list(codes));
  }

  /** @param {string[]} codes */
  _list(codes) {
    const { recovery } = words.account;
    this._file ||= URL.createObjectURL(new Blob([`${codes.join("\n")}\n`], { type: "text/plain" }));
    return html`
      <div class="stack">
        <p>${recovery.text}</p>
        <ul class="codes" aria-label=${recovery.title}>${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
        <div class="form-actions print-hidden">
          <a class="button" href=${this._file} download="codes.txt">${recovery.save}</a>
          <button class="button" type="button" @click=${() => window.print()}>${recovery.print}</button>
        </div>
        <label class="switch print-hidden">
          <input type="checkbox" .checked=${this._kept} @change=${(/** @type {Event} */ event) => this._keep(event)} />
          <span>${recovery.kept}</span>
        </label>
        ${
          this._kept
            ? html`<button class="button button-main button-wide print-hidden" type="button" @click=${() => this.dispatchEvent(new Event("done"))}>${words.common.go_on}</button>`
            : nothing
        }
      </div>
    `;
  }

  /** @param {Event} event */
  _keep(event) {
    this._kept = /** @type {HTMLInputElement} */ (event.currentTarget).checked;
  }
}

customElements.define("clinic-recovery-codes", RecoveryCodes);
