/** For facilitators: who waits, and the door. */

import { mayAny, namesOf, waitingOf } from "../core/selectors.js";
import { html, nothing, repeat } from "../vendor/lit.js";
import { SessionElement } from "./element.js";

export class WaitingList extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const waiting = waitingOf(view);
    return html`
      <section class="panel-part" aria-labelledby="waiting-title">
        <div class="panel-head">
          <h2 id="waiting-title">Waiting room</h2>
          <span class="count">${waiting.length}</span>
        </div>
        ${waiting.length === 0 ? html`<p class="small">Nobody is waiting.</p>` : nothing}
        <ul class="rows">
          ${repeat(
            waiting,
            ({ id }) => id,
            ({ id, seat }) => {
              const names = namesOf(view, seat.people);
              return html`<li class="row" aria-label=${names}>
                <span class="row-name">${names}${seat.presence === "reconnecting" ? html`<span class="small"> Reconnecting</span>` : nothing}</span>
                <button class="button" type="button" @click=${() => void session.ask("seat.admit", { seat: id })}>Admit</button>
              </li>`;
            },
          )}
        </ul>
        ${waiting.length > 1 || (waiting.length === 1 && mayAny(view, "seat.admit_all"))
          ? html`<button class="button button-wide" type="button" @click=${() => void session.ask("seat.admit_all")}>Admit all</button>`
          : nothing}
      </section>
    `;
  }
}

customElements.define("attune-waiting-list", WaitingList);
