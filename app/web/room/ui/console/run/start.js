/** A small dialog before a protocol starts: what it is, its options with their defaults, and Start in focus, so that Enter starts. */

import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { actor, missingOf } from "../../../core/console/now.js";
import { plain } from "../../../core/protocols/library.js";
import { SessionElement } from "../../element.js";
import "../../protocol/values-form.js";

/** Options as a form reads them. @param {import("../../../core/protocols/library.js").Protocol | undefined} text @returns {Record<string, import("../../../core/protocols/library.js").ValueText>} */
export const optionTexts = (text) =>
  Object.fromEntries(
    Object.entries(text?.options ?? {}).map(([name, label]) => [name, { label, choices: text?.choices[name] ?? {}, groups: {} }]),
  );

/** When something else is better. @param {import("../../../core/protocols/library.js").Protocol | undefined} text */
const notWhen = (text) =>
  text?.not_when?.length
    ? html`<section class="not-when"><h3>${words.console.protocols.not_when}</h3><ul>${text.not_when.map((one) => html`<li>${one}</li>`)}</ul></section>`
    : nothing;

export class ConsoleStart extends SessionElement {
  static properties = { ...SessionElement.properties, _protocol: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._protocol = "";
  }

  render() {
    return html`<dialog class="dialog" aria-labelledby="start-title" @close=${() => (this._protocol = "")}>${this._protocol ? this._content() : nothing}</dialog>`;
  }

  /** @param {string} protocol */
  async offer(protocol) {
    this._protocol = protocol;
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
    /** @type {HTMLElement | null} */ (this.querySelector(".start-now"))?.focus();
  }

  _content() {
    const text = this.session.library.protocol(this._protocol);
    const takes = text?.rules?.options ?? {};
    return html`
      <h2 id="start-title">${text?.title ?? plain(this._protocol)}</h2>
      <p class="start-summary">${text?.summary ?? ""}</p>
      ${text && !text.reviewed_on ? html`<p class="small">${words.console.protocols.not_reviewed}</p>` : nothing}
      ${text?.before ? html`<p class="hint" role="note">${text.before}</p>` : nothing}
      ${notWhen(text)}
      <div class="dialog-body start-options">
        ${
          Object.keys(takes).length
            ? html`<attune-values class="stack" .session=${this.session} .takes=${takes} .texts=${optionTexts(text)} .name=${`start-${this._protocol}`}></attune-values>`
            : nothing
        }
      </div>
      <div class="dialog-actions">
        <button class="button" type="button" @click=${this._close}>${words.console.protocols.cancel}</button>
        <button class="button button-main start-now" type="button" @click=${this._start}>${words.console.protocols.start}</button>
      </div>
    `;
  }

  _start() {
    const { session, view } = this;
    const protocol = this._protocol;
    const text = session.library.protocol(protocol);
    const form = /** @type {import("../../protocol/values-form.js").ValuesForm | null} */ (this.querySelector("attune-values"));
    const values = form?.values ?? {};
    const missing = missingOf(text?.rules?.options ?? {}, values);
    if (missing.length) {
      session.toast(words.console.protocols.missing(missing.map((name) => text?.options[name] ?? plain(name)).join(", ")));
      /** @type {HTMLElement | null} */ (form?.querySelector("fieldset input, select"))?.focus();
      return;
    }
    this._close();
    void session.startProtocol(actor(view), protocol, values);
  }

  _close() {
    this.querySelector("dialog")?.close();
  }
}

customElements.define("attune-console-start", ConsoleStart);
