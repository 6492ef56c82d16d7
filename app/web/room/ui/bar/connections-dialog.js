/** For facilitators: how well each person's connection works, in plain words, what helps, and details to hand to support. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { supportText } from "../../core/support.js";
import { connectionsOf, namesOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class ConnectionsDialog extends SessionElement {
  static properties = { ...SessionElement.properties, _open: { state: true }, _copied: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._open = false;
    /** What came of copying, as a sentence. */
    this._copied = "";
  }

  render() {
    return html`
      <dialog class="dialog" aria-labelledby="connections-title" @close=${() => (this._open = false)}>
        ${this._open ? this._content() : nothing}
      </dialog>
    `;
  }

  async show() {
    this._copied = "";
    this._open = true;
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }

  _content() {
    const { view } = this;
    return html`
      <div class="dialog-head">
        <h2 id="connections-title">${words.connections.title}</h2>
        <button class="button button-quiet" type="button" autofocus @click=${() => this.querySelector("dialog")?.close()}>${icon("close")} ${words.help.close}</button>
      </div>
      <div class="dialog-body">
        <ul class="connections">
          ${repeat(
            connectionsOf(view),
            ({ id }) => id,
            ({ people, grade, reasons, own }) => html`
              <li class="connection" data-grade=${grade}>
                <p class="connection-head">
                  <span class="row-name">${namesOf(view, people)}${own ? html`<span class="tile-you"> ${words.you}</span>` : nothing}</span>
                  <span class="connection-grade">${icon(grade === "unknown" ? "hourglass" : `signal_${grade}`)}${words.grades[grade]}</span>
                </p>
                ${reasons.map((reason) => html`<p class="small">${words.connection(reason, own)}</p>`)}
              </li>
            `,
          )}
        </ul>
        <section class="stack">
          <p class="small">${words.connections.support}</p>
          <button class="button" type="button" @click=${this._copy}>${words.connections.copy}</button>
          <p class="small" role="status">${this._copied}</p>
        </section>
      </div>
    `;
  }

  async _copy() {
    this._copied = "";
    try {
      // Some browsers copy only if they are told at the click itself what will come.
      const text = supportText(this.session).then((snapshot) => new Blob([snapshot], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
      this._copied = words.connections.copied;
    } catch {
      this._copied = words.connections.not_copied;
    }
  }
}

customElements.define("attune-connections", ConnectionsDialog);
