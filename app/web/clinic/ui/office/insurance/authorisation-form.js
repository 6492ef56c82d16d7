/** Entering what a payer has authorised: how many days or sessions, and between which dates. */

import { html } from "../../../../vendor/lit.js";
import { addDays, dayOf } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField, textField } from "../../common/fields.js";
import { PageElement } from "../../element.js";

const BILLED = ["day", "sud_day", "group", "psychoeducation", "individual", "couples", "medical"];
const USUAL_DAYS = 27;

export class AuthorisationForm extends PageElement {
  static properties = { ...PageElement.properties, coverage: { attribute: false }, authorisation: { attribute: false } };

  constructor() {
    super();
    this.coverage = "";
    /** @type {import("./person-insurance.js").Authorisation | null} */
    this.authorisation = null;
    this._form = this.form({});
  }

  connectedCallback() {
    super.connectedCallback();
    const one = this.authorisation;
    const today = dayOf(this.http.now(), this.clinic.zone);
    this._form = this.form({
      number: one?.number ?? "",
      billed: one?.billed ?? "day",
      unit: one?.unit ?? "days",
      amount: one?.amount ?? null,
      from_on: one?.from_on ?? today,
      last_on: one?.last_on ?? addDays(today, USUAL_DAYS),
    });
    this.guard(() => this._form);
  }

  render() {
    const { insurance } = words;
    const form = this._form;
    return html`
      <form class="form-grid inset" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)} ${selectField(form, "billed", { label: insurance.what }, /** @type {[string, string][]} */ (BILLED.map((each) => [each, insurance.billed[each]])))}
        ${numberField(form, "amount", { label: insurance.amount, required: true })}
        ${selectField(form, "unit", { label: insurance.unit }, /** @type {[string, string][]} */ (["days", "sessions"].map((each) => [each, insurance.units[each]])))}
        ${textField(form, "from_on", { label: insurance.from_on, type: "date", required: true })}
        ${textField(form, "last_on", { label: insurance.last_on, type: "date", required: true })}
        ${textField(form, "number", { label: insurance.number, max: 80 })}
        <div class="form-wide">
          ${formActions(form, words.common.save, html`<button class="button" type="button" @click=${() => void this._stop()}>${words.common.cancel}</button>`)}
        </div>
      </form>
    `;
  }

  async _stop() {
    if (await this.mayDrop(this._form)) this.dispatchEvent(new Event("stopped"));
  }

  async _save() {
    const one = this.authorisation;
    const body = { ...this._form.values };
    if (body.amount === null && this._form.refuse({ amount: "authorisation.amount" })) return this.focusProblem();
    const saved = await this.send(this._form, () =>
      one
        ? this.http.put(`/authorisations/${one.id}`, body, { version: one.version })
        : this.http.post(`/coverages/${this.coverage}/authorisations`, body),
    );
    if (saved) this.dispatchEvent(new Event("saved"));
  }
}

customElements.define("clinic-authorisation-form", AuthorisationForm);
