/** A person's own phone beside the shared camera: the hand, the own questions and messages, notes; no camera, no sound. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { newerThan, newestAt } from "../../core/view/chat.js";
import { may, nameOf } from "../../core/view/selectors.js";
import { openHelp } from "../bar/help-dialog.js";
import { SessionElement } from "../element.js";
import "../chat/chat-panel.js";
import "./notes.js";
import "./sound-problem.js";
import "../../../shared/ui/confirm-dialog.js";
import "../turn/floor-panel.js";
import "../bar/more-menu.js";
import "../door/pins.js";
import "../door/steps/steps.js";
import "../stage/notices.js";
import "../stage/own-seat.js";
import "../turn/pause-call.js";
import "../protocol/step-panel.js";
import "../turn/turn-controls.js";

export class CompanionScreen extends SessionElement {
  static properties = { ...SessionElement.properties, _reading: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._reading = false;
    this._seen_at = 0;
    /** @type {import("lit/directives/ref.js").Ref<import("../../../shared/ui/confirm-dialog.js").ConfirmDialog>} */
    this._leave = createRef();
  }

  render() {
    const { session, view } = this;
    const { companion } = words.member;
    const inside = Boolean(view.floor);
    return html`
      <div class="companion">
        <header class="companion-head">
          <h1 tabindex="-1" class="room-title">${companion.title} · ${nameOf(view, view.you.people[0])}</h1>
          <attune-pause-call .session=${session}></attune-pause-call>
          <button class="button button-quiet" type="button" @click=${openHelp}>${icon("help")}<span>${words.bar.help}</span></button>
        </header>
        <attune-notices .session=${session}></attune-notices>
        <main id="main" class="companion-main">
          <attune-pins class="stack" .session=${session}></attune-pins>
          <attune-steps .session=${session}></attune-steps>
          ${inside ? this._inside() : html`<p class="lead">${companion.waiting}</p>`}
          <attune-sound-problem class="stack" .session=${session}></attune-sound-problem>
          <details class="more"><summary>${companion.notes}</summary><attune-notes class="stack"></attune-notes></details>
          ${this._seatWish()}
          <button class="button button-quiet" type="button" @click=${() => this._leave.value?.ask(() => void session.leave())}>${icon("leave")}${companion.leave}</button>
        </main>
      </div>
      <attune-confirm ${ref(this._leave)} id="leave-question" .heading=${words.bar.leave_question} .text=${companion.leave_text} .yes=${words.bar.leave_yes} .no=${words.bar.leave_no}></attune-confirm>
    `;
  }

  _inside() {
    const { session, view } = this;
    const { companion } = words.member;
    const person = view.you.people[0];
    const unread = this._reading ? 0 : newerThan(view, this._seen_at).length;
    return html`
      <attune-floor .session=${session}></attune-floor>
      <div class="companion-turn"><attune-turn .session=${session} .person=${person}></attune-turn><attune-more .session=${session}></attune-more></div>
      <attune-step class="stack" .session=${session}></attune-step>
      <p class="small">${companion.apart}</p>
      <details class="more" @toggle=${this._onMessages}>
        <summary>${words.member.chat.title}${unread ? html` <span class="count">${words.member.chat.unread(unread)}</span>` : nothing}</summary>
        <attune-chat class="chat" .session=${session}></attune-chat>
      </details>
    `;
  }

  _seatWish() {
    const { session, view } = this;
    const person = view.you.people[0];
    const wish = view.you.split_asked || view.you.merge || may(view, person, "split.ask") || may(view, person, "merge.agree");
    if (!wish) return nothing;
    return html`<details class="more" ?open=${Boolean(view.you.split_asked)}><summary>${words.member.companion.seat}</summary><attune-own-seat class="stack" .session=${session}></attune-own-seat></details>`;
  }

  /** @param {Event} event */
  _onMessages(event) {
    this._reading = /** @type {HTMLDetailsElement} */ (event.currentTarget).open;
    this._seen_at = newestAt(this.view);
  }

  updated() {
    if (this._reading) this._seen_at = newestAt(this.view);
  }
}

customElements.define("attune-companion", CompanionScreen);
