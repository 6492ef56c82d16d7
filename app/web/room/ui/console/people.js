/** For facilitators: everybody by seat, and what can be done for each: marks, the word on a shared seat, private rooms, the lead. */

import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { mayBeOverheard } from "../../core/console/care.js";
import { actor, privateRooms } from "../../core/console/now.js";
import { mayAny, nameOf, namesOf, tilesOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

const STAFF = ["facilitator", "co_facilitator", "tech_host", "trainee"];

/** @typedef {import("../../core/wire.js").Seat} Seat */

/** Why somebody may be moved out of the room; the words of the protocol. */
const REASONS = ["distress", "intoxicated", "not_alone", "unsafe_place", "disruptive", "confidentiality", "technical", "other"];

export class ConsolePeople extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** The reason that was chosen for a seat and not used yet. @type {Record<string, string>} */
    this._reasons = {};
  }

  render() {
    const { view } = this;
    const tiles = tilesOf(view, { with_own: false });
    const away = Object.entries(view.away ?? {});
    return html`
      <section class="panel-part" aria-label=${words.console.people.title}>
        ${tiles.length || away.length ? nothing : html`<p class="small">${words.console.people.nobody}</p>`}
        <ul class="rows">
          ${repeat(
            tiles,
            ({ id }) => id,
            ({ id, seat }) => this._seat(id, seat),
          )} ${repeat(
            away,
            ([id]) => id,
            ([id, { people }]) => this._away(id, people),
          )}
        </ul>
      </section>
    `;
  }

  /** @param {string} id @param {Seat} seat */
  _seat(id, seat) {
    return html`<li>
      <details class="person">
        <summary><span class="row-name">${namesOf(this.view, seat.people)}<span class="small row-note">${this._notes(seat)}</span></span></summary>
        <div class="stack person-deeds">
          ${this._isClient(seat) ? html`${seat.people.map((person) => this._marks(person))} ${this._word(id, seat)} ${this._apart(seat)} ${this._rooms(id, seat)}` : this._colleague(seat.people[0])}
        </div>
      </details>
    </li>`;
  }

  /** What is true of the seat, in words. @param {Seat} seat */
  _notes(seat) {
    const { view } = this;
    const text = words.console.people;
    const role = view.people[seat.people[0]]?.role;
    const marked = (/** @type {string[] | undefined} */ list) => seat.people.some((person) => list?.includes(person));
    return [
      words.console.role(role ?? ""),
      view.leading?.lead && seat.people.includes(view.leading.lead) && text.lead,
      seat.people.length > 1 && text.one_camera,
      seat.presence !== "here" && text.reconnecting,
      !seat.mic && text.muted,
      marked(view.leading?.distress) && text.distress,
      marked(view.leading?.come_back) && text.come_back,
      seat.people.some((person) => mayBeOverheard(view, person)) && text.overheard,
      seat.people.some((person) => view.care?.flagged[person]) && text.flagged,
    ]
      .filter(Boolean)
      .join(" · ");
  }

  /** @param {Seat} seat */
  _isClient(seat) {
    return this.view.people[seat.people[0]]?.role === "member";
  }

  /** @param {string} person */
  _marks(person) {
    const { view } = this;
    const name = nameOf(view, person);
    const text = words.console.people;
    return html`
      ${this._switch(text.mark_come_back(name), view.leading?.come_back.includes(person), (on) => this.session.ask("floor.come_back", { person, on }))}
      ${this._switch(text.mark_overheard(name), view.care?.overheard.includes(person), (on) => this.session.ask("overheard.mark", { person, on }), text.overheard_does)}
      ${this._switch(text.mark_flag(name), view.care?.flagged[person]?.includes("mark"), (on) => this.session.ask("flag.mark", { person, on }), this._why(person))}
      ${this._switch(text.mark_distress(name), view.leading?.distress.includes(person), (on) => this.session.ask("distress.mark", { person, on }), text.distress_does)}
    `;
  }

  /** What else flags somebody already, or what the mark does. @param {string} person */
  _why(person) {
    const text = words.console.people;
    const why = (this.view.care?.flagged[person] ?? []).map((each) => text.flagged_by[each]).filter(Boolean);
    return [text.flag_does, ...why].join(" · ");
  }

  /** A couple can be talked to apart on two seats; on one camera nothing private can be asked, and the panel says what helps. @param {Seat} seat */
  _apart(seat) {
    const { view, session } = this;
    const text = words.alerts.device_check;
    if (seat.people.length > 1) return html`<p class="small"><strong>${text.title}.</strong> ${text.shared}</p>`;
    const couple = view.care?.apart.find((pair) => pair.includes(seat.people[0]));
    if (!couple || !mayAny(view, "device_check.start")) return nothing;
    return html`<div class="stack">
      <p class="small"><strong>${text.title}.</strong> ${text.about}</p>
      <div class="pair">${couple.map((first) => html`<button class="button" type="button" @click=${() => void session.ask("device_check.start", { first })}>${text.first(nameOf(view, first))}</button>`)}</div>
    </div>`;
  }

  /** @param {string} label @param {boolean | undefined} on @param {(on: boolean) => Promise<unknown>} set @param {string} [does] */
  _switch(label, on, set, does) {
    return html`<label class="check">
      <input type="checkbox" .checked=${Boolean(on)} @change=${(/** @type {Event} */ event) => void set(/** @type {HTMLInputElement} */ (event.currentTarget).checked)} />
      <span>${label}${does ? html`<span class="small row-note">${does}</span>` : nothing}</span>
    </label>`;
  }

  /** @param {string} id @param {Seat} seat */
  _word(id, seat) {
    const { view, session } = this;
    if (seat.people.length < 2) return nothing;
    const text = words.console.people;
    return html`<div class="pair">
      ${seat.people.map((person) =>
        seat.voice === person
          ? html`<span class="small">${nameOf(view, person)} ${text.has_word}</span>`
          : html`<button class="button" type="button" @click=${() => void session.ask("voice.give", { person: actor(view), seat: id, to: person })}>${text.give_word(nameOf(view, person))}</button>`,
      )}
    </div>`;
  }

  /** @param {string} id @param {Seat} seat */
  _rooms(id, seat) {
    const { view } = this;
    const text = words.console.people;
    const aside = mayAny(view, "private.move");
    const out = mayAny(view, "seat.move_to_waiting");
    return html`
      ${aside || out ? this._reason(id) : nothing}
      ${
        aside
          ? html`<div class="pair">
            <button class="button" type="button" @click=${() => void this._move("private.move", id, { join: true })}>${text.private_with}</button>
            ${privateRooms(view).map(
              ([room, people]) =>
                html`<button class="button" type="button" @click=${() => void this._move("private.move", id, { join: false, room })}>${text.private_to(namesOf(view, people))}</button>`,
            )}
          </div>`
          : nothing
      }
      ${
        out
          ? html`<button class="button" type="button" aria-label=${text.out_of(namesOf(view, seat.people))} @click=${() => void this._move("seat.move_to_waiting", id)}>${text.out}</button>`
          : nothing
      }
    `;
  }

  /** @param {string} id */
  _reason(id) {
    const text = words.console.people;
    return html`<label class="field">
      <span class="field-label">${text.reason}</span>
      <select
        @change=${(/** @type {Event} */ event) => {
          this._reasons = { ...this._reasons, [id]: /** @type {HTMLSelectElement} */ (event.currentTarget).value };
        }}
      >
        <option value="" .selected=${!this._reasons[id]}>${text.no_reason}</option>
        ${REASONS.map((one) => html`<option value=${one} .selected=${this._reasons[id] === one}>${text.reasons[one]}</option>`)}
      </select>
      <span class="small">${text.reason_hint}</span>
    </label>`;
  }

  /** Moves a seat, with the reason that was chosen for it. @param {string} request @param {string} id @param {Record<string, unknown>} [fields] */
  async _move(request, id, fields = {}) {
    const reason = this._reasons[id];
    const done = await this.session.ask(request, { seat: id, ...fields, ...(reason ? { reason } : {}) });
    if (done) this._reasons = { ...this._reasons, [id]: "" };
    this.requestUpdate();
  }

  /** @param {string} person */
  _colleague(person) {
    const { view, session } = this;
    const text = words.console.people;
    const role = view.people[person]?.role;
    if (!role || !STAFF.includes(role)) return nothing;
    const leads_too = role === "facilitator" || role === "co_facilitator";
    return html`
      ${
        leads_too && mayAny(view, "lead.offer") && view.leading?.lead === actor(view)
          ? html`<button class="button" type="button" @click=${() => void session.ask("lead.offer", { person })}>${text.offer_lead}</button>`
          : nothing
      }
      ${
        mayAny(view, "role.set")
          ? html`<label class="field"><span class="field-label">${text.role_label}</span>
            <select @change=${(/** @type {Event} */ event) => void session.ask("role.set", { person, role: /** @type {HTMLSelectElement} */ (event.currentTarget).value })}>
              ${Object.entries(text.roles).map(([value, label]) => html`<option value=${value} ?selected=${value === role}>${label}</option>`)}
            </select></label>`
          : nothing
      }
    `;
  }

  /** @param {string} id @param {string[]} people */
  _away(id, people) {
    const { view, session } = this;
    const text = words.console.people;
    const room = view.leading?.private[id]?.room;
    return html`<li class="row">
      <span class="row-name">${namesOf(view, people)}<span class="small row-note">${room === undefined ? text.stepped_out : text.in_private(room)}</span></span>
      <button class="button" type="button" aria-label=${`${text.bring_back}: ${namesOf(view, people)}`} @click=${() => void session.ask("private.bring_back", { seat: id })}>${text.bring_back}</button>
    </li>`;
  }
}

customElements.define("attune-console-people", ConsolePeople);
