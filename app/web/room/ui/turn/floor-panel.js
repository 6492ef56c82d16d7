/** What is happening now, in one sentence, with the own clock; behind it the names of those who follow. */

import { icon } from "../../../shared/ui/icons.js";
import { withNames } from "../../../shared/ui/with-names.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { nowParts } from "../../core/view/now.js";
import { holds } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/clock-text.js";

export class FloorPanel extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const yours = view.floor?.holder?.phase !== "paused" && view.you.people.some((person) => holds(view, person));
    const { sentence, behind } = nowParts(view, session.library);
    return html`
      <section class="now" aria-label=${words.now_title} data-yours=${yours ? "yes" : "no"}>
        <span class="now-sign">${icon(yours ? "voice" : "floor")}</span>
        <p class="now-line">${withNames(sentence)}</p>
        ${yours && !view.you.leads ? html`<attune-clock .session=${session}></attune-clock>` : nothing}
        ${behind ? html`<p class="now-next">${withNames(behind)}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define("attune-floor", FloorPanel);
