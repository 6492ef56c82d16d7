/** For staff: who waits, and the door. Nothing is drawn while nobody waits. */

import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { primaryOf } from "../../core/console/now.js";
import { mayAny, namesOf, waitingOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class WaitingList extends SessionElement {
  static needs_view = true;

  render() {
    const { view } = this;
    const waiting = waitingOf(view);
    if (!waiting.length) return nothing;
    // While nothing else goes on, letting all in is the action of the card above.
    const all = mayAny(view, "seat.admit_all") && primaryOf(view)?.word !== "admit_all";
    return html`
      <section class="panel-part" aria-labelledby="waiting-title">
        <div class="panel-head">
          <h2 id="waiting-title">${words.console.waiting.title}</h2>
          <span class="count">${waiting.length}</span>
        </div>
        ${
          all && waiting.length > 1
            ? html`<button class="button button-wide" type="button" @click=${() => void this.session.ask("seat.admit_all")}>${words.console.waiting.admit_all}</button>`
            : nothing
        }
        <ul class="rows rows-few">
          ${repeat(
            waiting,
            ({ id }) => id,
            ({ id, seat }) => this._row(id, seat),
          )}
        </ul>
      </section>
    `;
  }

  /** @param {string} id @param {import("../../core/wire.js").WaitingSeat} seat */
  _row(id, seat) {
    const names = namesOf(this.view, seat.people);
    const notes = [seat.presence === "reconnecting" && words.console.waiting.reconnecting, seat.late && words.console.waiting.late].filter(
      Boolean,
    );
    return html`<li class="row" aria-label=${names}>
      <span class="row-name">${names}${notes.map((note) => html`<span class="small row-note">${note}</span>`)}</span>
      <button class="button" type="button" @click=${() => void this.session.ask("seat.admit", { seat: id })}>${words.console.waiting.admit}</button>
    </li>`;
  }
}

customElements.define("attune-waiting-list", WaitingList);
