/** The care team of a client or a couple: who has which role since when; adding and ending. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { dayOf, instantOf, utc } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, selectField, textField } from "../common/fields.js";
import { emptyState, panel, personChip, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/people-picker.js";

/** @typedef {{ id: string, clinician: { id: string, name: string }, role: string, since: string, until: string | null }} Assignment */

const CLIENT_ROLES = ["individual_therapist", "sud_counselor", "prescriber", "care_coordinator"];
const COUPLE_ROLES = ["couples_therapist", "care_coordinator"];

export class PersonCare extends PageElement {
  static properties = { ...PageElement.properties, of: {}, subject: { attribute: false }, _adding: { state: true } };

  constructor() {
    super();
    /** The path whose care team it is. */
    this.of = "";
    /** @type {Record<string, string>} `client` or `couple` with its id. */
    this.subject = {};
    this._adding = false;
    /** @type {{ id: string, name: string } | null} */
    this._chosen = null;
    this._form = this.form({});
    this._team = this.follow(new Resource((signal) => this.http.get(`${this.of}/care-team`, { signal }), this._redraw));
  }

  render() {
    const { care } = words.people;
    const may = this.clinic.can("care_team.assign");
    return panel(
      care.title,
      html`${shown(this._team, this.writer, (team) => this._table(team.items))} ${this._adding ? this._add() : nothing}`,
      may && !this._adding ? html`<button class="button" type="button" @click=${this._begin}>${care.add}</button>` : nothing,
    );
  }

  /** @param {Assignment[]} team */
  _table(team) {
    const { care } = words.people;
    if (!team.length) return emptyState("team", care.none, care.none_text);
    const may = this.clinic.can("care_team.assign");
    return tableList(
      care.title,
      [care.clinician, care.role, care.since, care.until, ...(may ? [words.common.actions] : [])],
      team.map((one) => [
        personChip(one.clinician),
        care.roles[one.role] ?? one.role,
        this.writer.shortDate(one.since),
        one.until ? this.writer.shortDate(one.until) : "",
        ...(may
          ? [one.until ? "" : html`<button class="button" type="button" @click=${() => void this._end(one)}>${care.end}</button>`]
          : []),
      ]),
    );
  }

  _begin() {
    this._form = this.form({
      role: "couple" in this.subject ? "couples_therapist" : "individual_therapist",
      since: dayOf(this.http.now(), this.clinic.zone),
      clinician: "",
    });
    this._chosen = null;
    this._adding = true;
  }

  _add() {
    const { care } = words.people;
    const form = this._form;
    const roles = "couple" in this.subject ? COUPLE_ROLES : CLIENT_ROLES;
    return html`
      <form class="stack inset" novalidate @submit=${onSubmit(() => this._assign())}>
        ${formProblem(form)}
        ${
          this._chosen
            ? html`<p class="chosen">${personChip(this._chosen)}<button class="button" type="button" @click=${() => this._choose(null)}>${words.common.change}</button></p>`
            : html`<clinic-people-picker
                .clinic=${this.clinic}
                .label=${care.clinician}
                .kind=${"staff"}
                .problem=${form.errors.clinician ? words.fieldProblem(form.errors.clinician) : ""}
                @pick=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}
              ></clinic-people-picker>`
        }
        ${selectField(
          form,
          "role",
          { label: care.role },
          roles.map((role) => [role, care.roles[role]]),
        )}
        ${textField(form, "since", { label: care.since, type: "date", required: true })}
        ${formActions(form, care.add, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  /** @param {{ id: string, name: string } | null} person */
  _choose(person) {
    this._chosen = person;
    this._form.set("clinician", person?.id ?? "");
  }

  _stop() {
    this._adding = false;
  }

  async _assign() {
    const form = this._form;
    if (!form.values.clinician && form.refuse({ clinician: "field.required" })) return this.focusProblem();
    const made = await this.send(form, () =>
      this.http.post("/assignments", {
        ...form.body,
        ...this.subject,
        since: utc(instantOf(`${form.values.since}T00:00`, this.clinic.zone)),
      }),
    );
    if (!made) return;
    this._adding = false;
    this.clinic.toasts.show(words.people.care.added);
    await this._team.load();
  }

  /** @param {Assignment} one */
  async _end(one) {
    const { care } = words.people;
    if (!(await this.clinic.ask(care.ask_end(one.clinician.name)))) return;
    await this.act(() => this.http.delete(`/assignments/${one.id}`), care.ended);
    await this._team.load();
  }
}

customElements.define("clinic-person-care", PersonCare);
