/** One document before the room: to read and sign, to confirm with one tap, or, where that is a choice, to say no to. */

import { documentText } from "../../../../shared/ui/document-text.js";
import { words } from "../../../../shared/words/words.js";
import { html, LitElement, nothing } from "../../../../vendor/lit.js";

/** @typedef {import("../../../core/connection/preparation.js").DueDocument} DueDocument */

/** A `document` event carries what was done and in which language it was read; `later` is for who would rather talk first. */
export class DocumentStep extends LitElement {
  static properties = { document: { attribute: false }, changed: { type: Boolean }, _language: { state: true } };

  constructor() {
    super();
    /** @type {DueDocument} */
    this.document;
    /** The text changed while it was read. */
    this.changed = false;
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
        ${
          required
            ? html`<button class="button" type="button" @click=${() => this.dispatchEvent(new CustomEvent("later"))}>${documents.later}</button>`
            : html`<button class="button" type="button" @click=${() => this._say("decline")}>${documents.decline}</button>`
        }
      </div>
      ${confirms ? html`<details class="more"><summary>${documents.read_again}</summary>${this._reading(text)}</details>` : nothing}
    `;
  }

  /** @param {DueDocument["text"]} text */
  _reading(text) {
    const { documents } = words.member.before;
    const texts = [this.document.text, ...this.document.others];
    return html`
      <fieldset class="plain choices">
        <legend class="for-readers">${documents.language}</legend>
        ${texts.map(
          ({ language }) =>
            html`<button class="button button-quiet" type="button" lang=${language} aria-pressed=${language === text.language ? "true" : "false"} @click=${() => this._speak(language)}>${documents.languages[language] ?? language}</button>`,
        )}
      </fieldset>
      <h3 lang=${text.language} dir="auto">${text.title}</h3>
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
