/** Entering what a payer covers, as the clinic has it in writing. */

import { html } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { dayOf } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { checkField, formActions, formProblem, numberField, onSubmit, selectField, textField } from "../../common/fields.js";
import { shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/** @typedef {import("./person-insurance.js").Coverage} Coverage */

const BENEFITS = ["group", "individual", "couples", "medical", "medication", "activities", "meals"];

export class CoverageForm extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, coverage: { attribute: false } };

  constructor() {
    super();
    this.person = "";
    /** @type {Coverage | null} */
    this.coverage = null;
    this._form = this.form({});
    this._payers = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  connectedCallback() {
    super.connectedCallback();
    const one = this.coverage;
    const said = new Map(one?.items.map((item) => [item.benefit, item]));
    this._form = this.form({
      payer: one?.payer ?? "",
      plan: one?.plan ?? "",
      member: one?.member ?? "",
      from_on: one?.from_on ?? dayOf(this.http.now(), this.clinic.zone),
      last_on: one?.last_on ?? "",
      minimum_min: one?.minimum_min ?? null,
      counts_individual: one?.counts_individual ?? false,
      counts_couples: one?.counts_couples ?? false,
      review_on: one?.review_on ?? "",
      ...Object.fromEntries(
        BENEFITS.flatMap((name) => [
          [`covered_${name}`, said.get(name)?.covered ?? "unknown"],
          [`items.${name}`, said.get(name)?.note ?? ""],
        ]),
      ),
    });
    this.guard(() => this._form);
  }

  /** @param {AbortSignal} signal @returns {Promise<[string, string][]>} */
  async _look(signal) {
    const { items } = await this.http.get("/recipients", { signal });
    const payers = items.filter(
      (/** @type {{ id: string, kind: string, archived: boolean }} */ one) =>
        one.kind === "payer" && (!one.archived || one.id === this.coverage?.payer),
    );
    if (!this._form.values.payer && payers[0]) this._form.initial.payer = this._form.values.payer = payers[0].id;
    return payers.map((/** @type {{ id: string, name: string }} */ { id, name }) => [id, name]);
  }

  render() {
    return shown(this._payers, this.writer, (payers) => this._draw(payers));
  }

  /** @param {[string, string][]} payers */
  _draw(payers) {
    const { insurance } = words;
    if (!payers.length)
      return html`<p>${insurance.no_payers}</p>
        <p class="button-row"><a class="button" href="/insurance">${insurance.to_payers}</a></p>`;
    const form = this._form;
    const answers = /** @type {[string, string][]} */ (["yes", "no", "unknown"].map((each) => [each, insurance.covered[each]]));
    return html`
      <form class="form-grid" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)} ${selectField(form, "payer", { label: insurance.payer }, payers)}
        ${textField(form, "plan", { label: insurance.plan, required: true, max: 80 })}
        ${textField(form, "member", { label: insurance.member, max: 80 })}
        ${textField(form, "from_on", { label: insurance.from_on, type: "date", required: true })}
        ${textField(form, "last_on", { label: insurance.last_on, hint: insurance.last_hint, type: "date" })}
        ${textField(form, "review_on", { label: insurance.review, hint: insurance.review_hint, type: "date" })}
        ${numberField(form, "minimum_min", { label: insurance.minimum_label, hint: insurance.minimum_hint })}
        ${checkField(form, "counts_individual", { label: insurance.counts_individual })}
        ${checkField(form, "counts_couples", { label: insurance.counts_couples })}
        ${BENEFITS.map(
          (name) => html`${selectField(form, `covered_${name}`, { label: insurance.benefits[name] }, answers)}
          ${textField(form, `items.${name}`, { label: insurance.note_on(insurance.benefits[name]), max: 200 })}`,
        )}
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
    const form = this._form;
    const { values } = form;
    const body = {
      payer: values.payer,
      plan: values.plan,
      member: values.member,
      from_on: values.from_on,
      last_on: values.last_on || null,
      review_on: values.review_on || null,
      minimum_min: values.minimum_min,
      counts_individual: values.counts_individual,
      counts_couples: values.counts_couples,
      items: Object.fromEntries(BENEFITS.map((name) => [name, { covered: values[`covered_${name}`], note: values[`items.${name}`] }])),
    };
    const one = this.coverage;
    const saved = await this.send(form, () =>
      one
        ? this.http.put(`/coverages/${one.id}`, body, { version: one.version })
        : this.http.post(`/people/${this.person}/coverages`, body),
    );
    if (saved) this.dispatchEvent(new Event("saved"));
  }
}

customElements.define("clinic-coverage-form", CoverageForm);
