/** Before a second device comes in: what it is for, and that it uses neither camera nor microphone. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { openHelp } from "../bar/help-dialog.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/exit/exit-help.js";
import "../door/join-button.js";
import "../door/language-choice.js";
import "../door/pins.js";
import "../door/steps/steps.js";

export class CompanionCheck extends SessionElement {
  render() {
    const { session } = this;
    const ticket = session.ticket;
    if (!ticket) return nothing;
    const { companion } = words.member;
    return html`
      <main id="main" class="page page-narrow">
        <button class="button button-quiet corner-help" type="button" @click=${openHelp}>${icon("help")}<span>${words.bar.help}</span></button>
        <div class="card message-card">
          <p class="over-title">${ticket.session.title}</p>
          <h1 tabindex="-1">${companion.check(ticket.seat.people[0]?.name ?? "")}</h1>
          <p>${companion.check_text}</p>
          <attune-language class="language" .session=${session}></attune-language>
          <attune-exit-help .texts=${words.exit}></attune-exit-help>
          <attune-pins class="stack" .session=${session}></attune-pins>
          <attune-steps .session=${session}></attune-steps>
          <attune-join class="stack" .session=${session} .label=${companion.join}></attune-join>
        </div>
      </main>
    `;
  }
}

customElements.define("attune-companion-check", CompanionCheck);
