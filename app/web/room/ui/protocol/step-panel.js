/** The member's part of the room: the step of a protocol with the own actions, prompts, questions, and on a shared seat the couple's. */

import { TickingElement } from "../../../shared/ui/ticking-element.js";
import { withNames } from "../../../shared/ui/with-names.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { asksInPrivate, bigText, factOf, publicFacts } from "../../core/protocols/facts.js";
import { cueOf } from "../../core/protocols/run.js";
import { isShared, nameOf } from "../../core/view/selectors.js";
import "../../../shared/ui/clock-text.js";
import "../turn/couple-panel.js";
import "../turn/name-next.js";
import "../turn/observer-asks.js";
import "./person-step.js";
import "../stage/prompt-card.js";

export class StepPanel extends TickingElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    return html`
      <attune-observer-asks .session=${session}></attune-observer-asks>
      ${view.run ? this._step(view.run) : nothing}
      <attune-prompt .session=${session}></attune-prompt>
      <attune-name-next .session=${session}></attune-name-next>
      <attune-couple .session=${session}></attune-couple>
    `;
  }

  /** @param {import("../../core/wire.js").Run} run */
  _step(run) {
    const { session, view } = this;
    const { library } = session;
    const { step } = words.member;
    if (run.paused) return html`<section class="step stack"><p>${step.paused}</p></section>`;
    const big = bigText(view, library, session.now());
    const shared = isShared(view);
    const cues = view.you.people.map((person) => cueOf(view, library, person));
    const same = shared && cues[0] !== "" && cues[0] === cues[1];
    const [of_run, title] = [library.protocol(run.protocol)?.title ?? "", library.step(run.protocol, run.step).title];
    return html`
      <section class="step stack" aria-labelledby="step-title">
        <div class="step-head">
          ${of_run === title ? nothing : html`<p class="small">${of_run}</p>`}
          <h2 id="step-title">${title}</h2>
          ${view.you.turn ? nothing : html`<attune-clock .session=${session}></attune-clock>`}
        </div>
        ${big ? html`<p class="big-text">${big}</p>` : nothing}
        ${this._due()}
        ${same ? html`<p class="cue">${withNames(cues[0])}</p>` : nothing}
        <div class="person-steps" data-many=${shared ? "yes" : "no"}>
          ${view.you.people.map((person) => html`<attune-person-step .session=${session} .person=${person} .bare=${same}></attune-person-step>`)}
        </div>
        ${publicFacts(view, library).map((text) => html`<p class="small">${withNames(text)}</p>`)}
        ${shared && asksInPrivate(run, library) ? html`<p class="small">${step.private_elsewhere}</p>` : nothing}
        ${shared && factOf(view, library, "one_microphone") ? html`<p class="small">${step.one_microphone}</p>` : nothing}
      </section>
    `;
  }

  /** Where one microphone carries two voices, whose it is now. */
  _due() {
    const { view } = this;
    const { library } = this.session;
    const due = factOf(view, library, "voice");
    if (!factOf(view, library, "one_microphone") || !view.you.people.includes(due)) return nothing;
    return html`<p class="due-voice"><strong>${words.member.step.due(nameOf(view, due))}</strong></p>`;
  }
}

customElements.define("attune-step", StepPanel);
