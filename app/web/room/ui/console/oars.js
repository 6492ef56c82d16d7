/** A therapist's own tally of questions, affirmations, reflections and summaries. Nobody else sees it. */

import { inFigures } from "../../../shared/core/clock.js";
import { locale, words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { mayAny } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

/** @type {("question" | "affirmation" | "reflection" | "summary")[]} */
const KINDS = ["question", "affirmation", "reflection", "summary"];

export class ConsoleOars extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    if (!mayAny(view, "oars.tally")) return nothing;
    const text = words.console.oars;
    /** @type {Partial<import("../../core/wire.js").Oars>} */
    const oars = view.oars ?? {};
    return html`
      <details class="more">
        <summary>${text.title}</summary>
        <div class="stack">
          <p class="small">${text.about}</p>
          <div class="oars">
            ${KINDS.map(
              (
                kind,
              ) => html`<button class="button oars-kind" type="button" aria-label=${text.count(text.kinds[kind], oars[kind] ?? 0)} @click=${() => void session.ask("oars.tally", { kind, undo: false })}>
                <span>${text.kinds[kind]}</span><strong>${oars[kind] ?? 0}</strong>
              </button>`,
            )}
          </div>
          ${oars.ratio === undefined ? nothing : html`<p class="small">${text.ratio(inFigures(oars.ratio, locale()))}</p>`} ${oars.three_questions ? html`<p>${text.three}</p>` : nothing}
          ${oars.last ? html`<button class="button button-quiet" type="button" @click=${() => void session.ask("oars.tally", { kind: oars.last, undo: true })}>${text.undo}</button>` : nothing}
        </div>
      </details>
    `;
  }
}

customElements.define("attune-console-oars", ConsoleOars);
