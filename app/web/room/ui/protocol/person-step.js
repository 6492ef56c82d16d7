/** One person's part in the present step: what they do, what only they may know, and their actions. */

import { withNames } from "../../../shared/ui/with-names.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { factOf, ownFacts } from "../../core/protocols/facts.js";
import { actsOf, cueOf } from "../../core/protocols/run.js";
import { isShared, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "./acts.js";

export class PersonStep extends SessionElement {
  static properties = { ...SessionElement.properties, person: { attribute: false }, bare: { type: Boolean } };
  static needs_view = true;

  constructor() {
    super();
    this.person = "";
    /** Whether what the person does is said elsewhere, for both of a seat. */
    this.bare = false;
  }

  render() {
    const { session, view, person } = this;
    const shared = isShared(view);
    const cue = this.bare ? "" : cueOf(view, session.library, person);
    const own = ownFacts(view, session.library, person);
    const acts = actsOf(view, person);
    const due = factOf(view, session.library, "voice");
    if (!cue && !own.length && !acts.length) return nothing;
    return html`
      <div class="person-step" role="group" aria-label=${words.member.step.acts_of(nameOf(view, person))}>
        ${shared ? html`<h3><bdi>${nameOf(view, person)}</bdi></h3>` : nothing}
        ${cue ? html`<p class="cue">${withNames(cue)}</p>` : nothing}
        ${own.map((text) => html`<p class="small">${text}</p>`)}
        ${acts.length ? html`<attune-acts .session=${session} .person=${person} .quiet=${shared && due !== undefined && due !== person}></attune-acts>` : nothing}
      </div>
    `;
  }
}

customElements.define("attune-person-step", PersonStep);
