/** For facilitators: a prompt of the library, sent to one person or to everybody. */

import { words } from "../../../shared/words/words.js";
import { html, repeat } from "../../../vendor/lit.js";
import { promptGroups } from "../../core/console/prompts.js";
import { mayAny, nameOf, participantsOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class ConsolePrompts extends SessionElement {
  static properties = { ...SessionElement.properties, _group: { state: true }, _to: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._group = "";
    /** "" is everybody. */
    this._to = "";
  }

  render() {
    const text = words.console.prompts;
    return html`<details class="more"><summary>${text.title}</summary>
      <div class="stack">${mayAny(this.view, "prompt.send") ? this._content() : html`<p class="small">${text.calm}</p>`}</div>
    </details>`;
  }

  _content() {
    const { session, view } = this;
    const text = words.console.prompts;
    const groups = promptGroups(view, session.library);
    const group = groups.find(({ id }) => id === this._group) ?? groups[0];
    return html`
      ${this._select(text.to, [["", text.all], ...participantsOf(view).map((person) => [person, nameOf(view, person)])], this._to, (value) => (this._to = value))}
      ${this._select(
        text.occasion,
        groups.map(({ id, title, protocol }) => [id, protocol ? text.of_run(title) : title]),
        group?.id ?? "",
        (value) => (this._group = value),
      )}
      <ul class="rows">
        ${repeat(
          group?.prompts ?? [],
          ({ id }) => id,
          ({ id, text: prompt }) => html`<li class="row">
          <span class="console-prompt">${prompt}</span>
          <button class="button" type="button" aria-label=${text.send_this(prompt)} @click=${() => void this._send(id)}>${text.send}</button>
        </li>`,
        )}
      </ul>
    `;
  }

  /** @param {string} label @param {string[][]} options @param {string} chosen @param {(value: string) => void} choose */
  _select(label, options, chosen, choose) {
    return html`<label class="field"><span class="field-label">${label}</span>
      <select @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
        ${options.map(([value, name]) => html`<option value=${value} ?selected=${value === chosen}>${name}</option>`)}
      </select></label>`;
  }

  /** @param {string} prompt */
  _send(prompt) {
    const here = participantsOf(this.view).includes(this._to);
    return this.session.ask("prompt.send", here ? { prompt, person: this._to } : { prompt });
  }
}

customElements.define("attune-console-prompts", ConsolePrompts);
