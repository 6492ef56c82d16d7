/** For staff: what was written to one who waits and what they answered, and a line to write. Nobody else who waits reads it. */

import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { messagesWith, textOf } from "../../../core/view/chat.js";
import { isYours, nameOf, namesOf } from "../../../core/view/selectors.js";
import { SessionElement } from "../../element.js";

const CHARS_MAX = 2000;

export class WaitingNote extends SessionElement {
  static properties = { ...SessionElement.properties, seat: { attribute: false }, people: { attribute: false }, _text: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this.seat = "";
    /** @type {string[]} */
    this.people = [];
    this._text = "";
  }

  render() {
    const { view, people } = this;
    if (!view.chat) return nothing;
    const { chat } = words.member;
    const messages = messagesWith(view, this.seat, people);
    return html`<details class="more" ?open=${messages.some((message) => !isYours(view, message.from))}>
      <summary aria-label=${chat.write(namesOf(view, people))}>${chat.write_short}</summary>
      <div class="stack">
        ${messages.map((message) => html`<p class="small" dir="auto"><strong>${isYours(view, message.from) ? chat.you : nameOf(view, message.from)}:</strong> ${textOf(message)}</p>`)}
        <p class="small">${people.length > 1 ? chat.both_read : chat.one_reads}</p>
        <form class="chat-form" @submit=${this._send}>
          <label class="field"><span class="field-label">${chat.write(namesOf(view, people))}</span>
            <textarea rows="2" dir="auto" maxlength=${CHARS_MAX} .value=${this._text} @input=${(/** @type {InputEvent} */ event) => (this._text = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value)}></textarea></label>
          <button class="button" type="submit" aria-disabled=${this._text.trim() ? "false" : "true"}>${chat.send}</button>
        </form>
      </div>
    </details>`;
  }

  /** @param {Event} event */
  async _send(event) {
    event.preventDefault();
    const text = this._text.trim();
    if (!text) return;
    const to = this.people.length > 1 ? this.seat : this.people[0];
    const done = await this.session.ask("message.send", { person: this.view.you.people[0], to, text, both: false });
    if (done && this._text.trim() === text) this._text = "";
  }
}

customElements.define("attune-waiting-note", WaitingNote);
