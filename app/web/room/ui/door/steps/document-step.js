/** One document before the room: to read and sign, to confirm with one tap, or, where that is a choice, to say no to. */

import { documentText } from "../../../../shared/ui/document-text.js";
import { words } from "../../../../shared/words/words.js";
import { html, LitElement, nothing } from "../../../../vendor/lit.js";

/** @typedef {import("../../../core/connection/preparation.js").DueDocument} DueDocument */

/** A `document` event carries what was done and in which language it was read; `later` is for who would rather talk first. */
export class DocumentStep extends LitElement {
  static properties = {
    document: { attribute: false },
    changed: { type: Boolean },
    waits: { type: Boolean },
    tag: {},
    _language: { state: true },
  };

  constructor() {
    super();
    /** @type {DueDocument} */
    this.document;
    /** The text changed while it was read. */
    this.changed = false;
    /** They are in the waiting room already, or at their own phone: staff may talk with them now. */
    this.waits = false;
    /** The language of the page: it is drawn again when that changes. */
    this.tag = "";
    this._language = "";
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { documents } = words.member.before;
    const { needs, required } = this.document;
    const text = this._text;
    const confirms = needs === "acknowledge";
    return html`
      ${this.changed ? html`<p class="hint" role="alert">${documents.changed}</p>` : nothing}
      ${confirms ? html`<p class="lead">${documents.confirm_text(text.title)}</p>` : this._reading(text)}
      ${required ? nothing : html`<p>${documents.optional}</p>`}
      <div class="choices">
        <button class="button button-main" type="button" @click=${() => this._say(confirms ? "acknowledge" : "sign")}>${confirms ? documents.still : documents.agree}</button>
        ${this._otherwise()}
      </div>
      ${confirms ? html`<details class="more"><summary>${documents.read_again}</summary>${this._reading(text)}</details>` : nothing}
    `;
  }

  _otherwise() {
    const { documents } = words.member.before;
    if (!this.document.required)
      return html`<button class="button" type="button" @click=${() => this._say("decline")}>${documents.decline}</button>`;
    if (this.waits) return nothing;
    return html`<button class="button" type="button" @click=${() => this.dispatchEvent(new CustomEvent("later"))}>${documents.later}</button>`;
  }

  /** @param {DueDocument["text"]} text */
  _reading(text) {
    const { documents } = words.member.before;
    const others = [this.document.text, ...this.document.others].filter(({ language }) => language !== text.language);
    return html`
      <h3 class="document-title" lang=${text.language} dir="auto">${text.title}</h3>
      ${others.map(
        ({ language }) =>
          html`<button class="button button-quiet" type="button" @click=${() => this._speak(language)}>${documents.read_in[language] ?? language}</button>`,
      )}
      ${documentText(text.blocks, text.language)}
    `;
  }

  /** The text that is read: in the language that was chosen, else in that of the page, else in the person's own. */
  get _text() {
    const texts = [this.document.text, ...this.document.others];
    const wanted = this._language || words.tag;
    return texts.find(({ language }) => language === wanted) ?? this.document.text;
  }

  /** @param {string} language */
  _speak(language) {
    this._language = language;
  }

  /** @param {"sign" | "acknowledge" | "decline"} step */
  _say(step) {
    const detail = { step, version: this.document.version, language: this._text.language };
    this.dispatchEvent(new CustomEvent("document", { detail }));
  }
}

customElements.define("attune-document-step", DocumentStep);
