/** For staff: who waits, who has not shown who they are or has come after all, and the door. Drawn while there is anybody. */

import { shownName } from "../../../../shared/core/names.js";
import "../../../../shared/ui/confirm-dialog.js";
import { words } from "../../../../shared/words/words.js";
import { createRef, html, nothing, ref, repeat } from "../../../../vendor/lit.js";
import { isDocument } from "../../../core/connection/preparation.js";
import { primaryOf } from "../../../core/console/now.js";
import { isFacilitator, mayAny, nameOf, namesOf, waitingOf } from "../../../core/view/selectors.js";
import { arrivingAt, mayBeAway } from "../../../core/view/unproved.js";
import { SessionElement } from "../../element.js";
import "./prepared-sheet.js";
import "./waiting-note.js";

/** @param {import("../../../core/wire-view.js").PersonReadiness | undefined} readiness */
const isHeld = (readiness) => Boolean(readiness?.todo?.length || readiness?.holds?.length);

export class WaitingList extends SessionElement {
  static properties = { ...SessionElement.properties, _away: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    /** Who may be away: the question is about them. */
    this._away = "";
    /** Of whom it was said that they have come. @type {Set<string>} */
    this._told = new Set();
    /** Of whom it was said that they wait because they took something back. @type {Set<string>} */
    this._out = new Set();
    /** @type {import("lit/directives/ref.js").Ref<import("../../../../shared/ui/confirm-dialog.js").ConfirmDialog>} */
    this._question = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("./prepared-sheet.js").PreparedSheet>} */
    this._sheet = createRef();
  }

  render() {
    const { view } = this;
    const waiting = waitingOf(view);
    const arriving = arrivingAt(view);
    if (!waiting.length && !arriving.length) return nothing;
    // While nothing else goes on, letting all in is the action of the card above.
    const all = mayAny(view, "seat.admit_all") && primaryOf(view)?.word !== "admit_all";
    return html`
      <section class="panel-part" aria-labelledby="waiting-title">
        <div class="panel-head">
          <h2 id="waiting-title">${words.console.waiting.title}</h2>
          <span class="count">${waiting.length + arriving.length}</span>
        </div>
        ${repeat(
          arriving,
          ({ person }) => person,
          (each) => this._arriving(each),
        )}
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
      ${this._awayQuestion()}
      <attune-prepared ${ref(this._sheet)} .session=${this.session}></attune-prepared>
    `;
  }

  /** @param {{ person: string, name: string, beside: string[] }} each */
  _arriving({ person, name, beside }) {
    const { waiting } = words.console;
    const shown = shownName(name);
    const question = waiting.arriving(shown, namesOf(this.view, beside));
    return html`<section class="ask stack" aria-label=${question}>
      <p>${question}</p>
      <div class="choices">
        <button class="button" type="button" @click=${() => void this.session.ask("person.confirm_present", { person })}>${waiting.seen(shown)}</button>
        <button class="button" type="button" @click=${() => void this.session.ask("person.confirm_absent", { person })}>${waiting.not_seen(shown)}</button>
      </div>
    </section>`;
  }

  /** @param {string} id @param {import("../../../core/wire.js").WaitingSeat} seat */
  _row(id, seat) {
    const { waiting } = words.console;
    const names = namesOf(this.view, seat.people);
    const unproved = seat.unproved ?? [];
    const notes = [
      unproved.length && waiting.unproved(namesOf(this.view, unproved)),
      seat.presence === "reconnecting" && waiting.reconnecting,
      seat.late && waiting.late,
      seat.simulated && words.member.tile.simulated,
    ].filter(Boolean);
    return html`<li class="row" aria-label=${names} ?data-asks=${this._asks(seat)}>
      <span class="row-name">${names}${notes.map((note) => html`<span class="small row-note">${note}</span>`)}${seat.people.map((person) => this._readiness(person, seat.people.length > 1, this._prepares(seat)))}</span>
      ${this._asks(seat) ? seat.people.map((person) => this._detailsButton(person, seat.people.length > 1)) : nothing}
      ${
        unproved.length
          ? mayBeAway(seat).map((person) => this._awayButton(person))
          : seat.people.some((person) => isHeld(this.view.readiness?.[person]))
            ? nothing
            : html`<button class="button" type="button" @click=${() => void this.session.ask("seat.admit", { seat: id })}>${waiting.admit}</button>`
      }
      <attune-waiting-note class="row-wide" .session=${this.session} .seat=${id} .people=${seat.people}></attune-waiting-note>
    </li>`;
  }

  /** Whether clients sit there, in a session in which they have to be ready. @param {import("../../../core/wire.js").WaitingSeat} seat */
  _prepares(seat) {
    return this.session.ticket?.session.prepares === true && seat.people.every((person) => this.view.people[person]?.role === "member");
  }

  /** Whether the viewer may look up what is known of them. @param {import("../../../core/wire.js").WaitingSeat} seat */
  _asks(seat) {
    return this._prepares(seat) && isFacilitator(this.view);
  }

  /**
   * What is missing, why somebody is held, and what staff should know.
   * @param {string} person @param {boolean} named @param {boolean} prepares Whether they have to be ready at all.
   */
  _readiness(person, named, prepares) {
    const { prepared } = words.console;
    const { todo = [], holds = [], notes = [] } = this.view.readiness?.[person] ?? {};
    const who = named ? `${nameOf(this.view, person)}: ` : "";
    const signed =
      prepares && !todo.some((each) => each === "begin" || isDocument(each)) && !holds.some((each) => each.startsWith("agreements."));
    const badges = signed ? [prepared.signed, ...notes] : notes;
    const lines = [
      ...todo.map((each) => prepared.todo[each] ?? prepared.todo_else),
      ...holds.map((each) => prepared.holds[each] ?? prepared.hold_else),
    ];
    return html`${lines.map((line) => html`<span class="small row-note">${who}${line}</span>`)}
      ${badges.length ? html`<span class="badges">${badges.map((each) => html`<span class="badge">${who}${prepared.notes[each] ?? each}</span>`)}</span>` : nothing}`;
  }

  /** @param {string} person @param {boolean} named */
  _detailsButton(person, named) {
    const { prepared } = words.console;
    const name = nameOf(this.view, person);
    return html`<button class="button button-quiet" type="button" aria-label=${prepared.details_of(name)} @click=${() => void this._sheet.value?.show(person)}>${named ? prepared.details_of(name) : prepared.details}</button>`;
  }

  /** @param {string} person */
  _awayButton(person) {
    if (!mayAny(this.view, "person.confirm_absent")) return nothing;
    return html`<button class="button" type="button" @click=${() => this._ask(person)}>${words.console.waiting.away(nameOf(this.view, person))}</button>`;
  }

  _awayQuestion() {
    const { waiting } = words.console;
    const name = nameOf(this.view, this._away);
    return html`<attune-confirm ${ref(this._question)} id="away-question" .heading=${waiting.away_question(name)} .text=${waiting.away_text(name)} .yes=${waiting.away(name)} .no=${waiting.away_wait}></attune-confirm>`;
  }

  /** @param {string} person */
  async _ask(person) {
    this._away = person;
    await this.updateComplete;
    this._question.value?.ask(() => void this.session.ask("person.confirm_absent", { person }));
  }

  /** That somebody has come after all, or was moved out because they took something back, is said once. */
  updated() {
    this._sayMovedOut();
    const arriving = arrivingAt(this.view);
    for (const { person, name, beside } of arriving) {
      if (!this._told.has(person)) this.session.say(words.console.waiting.arriving(shownName(name), namesOf(this.view, beside)));
    }
    this._told = new Set(arriving.map(({ person }) => person));
  }

  _sayMovedOut() {
    const { prepared } = words.console;
    const people = waitingOf(this.view).flatMap(({ seat }) => seat.people);
    const back = people.flatMap((person) => {
      const note = this.view.readiness?.[person]?.notes?.find((each) => each.startsWith("withdrawn."));
      return note ? [{ person, note }] : [];
    });
    for (const { person, note } of back) {
      if (!this._out.has(person)) this.session.toast(prepared.moved_out(nameOf(this.view, person), prepared.notes[note] ?? note));
    }
    this._out = new Set(back.map(({ person }) => person));
  }
}

customElements.define("attune-waiting-list", WaitingList);
