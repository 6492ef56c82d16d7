/** The form of a correction: when somebody was present, all of it, and why it differs from what was recorded. */

import { html, nothing } from "../../../../vendor/lit.js";
import { spansOf, typed } from "../../../core/schedule/attendance.js";
import { words } from "../../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, selectField } from "../../common/fields.js";
import { icon } from "../../common/icons.js";
import { ClinicElement } from "../../element.js";

/** @typedef {import("../../../core/schedule/attendance.js").TypedSpan} TypedSpan */

const REASONS = /** @type {const} */ (["connection", "shared_seat", "fault", "mistake", "other"]);
const MOST = 20;

export class CorrectAttendance extends ClinicElement {
  static properties = { ...ClinicElement.properties, session: { attribute: false }, one: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../../core/schedule/attendance.js").SessionAttendance} */
    this.session;
    /** @type {import("../../../core/schedule/attendance.js").Attended} */
    this.one;
    this._form = this.form({});
  }

  connectedCallback() {
    super.connectedCallback();
    const spans = this.one.present.map((span) => typed(span, this.clinic.zone));
    this._form = this.form({ spans, reason: this.one.corrections.length ? "mistake" : "connection", note: "" });
  }

  render() {
    const { correct } = words.attendance;
    const form = this._form;
    const spans = /** @type {TypedSpan[]} */ (form.values.spans ?? []);
    return html`<form class="stack" novalidate @submit=${onSubmit(() => this._save())}>
      ${formProblem(form)}
      <fieldset class="presence-times" aria-describedby=${form.errors.spans ? "presence-problem" : nothing}>
        <legend class="field-label">${correct.times}</legend>
        ${spans.length ? nothing : html`<p class="quiet">${correct.never}</p>`}
        ${spans.map((span, place) => this._span(span, place))}
        ${form.errors.spans ? html`<p class="field-problem" id="presence-problem">${icon("stop")}<span>${words.fieldProblem(form.errors.spans)}</span></p>` : nothing}
        <div class="button-row">
          ${spans.length < MOST ? html`<button class="button" type="button" @click=${() => this._put([...spans, this._whole()])}>${icon("add")}<span>${correct.add}</span></button>` : nothing}
          <button class="button" type="button" @click=${() => this._put([this._whole()])}>${correct.whole}</button>
        </div>
      </fieldset>
      ${selectField(
        form,
        "reason",
        { label: correct.reason },
        REASONS.map((reason) => [reason, words.attendance.reasons[reason]]),
      )}
      ${areaField(form, "note", { label: correct.note, max: 500, required: form.values.reason === "other" })}
      ${formActions(form, correct.save)}
    </form>`;
  }

  /** @param {TypedSpan} span @param {number} place */
  _span(span, place) {
    const { correct } = words.attendance;
    const input = (/** @type {"from" | "to"} */ name) => html`<label>
      <span class="field-label">${correct[name]}</span>
      <input
        class="input"
        type="time"
        required
        aria-invalid=${this._form.errors.spans ? "true" : "false"}
        .value=${span[name]}
        @input=${(/** @type {Event} */ event) => this._type(place, name, /** @type {HTMLInputElement} */ (event.currentTarget).value)}
      />
    </label>`;
    return html`<div class="presence-time">
      ${input("from")} ${input("to")}
      <button class="button button-sign" type="button" aria-label=${correct.remove(span.from, span.to)} @click=${() => this._remove(place)}>${icon("close")}</button>
    </div>`;
  }

  _whole() {
    return typed(this.session, this.clinic.zone);
  }

  /** @param {number} place @param {"from" | "to"} name @param {string} value */
  _type(place, name, value) {
    this._put(
      this._form.values.spans.map((/** @type {TypedSpan} */ span, /** @type {number} */ at) =>
        at === place ? { ...span, [name]: value } : span,
      ),
    );
  }

  /** @param {number} place */
  _remove(place) {
    this._put(this._form.values.spans.filter((/** @type {TypedSpan} */ _, /** @type {number} */ at) => at !== place));
  }

  /** @param {TypedSpan[]} spans */
  _put(spans) {
    this._form.set("spans", spans);
  }

  async _save() {
    const form = this._form;
    const spans = /** @type {TypedSpan[]} */ (form.values.spans);
    if (spans.some(({ from, to }) => !from || !to) && form.refuse({ spans: "attendance.span" })) return this.focusProblem();
    const body = {
      spans: spansOf(spans, this.session.begins_at, this.clinic.zone),
      reason: form.values.reason,
      note: form.values.note,
      replaces: this.one.corrections.at(-1)?.id ?? null,
    };
    const found = await this.send(form, () => this.http.post(`/appointments/${this.session.id}/attendance/${this.one.person.id}`, body));
    if (found) this.dispatchEvent(new CustomEvent("saved", { detail: found }));
  }
}

customElements.define("clinic-correct-attendance", CorrectAttendance);
