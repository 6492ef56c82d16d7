/** What somebody of the staff may do here: roles, qualifications, and licences with their ends. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { dayOf } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, selectField, textField } from "../common/fields.js";
import { badge, panel, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ id: string, state: string, type: string, number: string, expires: string, compact?: boolean }} Licence */

const ROLES = ["owner", "admin", "clinical_director", "clinician", "care_coordinator", "tech_host", "auditor"];
const QUALIFICATIONS = [
  "licensed_clinician",
  "couples_therapist",
  "prescriber",
  "nurse",
  "sud_counselor",
  "care_coordinator",
  "educator",
  "peer_host",
];
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

export class PersonWork extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _adding: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._adding = false;
    this._form = this.form({});
    this._licences = this.follow(new Resource((signal) => this.http.get(`/people/${this.person.id}/licences`, { signal }), this._redraw));
    this._qualifications = this.follow(
      new Resource((signal) => this.http.get(`/people/${this.person.id}/qualifications`, { signal }), this._redraw),
    );
  }

  render() {
    const { work } = words.people;
    const may = this.clinic.can("licences.write");
    return html`
      ${panel(work.roles, this._roles())}
      ${panel(
        work.qualifications,
        shown(this._qualifications, this.writer, (answer) =>
          this._checks(QUALIFICATIONS, answer.qualifications, work.qualification, may, (all) => this._qualify(all)),
        ),
      )}
      ${panel(
        work.licences,
        html`${shown(this._licences, this.writer, (answer) => this._table(answer.items))} ${this._adding ? this._add() : nothing}`,
        may && !this._adding ? html`<button class="button" type="button" @click=${this._begin}>${work.add_licence}</button>` : nothing,
      )}
    `;
  }

  _roles() {
    return this._checks(ROLES, this.person.roles ?? [], words.staff_roles, this.clinic.can("staff.manage"), async (roles) => {
      await this.act(
        () => this.http.put(`/people/${this.person.id}/roles`, { roles }, { version: this.person.version }),
        words.common.saved,
      );
      this.dispatchEvent(new Event("changed"));
    });
  }

  /** @param {string[]} all @param {string[]} chosen @param {Record<string, string>} names @param {boolean} may @param {(chosen: string[]) => unknown} put */
  _checks(all, chosen, names, may, put) {
    return html`
      <ul class="checks">
        ${all.map(
          (one) => html`<li>
            <label class="switch">
              <input
                type="checkbox"
                .checked=${chosen.includes(one)}
                ?disabled=${!may}
                @change=${(/** @type {Event} */ event) => put(/** @type {HTMLInputElement} */ (event.currentTarget).checked ? [...chosen, one] : chosen.filter((other) => other !== one))}
              />
              <span>${names[one]}</span>
            </label>
          </li>`,
        )}
      </ul>
    `;
  }

  /** @param {string[]} qualifications */
  async _qualify(qualifications) {
    await this.act(
      () => this.http.put(`/people/${this.person.id}/qualifications`, { qualifications }, { version: this._qualifications.data?.version }),
      words.common.saved,
    );
    await this._qualifications.load();
  }

  /** @param {Licence[]} licences */
  _table(licences) {
    const { work } = words.people;
    if (!licences.length) return html`<p class="quiet">${work.no_licences}</p>`;
    const today = dayOf(this.http.now(), this.clinic.zone);
    const may = this.clinic.can("licences.write");
    return tableList(
      work.licences,
      [work.type, work.state, work.number, work.expires, ...(may ? [words.common.actions] : [])],
      licences.map((one) => [
        work.licence[one.type] ?? one.type,
        one.state,
        one.number,
        html`${this.writer.onlyDay(one.expires)} ${one.expires < today ? badge(work.expired, "warm", "careful") : nothing}`,
        ...(may ? [html`<button class="button" type="button" @click=${() => void this._remove(one)}>${words.common.remove}</button>`] : []),
      ]),
    );
  }

  _begin() {
    this._form = this.form({ type: LICENCES[0], state: "", number: "", expires: "" });
    this._adding = true;
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
        <div class="form-wide">${formActions(form, work.add_licence, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}</div>
      </form>
    `;
  }

  _stop() {
    this._adding = false;
  }

  async _save() {
    const made = await this.send(this._form, () => this.http.post(`/people/${this.person.id}/licences`, this._form.body));
    if (!made) return;
    this._adding = false;
    await this._licences.load();
  }

  /** @param {Licence} one */
  async _remove(one) {
    if (!(await this.clinic.ask(words.people.work.ask_remove))) return;
    await this.act(() => this.http.delete(`/licences/${one.id}`), words.common.removed);
    await this._licences.load();
  }
}

customElements.define("clinic-person-work", PersonWork);
