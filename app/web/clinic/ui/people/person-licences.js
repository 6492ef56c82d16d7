/** The licenses of somebody of the staff, with their ends, and the other states that a compact adds to them. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { COMPACTS, licenceBody, newLicence } from "../../core/forms/licence.js";
import { dayOf } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, selectField, textField } from "../common/fields.js";
import { badge, panel, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ compact: string, states: string[], expires: string }} Privilege
 * @typedef {{ id: string, state: string, type: string, number?: string, expires: string, privileges: Privilege[] }} Licence
 */

const LICENCES = [
  "psychologist",
  "social_worker",
  "marriage_family_therapist",
  "professional_counselor",
  "addiction_counselor",
  "physician",
  "physician_assistant",
  "nurse_practitioner",
  "nurse",
];

export class PersonLicences extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _adding: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._adding = false;
    this._form = this.form({});
    this._licences = this.follow(new Resource((signal) => this.http.get(`/people/${this.person.id}/licences`, { signal }), this._redraw));
  }

  render() {
    const { work } = words.people;
    const may = this.clinic.can("licences.write");
    return panel(
      work.licences,
      html`${shown(this._licences, this.writer, (answer) => this._table(answer.items))} ${this._adding ? this._add() : nothing}`,
      may && !this._adding ? html`<button class="button" type="button" @click=${this._begin}>${work.add_licence}</button>` : nothing,
    );
  }

  /** @param {Licence[]} licences */
  _table(licences) {
    const { work } = words.people;
    if (!licences.length) return html`<p class="quiet">${work.no_licences}</p>`;
    const may = this.clinic.can("licences.write");
    return tableList(
      work.licences,
      [work.type, work.state, work.number, work.expires, work.privileges, ...(may ? [words.common.actions] : [])],
      licences.map((one) => [
        work.licence[one.type] ?? one.type,
        one.state,
        one.number ?? "",
        this._end(one.expires),
        one.privileges.length
          ? html`<ul>
              ${one.privileges.map((each) => html`<li>${work.compacts[each.compact] ?? each.compact}: ${each.states.join(", ")}<br />${this._end(each.expires)}</li>`)}
            </ul>`
          : "",
        ...(may
          ? [
              html`<button class="button" type="button" @click=${() => void this._remove(one)}>
                ${words.common.remove}<span class="for-readers"> ${work.licence[one.type] ?? one.type}, ${one.state}</span>
              </button>`,
            ]
          : []),
      ]),
    );
  }

  /** @param {string} day */
  _end(day) {
    const over = day < dayOf(this.http.now(), this.clinic.zone);
    return html`${this.writer.onlyDay(day)} ${over ? badge(words.people.work.expired, "warm", "careful") : nothing}`;
  }

  async _begin() {
    this._form = this.form(newLicence(LICENCES[0]));
    this._adding = true;
    this.guard(() => (this._adding ? this._form : null));
    await this.updateComplete;
    this.querySelector("select")?.focus();
  }

  _add() {
    const { work } = words.people;
    const form = this._form;
    return html`
      <form class="form-grid inset" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)} ${selectField(
          form,
          "type",
          { label: work.type },
          LICENCES.map((type) => [type, work.licence[type]]),
        )}
        ${textField(form, "state", { label: work.state, hint: work.state_hint, required: true, max: 2 })}
        ${textField(form, "number", { label: work.number, required: true, max: 40 })}
        ${textField(form, "expires", { label: work.expires, type: "date", required: true })}
        ${selectField(form, "compact", { label: work.privileges, hint: work.privileges_hint }, [
          ["", work.no_privileges],
          ...COMPACTS.map((compact) => /** @type {[string, string]} */ ([compact, work.compacts[compact]])),
        ])}
        ${
          form.values.compact
            ? html`${textField(form, "privileges", { label: work.other_states, hint: work.other_states_hint, required: true, max: 240 })}
              ${textField(form, "privileges_expire", { label: work.privileges_expire, hint: work.privileges_expire_hint, type: "date" })}`
            : nothing
        }
        <div class="form-wide">
          ${formActions(form, work.add_licence, html`<button class="button" type="button" @click=${() => void this._stop()}>${words.common.cancel}</button>`)}
        </div>
      </form>
    `;
  }

  async _stop() {
    if (await this.mayDrop(this._form)) this._adding = false;
  }

  async _save() {
    const made = await this.send(this._form, () => this.http.post(`/people/${this.person.id}/licences`, licenceBody(this._form.values)));
    if (!made) return;
    this._adding = false;
    this.clinic.toasts.show(words.common.saved);
    await this._licences.load();
  }

  /** @param {Licence} one */
  async _remove(one) {
    if (!(await this.clinic.ask(words.people.work.ask_remove))) return;
    await this.act(() => this.http.delete(`/licences/${one.id}`), words.common.removed);
    await this._licences.load();
  }
}

customElements.define("clinic-person-licences", PersonLicences);
