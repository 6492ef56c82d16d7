/** Messages that the viewer may read, oldest first, and the form to write one. Nothing of it is kept after the session. */

import { addressOf, authorOf, messagesOf } from "../core/chat.js";
import { timeOfDay } from "../core/clock.js";
import { isYours, namesOf } from "../core/selectors.js";
import { locale, words } from "../core/words.js";
import { html, nothing, repeat } from "../vendor/lit.js";
import { SessionElement } from "./element.js";
import "./chat-form.js";

export class ChatPanel extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    this._count = 0;
  }

  render() {
    const { session, view } = this;
    const { chat } = words.member;
    const messages = messagesOf(view);
    return html`
      <p class="small">${chat.kept}</p>
      <ol class="chat-list" tabindex="0" aria-label=${chat.title}>
        ${messages.length ? repeat(messages, (message) => message.id, (message) => this._message(message)) : html`<li class="small">${chat.none}</li>`}
      </ol>
      <attune-chat-form .session=${session}></attune-chat-form>
    `;
  }

  /** @param {import("../core/wire.js").ChatMessage} message */
  _message(message) {
    const { view } = this;
    const { chat } = words.member;
    const seat = view.seats?.[view.people[message.from]?.seat ?? ""];
    const details = [addressOf(view, message), timeOfDay(message.at, locale())];
    if (message.attributed && !message.both && seat && seat.people.length > 1) details.splice(1, 0, chat.from_seat(namesOf(view, seat.people)));
    return html`<li class="chat-message" data-own=${isYours(view, message.from) ? "yes" : "no"}>
      <p class="chat-head"><strong>${authorOf(view, message)}</strong> <span class="small">${details.filter(Boolean).join(" · ")}</span></p>
      <p class="chat-text">${message.text}</p>
      ${message.waiting ? html`<p class="small">${chat.waiting}</p>` : nothing}
    </li>`;
  }

  updated() {
    const list = this.querySelector(".chat-list");
    const count = messagesOf(this.view).length;
    // After the form below it has its height.
    if (list && count !== this._count) requestAnimationFrame(() => (list.scrollTop = list.scrollHeight));
    this._count = count;
  }
}

customElements.define("attune-chat", ChatPanel);
