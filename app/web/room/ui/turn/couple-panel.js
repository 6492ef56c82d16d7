/** On a shared seat: who of the two has the word, and how it goes to the other one. Nobody takes it from the partner. */

import { withNames } from "../../../shared/ui/with-names.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { factOf } from "../../core/protocols/facts.js";
import { isShared, may, nameOf, voiceOn } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

/** Nobody needs the word there. */
const QUIET = ["quiet", "staff_only"];

export class CouplePanel extends SessionElement {
  static needs_view = true;

  render() {
    const { view } = this;
    const seat = view.seats?.[view.you.seat];
    if (QUIET.includes(view.floor?.mode ?? "")) return nothing;
    // Where a step says whose voice is due, the step panel says it.
    if (!seat || !isShared(view) || view.you.people.includes(factOf(view, this.session.library, "voice"))) return nothing;
    const { couple } = words.member;
    const voice = voiceOn(view, seat);
    return html`
      <section class="stack couple" aria-label=${couple.title}>
        <p class="couple-word">${withNames(voice ? couple.has_word(nameOf(view, voice)) : couple.free)}</p>
        <div class="choices">${view.you.people.map((person) => this._button(person, voice))}</div>
      </section>
    `;
  }

  /** @param {string} person @param {string | undefined} voice */
  _button(person, voice) {
    const { session, view } = this;
    const { couple } = words.member;
    const partner = view.you.people.find((other) => other !== person) ?? "";
    if (person === voice) {
      if (!may(view, person, "voice.give")) return nothing;
      return html`<button class="button" type="button" @click=${() => void session.ask("voice.give", { person, seat: view.you.seat, to: partner })}>
        ${couple.give(nameOf(view, partner))}
      </button>`;
    }
    if (!may(view, person, "voice.ask")) return nothing;
    const label = voice ? couple.ask(nameOf(view, person)) : couple.take(nameOf(view, person));
    return html`<button class="button" type="button" @click=${() => void session.ask("voice.ask", { person, on: true })}>${label}</button>`;
  }
}

customElements.define("attune-couple", CouplePanel);
