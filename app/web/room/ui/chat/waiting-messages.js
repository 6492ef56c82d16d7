/** While one waits: what staff wrote to this screen, and one tap to answer; words of one's own where the room allows them. */

import { timeOfDay } from "../../../shared/core/clock.js";
import { locale, words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { authorOf, messagesOf, repliesOf, textOf, writerTo } from "../../core/view/chat.js";
import { isYours } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

const CHARS_MAX = 2000;

export class WaitingMessages extends SessionElement {
  static properties = { ...SessionElement.properties, _text: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._text = "";
    this._told = "";
  }

  render() {
    const { view } = this;
    const messages = messagesOf(view);
    if (!messages.length) return nothing;
    const { chat } = words.member;
    const replies = repliesOf(view);
    return html`<section class="ask stack" aria-labelledby="waiting-messages">
      <h2 id="waiting-messages">${chat.waiting_title}</h2>
      <div class="stack" role="log">
        ${repeat(
          messages,
          (message) => message.id,
          (message) => html`<div class="chat-message" data-own=${isYours(view, message.from) ? "yes" : "no"}>
            <p class="chat-head"><strong>${this._author(message)}</strong> <span class="small">${timeOfDay(message.at, locale())}</span></p>
            <p class="chat-text" dir="auto">${textOf(message)}</p>
          </div>`,
        )}
      </div>
      ${replies.length ? html`<div class="choices">${replies.map((reply) => html`<button class="button" type="button" @click=${() => void this._say({ reply })}>${chat.replies[reply]}</button>`)}</div>` : nothing}
      ${view.chat?.may.includes("direct") ? this._form() : nothing}
      <p class="small">${chat.kept}</p>
    </section>`;
  }

  /** Staff are not among the people that a waiting screen knows by name. @param {import("../../core/wire.js").ChatMessage} message */
  _author(message) {
    return authorOf(this.view, message) || words.member.chat.waiting_from;
  }

  _form() {
    const { chat } = words.member;
    return html`<form class="chat-form" @submit=${this._send}>
      <label class="field"><span class="field-label">${chat.answer}</span>
        <textarea rows="2" dir="auto" maxlength=${CHARS_MAX} .value=${this._text} @input=${(/** @type {InputEvent} */ event) => (this._text = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value)}></textarea></label>
      <button class="button" type="submit" aria-disabled=${this._text.trim() ? "false" : "true"}>${chat.send}</button>
    </form>`;
  }

  /** @param {Record<string, string>} what */
  _say(what) {
    const { view } = this;
    return this.session.ask("message.send", { person: view.you.people[0], to: writerTo(view), ...what });
  }

  /** @param {Event} event */
  async _send(event) {
    event.preventDefault();
    const text = this._text.trim();
    if (text && (await this._say({ text })) && this._text.trim() === text) this._text = "";
  }

  /** What is new is said once. */
  updated() {
    const newest = messagesOf(this.view).at(-1);
    if (!newest || newest.id === this._told) return;
    this._told = newest.id;
    if (isYours(this.view, newest.from)) return;
    this.session.say(words.member.chat.waiting_title);
    // A second line stands below the first, on a phone out of sight.
    (this.querySelector(".choices") ?? this.querySelector(".chat-message:last-child"))?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("attune-waiting-messages", WaitingMessages);
