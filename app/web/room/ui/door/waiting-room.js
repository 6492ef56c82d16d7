/** The waiting room: calm, with the own picture and nobody else's name. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { nameOf, namesOf } from "../../core/view/selectors.js";
import { openHelp } from "../bar/help-dialog.js";
import { SessionElement } from "../element.js";
import "../bar/control-bar.js";
import "../chat/waiting-messages.js";
import "../stage/notices.js";
import "../turn/observer-asks.js";
import "./pins.js";
import "./self-picture.js";
import { isAsked } from "./steps/steps.js";

export class WaitingRoom extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const names = view.you.people.map((person) => nameOf(view, person));
    return html`
      <attune-notices .session=${session}></attune-notices>
      <main id="main" class="page waiting">
        <button class="button button-quiet corner-help" type="button" @click=${openHelp}>${icon("help")}<span>${words.bar.help}</span></button>
        <div class="waiting-words">
          <p class="over-title">${view.room.title}</p>
          <h1 tabindex="-1">${words.waiting.title}</h1>
          <p class="lead">${words.waitingText(view)}</p>
          <p>${words.expected(view.expected)}</p>
          <attune-waiting-messages .session=${session}></attune-waiting-messages>
          <attune-pins class="stack" .session=${session}></attune-pins>
          <attune-steps .session=${session}></attune-steps>
          ${session.ticket?.seat.shared && isAsked(session) ? html`<p class="small">${words.member.before.documents.own_screen}</p>` : nothing}
          <p class="small">${words.waiting.comfort}</p>
          <attune-observer-asks .session=${session}></attune-observer-asks>
        </div>
        <figure class="waiting-picture">
          <attune-self-picture .session=${session} .names=${names}></attune-self-picture>
          <figcaption>${namesOf(view, view.you.people)}</figcaption>
        </figure>
      </main>
      <attune-controls .session=${session}></attune-controls>
    `;
  }
}

customElements.define("attune-waiting", WaitingRoom);
