/** Writing a message: as whom, to whom, what. Only what the room allows can be chosen. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { isInputMethods } from "../../core/keys.js";
import { recipientsOf } from "../../core/view/chat.js";
import { isShared, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

const CHARS_MAX = 2000;
const BOTH = "both";

export class ChatForm extends SessionElement {
  static properties = { ...SessionElement.properties, _to: { state: true }, _as: { state: true }, _text: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._to = "";
    this._as = "";
    this._text = "";
  }

  render() {
    const { view } = this;
    const { chat } = words.member;
    const recipients = recipientsOf(view);
    if (!recipients.length) return html`<p class="small">${chat.closed}</p>`;
    const to = this._recipient(recipients);
    return html`
      <form class="chat-form" @submit=${this._send}>
        <div class="chat-choices">
          ${isShared(view) ? this._choice(chat.as, [...view.you.people.map((id) => [id, nameOf(view, id)]), [BOTH, chat.both]], this._as || view.you.people[0], (value) => (this._as = value)) : nothing}
          ${this._choice(
            chat.to,
            recipients.map((one) => [one.to, one.label]),
            to,
            (value) => (this._to = value),
          )}
        </div>
        <label class="field"><span class="field-label">${chat.text}</span>
          <textarea rows="2" dir="auto" maxlength=${CHARS_MAX} .value=${this._text} @input=${this._onInput} @keydown=${this._onKey}></textarea></label>
        <button class="button button-main" type="submit" aria-disabled=${this._text.trim() ? "false" : "true"}>${chat.send}</button>
      </form>
    `;
  }

  /** @param {string} label @param {string[][]} options @param {string} chosen @param {(value: string) => void} choose */
  _choice(label, options, chosen, choose) {
    return html`<label class="field"><span class="field-label">${label}</span>
      <select @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
        ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select></label>`;
  }

  /** The one chosen, while it is still possible. @param {{ to: string }[]} recipients */
  _recipient(recipients) {
    return recipients.some((one) => one.to === this._to) ? this._to : recipients[0].to;
  }

  /** @param {InputEvent} event */
  _onInput(event) {
    this._text = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value;
  }

  /** Enter sends, with Shift it makes a new line. @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || isInputMethods(event)) return;
    event.preventDefault();
    void this._send(event);
  }

  /** What was not accepted stays in the field. @param {Event} event */
  async _send(event) {
    event.preventDefault();
    const text = this._text.trim();
    const recipients = recipientsOf(this.view);
    if (!text || !recipients.length) return;
    const { people } = this.view.you;
    const both = this._as === BOTH && people.length > 1;
    const person = people.includes(this._as) ? this._as : people[0];
    const done = await this.session.ask("message.send", { person, to: this._recipient(recipients), text, both });
    if (done && this._text.trim() === text) this._text = "";
  }
}

customElements.define("attune-chat-form", ChatForm);
