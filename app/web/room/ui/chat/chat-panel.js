/** Messages that the viewer may read, oldest first, and the form to write one. Nothing of it is kept after the session. */

import { timeOfDay } from "../../../shared/core/clock.js";
import { locale, words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { addressOf, authorOf, messagesOf, textOf } from "../../core/view/chat.js";
import { isYours, namesOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "./chat-form.js";

/** So near to the end is at the end. */
const NEAR_END_PX = 24;

export class ChatPanel extends SessionElement {
  static needs_view = true;
  static properties = { ...SessionElement.properties, _below: { state: true } };

  constructor() {
    super();
    this._newest = "";
    /** Whether something new came below what is being read. */
    this._below = false;
    this._at_end = true;
  }

  render() {
    const { session, view } = this;
    const { chat } = words.member;
    const messages = messagesOf(view);
    return html`
      <p class="small">${chat.kept}</p>
      <div class="chat-list" role="log" tabindex="0" aria-label=${chat.title} @scroll=${this._onScroll}>
        ${
          messages.length
            ? repeat(
                messages,
                (message) => message.id,
                (message) => this._message(message),
              )
            : html`<p class="small">${chat.none}</p>`
        }
      </div>
      ${this._below ? html`<button class="button chat-below" type="button" @click=${() => this._toEnd()}>${chat.below}</button>` : nothing}
      <attune-chat-form .session=${session}></attune-chat-form>
    `;
  }

  /** @param {import("../../core/wire.js").ChatMessage} message */
  _message(message) {
    const { view } = this;
    const { chat } = words.member;
    const seat = view.seats?.[view.people[message.from]?.seat ?? ""];
    const details = [addressOf(view, message), timeOfDay(message.at, locale())];
    if (message.attributed && !message.both && seat && seat.people.length > 1)
      details.splice(1, 0, chat.from_seat(namesOf(view, seat.people)));
    return html`<div class="chat-message" data-own=${isYours(view, message.from) ? "yes" : "no"}>
      <p class="chat-head"><strong>${authorOf(view, message)}</strong> <span class="small">${details.filter(Boolean).join(" · ")}</span></p>
      <p class="chat-text" dir="auto">${textOf(message)}</p>
      ${message.waiting ? html`<p class="small">${chat.waiting}</p>` : nothing}
    </div>`;
  }

  get _list() {
    return /** @type {HTMLElement | null} */ (this.querySelector(".chat-list"));
  }

  /** Whoever reads at the end, or wrote the newest, sees it; whoever reads back stays there, and is told. */
  updated() {
    const newest = messagesOf(this.view).at(-1);
    if (!newest || newest.id === this._newest) return;
    const first = this._newest === "";
    this._newest = newest.id;
    if (first || this._at_end || isYours(this.view, newest.from)) this._toEnd();
    else this._below = true;
  }

  _onScroll() {
    const list = this._list;
    this._at_end = list !== null && list.scrollHeight - list.clientHeight - list.scrollTop <= NEAR_END_PX;
    if (this._at_end) this._below = false;
  }

  _toEnd() {
    this._below = false;
    this._at_end = true;
    // After the form below it has its height.
    requestAnimationFrame(() => {
      const list = this._list;
      if (list) list.scrollTop = list.scrollHeight;
    });
  }
}

customElements.define("attune-chat", ChatPanel);
