/** Who comes to a session, and as what; people of its group come with it. */

import { html, nothing } from "../../../vendor/lit.js";
import { ROLES } from "../../core/schedule/editor.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, personChip } from "../common/pieces.js";
import { ClinicElement } from "../element.js";
import "../common/people-picker.js";

/** @typedef {import("../../core/schedule/editor.js").Guest} Guest */

export class Guests extends ClinicElement {
  static properties = {
    ...ClinicElement.properties,
    of_form: { attribute: false, hasChanged: () => true },
    may: { type: Boolean },
    planned: { type: Boolean },
    others: { attribute: false },
  };

  constructor() {
    super();
    /** @type {import("../../core/forms/form.js").Form} */
    this.of_form;
    this.may = false;
    /** Whether it is planned already: then somebody of its group may stay away. */
    this.planned = false;
    /** How many more are expected whose names this person does not see. */
    this.others = 0;
  }

  /** @returns {Guest[]} */
  get _guests() {
    return this.of_form.values.attendees;
  }

  render() {
    const { schedule } = words;
    const code = this.of_form.errors.attendees;
    return html`
      <section class="guests" aria-labelledby="guests-title">
        <h3 id="guests-title">${schedule.people}</h3>
        ${this._guests.length ? html`<ul class="guest-list">${this._guests.map((one) => this._guest(one))}</ul>` : html`<p class="quiet">${schedule.no_people}</p>`}
        ${this.others ? html`<p class="quiet">${schedule.others(this.others)}</p>` : nothing}
        ${
          this.may
            ? html`<clinic-people-picker
                .clinic=${this.clinic}
                .label=${schedule.add_person}
                .without=${this._guests.map(({ person }) => person)}
                .problem=${code ? words.fieldProblem(code) : ""}
                @pick=${(/** @type {CustomEvent} */ event) => this._add(event.detail)}
              ></clinic-people-picker>`
            : nothing
        }
      </section>
    `;
  }

  /** @param {Guest} guest */
  _guest(guest) {
    const { schedule } = words;
    return html`
      <li class="guest">
        ${personChip({ id: guest.person, name: guest.name }, guest.from_cohort ? schedule.from_group : nothing)}
        ${
          this.may && (this.planned || !guest.from_cohort)
            ? html`<label class="for-readers" for="role-${guest.person}">${schedule.role_of(guest.name)}</label>
              <select
                id="role-${guest.person}"
                class="guest-role"
                @change=${(/** @type {Event} */ event) => this._change(guest, { role: /** @type {HTMLSelectElement} */ (event.currentTarget).value })}
              >
                ${ROLES.map((role) => html`<option value=${role} .selected=${role === guest.role}>${schedule.roles[role]}</option>`)}
              </select>
              <button class="button button-sign" type="button" aria-label="${words.common.remove}: ${guest.name}" @click=${() => this._remove(guest)}>${icon("close")}</button>`
            : badge(schedule.roles[guest.role] ?? "")
        }
      </li>
    `;
  }

  /** @param {{ id: string, name: string, kind: string, roles?: string[] }} person */
  _add(person) {
    const led = this._guests.some(({ role }) => role === "facilitator");
    const role = person.kind === "client" ? "member" : led ? "co_facilitator" : "facilitator";
    this._put([...this._guests, { person: person.id, name: person.name, role, cameras: null, couple: "", serves: "", from_cohort: false }]);
  }

  /** @param {Guest} guest @param {Partial<Guest>} changed */
  _change(guest, changed) {
    this._put(this._guests.map((one) => (one === guest ? { ...one, ...changed } : one)));
  }

  /** @param {Guest} guest */
  _remove(guest) {
    this._put(this._guests.filter((one) => one !== guest));
  }

  /** @param {Guest[]} guests */
  _put(guests) {
    this.of_form.set("attendees", guests);
    this.requestUpdate();
    this.dispatchEvent(new Event("changed"));
  }
}

customElements.define("clinic-guests", Guests);
