/** Who a person is and how they may be reached; shown, and on wish a form. If somebody else saved meanwhile, theirs is fetched and nothing typed is lost. */

import { html, nothing } from "../../../vendor/lit.js";
import { fieldsOf } from "../../core/forms/person.js";
import { saidHours } from "../../core/forms/safe-times.js";
import { zoneName } from "../../core/time/zones.js";
import { locale, words } from "../../words/words.js";
import { checkField, choiceField, formActions, formProblem, languageField, onSubmit, textField, zoneField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { facts, panel } from "../common/pieces.js";
import { safeTimesField } from "../common/safe-times.js";
import { PageElement } from "../element.js";
import "./acts/break-glass.js";

/** @typedef {import("../../core/api/shapes.js").Person} Person */

export class PersonContact extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, until: {}, _editing: { state: true } };

  constructor() {
    super();
    /** @type {Person} */
    this.person;
    /** When emergency access to it ends, if it was opened here. */
    this.until = "";
    this._editing = false;
    this._form = this.form({});
  }

  render() {
    return this._editing ? this._edit() : this._show();
  }

  _show() {
    const { people } = words;
    const { person } = this;
    // What a reader may not know is missing from the answer.
    if (!person.languages && person.kind === "client")
      return html`<clinic-break-glass
        .clinic=${this.clinic}
        .person=${person}
        @opened=${(/** @type {CustomEvent} */ event) => this.dispatchEvent(new CustomEvent("opened", { detail: event.detail }))}
      ></clinic-break-glass>`;
    const address = person.address;
    const edit =
      this.clinic.can("people.write") && mayChange(person)
        ? html`<button class="button" type="button" @click=${this._begin}>${people.edit}</button>`
        : nothing;
    const languages = new Intl.DisplayNames([words.tag], { type: "language" });
    return html`
      ${this.until ? html`<p class="note">${icon("careful")}<span>${people.glass.opened(this.writer.time(this.until))}</span></p>` : nothing}
      <div class="two-columns">
        ${panel(
          people.tabs.contact,
          facts([
            [people.fields.legal_name, person.legal_name],
            [people.fields.email, person.email],
            [people.fields.phone, callable(person.phone)],
            [
              people.fields.address,
              [address?.line_1, address?.line_2, address?.city, address?.state, address?.postal_code].filter(Boolean).join(", "),
            ],
            [people.fields.language, (person.languages ?? []).map((tag) => languages.of(tag) ?? tag).join(", ")],
            [people.fields.time_zone, person.time_zone && zoneName(person.time_zone, locale())],
            [people.fields.reach, person.reach ? people.reach[person.reach.channel] : ""],
            [
              people.fields.safe_times,
              person.reach?.channel === "email"
                ? saidHours(person.reach.safe_times ?? "", this.writer, words.common.list) || people.any_time
                : "",
            ],
          ]),
          edit,
        )}
        ${"emergency_contact" in person ? this._emergency(person) : nothing}
      </div>
    `;
  }

  /** @param {Person} person */
  _emergency(person) {
    const { people } = words;
    return panel(
      people.emergency,
      person.emergency_contact?.name
        ? facts([
            [people.fields.name, person.emergency_contact.name],
            [people.fields.phone, callable(person.emergency_contact.phone)],
            [people.fields.relation, person.emergency_contact.relation],
            [people.fields.permission, person.emergency_contact.permission ? words.common.yes : words.common.no],
          ])
        : html`<p class="quiet">${people.no_emergency}</p>`,
    );
  }

  _edit() {
    const form = this._form;
    const { fields, hints, people } = { ...words.people, people: words.people };
    return html`
      <form class="card panel form-grid" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)}
        ${form.code === "version.other" ? html`<p class="form-wide"><button class="button" type="button" @click=${() => this.dispatchEvent(new Event("again"))}>${words.common.fetch_newer}</button></p>` : nothing}
        ${textField(form, "name", { label: fields.name, hint: hints.name, required: true, max: 100 })}
        ${textField(form, "legal_name", { label: fields.legal_name, hint: hints.legal_name, max: 200 })}
        ${textField(form, "pronouns", { label: fields.pronouns, max: 40 })}
        ${textField(form, "email", { label: fields.email, type: "email", inputmode: "email", max: 254, required: this.person.kind === "staff" })}
        ${textField(form, "phone", { label: fields.phone, type: "tel", inputmode: "tel", max: 40 })}
        ${languageField(form, "languages", { label: fields.language })} ${zoneField(form, "time_zone", { label: fields.time_zone })}
        <h2 class="form-wide form-part">${people.reach_title}</h2>
        ${choiceField(form, "reach.channel", { label: fields.reach }, [
          ["email", people.reach.email],
          ["none", people.reach.none],
        ])}
        ${form.values["reach.channel"] === "email" ? safeTimesField(form, "reach.safe_times", this.writer) : nothing}
        <h2 class="form-wide form-part">${fields.address}</h2>
        ${textField(form, "address.line_1", { label: fields.line_1, max: 120 })} ${textField(form, "address.line_2", { label: fields.line_2, max: 120 })}
        ${textField(form, "address.city", { label: fields.city, max: 80 })} ${textField(form, "address.state", { label: fields.state_of, max: 80 })}
        ${textField(form, "address.postal_code", { label: fields.postal_code, max: 12 })}
        ${textField(form, "address.country", { label: fields.country, hint: hints.country, max: 2, required: true })}
        <h2 class="form-wide form-part">${people.emergency}</h2>
        ${textField(form, "emergency_contact.name", { label: fields.name, max: 200 })}
        ${textField(form, "emergency_contact.phone", { label: fields.phone, type: "tel", inputmode: "tel", max: 40 })}
        ${textField(form, "emergency_contact.relation", { label: fields.relation, max: 60 })}
        ${checkField(form, "emergency_contact.permission", { label: fields.permission })}
        <div class="form-wide">
          ${formActions(form, words.common.save, html`<button class="button" type="button" @click=${() => void this._cancel()}>${words.common.cancel}</button>`)}
        </div>
      </form>
    `;
  }

  async _begin() {
    this._form = this.form(fieldsOf(this.person));
    this._editing = true;
    this.guard(() => (this._editing ? this._form : null));
    await this.updateComplete;
    this.querySelector("input")?.focus();
  }

  async _cancel() {
    if (this._form.is_dirty && !(await this.clinic.ask(words.common.leave))) return;
    this._editing = false;
  }

  async _save() {
    const { person, _form: form } = this;
    const saved = await this.send(form, () => this.http.patch(`/people/${person.id}`, form.changes, { version: person.version }));
    if (!saved) return;
    this._editing = false;
    this.clinic.toasts.show(words.common.saved);
    this.dispatchEvent(new CustomEvent("saved", { detail: saved }));
    await this.updateComplete;
    this.querySelector("button")?.focus();
  }
}

/** A number that a phone calls at a tap. @param {string | undefined} phone */
const callable = (phone) => phone && html`<a class="call" dir="ltr" href="tel:${phone}">${phone}</a>`;

/** Whether the reader may change a person: who may only read some of it would write over what they do not see. @param {Person} person */
export const mayChange = (person) => !person.archived && "email" in person;

customElements.define("clinic-person-contact", PersonContact);
