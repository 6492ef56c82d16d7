/** What is happening now, in words, the own clock, and who is in line. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { nowBesideLine } from "../../core/view/now.js";
import { holds, isShared, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/clock-text.js";

const SHOWN_IN_LINE = 4;

export class FloorPanel extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const queue = view.you.space === "private" || view.room.state !== "live" ? [] : (view.floor?.queue ?? []);
    const yours = view.floor?.holder?.phase !== "paused" && view.you.people.some((person) => holds(view, person));
    return html`
      <section class="now" aria-label=${words.now_title} data-yours=${yours ? "yes" : "no"}>
        <span class="now-sign">${icon(yours ? "voice" : "floor")}</span>
        <p class="now-line">${queue.length > 1 ? nowBesideLine(view, session.library) : session.now_line}</p>
        ${yours && !view.you.leads ? html`<attune-clock .session=${session}></attune-clock>` : nothing}
        ${
          queue.length > 1
            ? html`<div class="now-next"><span aria-hidden="true">${words.in_line}</span><ol class="now-queue" aria-label=${words.in_line_title}>
              ${queue.slice(0, SHOWN_IN_LINE).map((person) => html`<li>${this._name(person)}</li>`)}
              ${queue.length > SHOWN_IN_LINE ? html`<li class="now-more">${words.and_more(queue.length - SHOWN_IN_LINE)}</li>` : nothing}
            </ol></div>`
            : nothing
        }
      </section>
    `;
  }

  /** On a shared seat a name stands with its partner's, so that the room knows which picture to look at. @param {string} person */
  _name(person) {
    const { view } = this;
    const seat = view.seats?.[view.people[person]?.seat ?? ""];
    const partner = seat?.people.find((other) => other !== person);
    return partner && !isShared(view) ? words.with_partner(nameOf(view, person), nameOf(view, partner)) : nameOf(view, person);
  }
}

customElements.define("attune-floor", FloorPanel);
