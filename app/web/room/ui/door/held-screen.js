/** While no therapist is there: nobody hears anybody, the place is kept, and what helps meanwhile. Nothing moves. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

export class HeldScreen extends SessionElement {
  static needs_view = true;

  render() {
    const { held } = words.member;
    const { host } = words.hosts(this.view.room.kind);
    const stopped = this.view.room.state === "suspended";
    return html`
      <section class="held card" aria-labelledby="held-title">
        <span class="emblem">${icon("leaf")}</span>
        <h2 id="held-title">${stopped ? held.suspended : held.title}</h2>
        <p class="lead">${(stopped ? held.suspended_text : held.text)(host)}</p>
        <p>${stopped ? held.suspended_stay : held.waiting}</p>
        <p>${held.breathe}</p>
        <p class="small">${held.help}</p>
      </section>
    `;
  }
}

customElements.define("attune-held", HeldScreen);
