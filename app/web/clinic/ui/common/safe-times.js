/** When somebody may be written to: at any time, or on chosen days between chosen hours. */

import { html, nothing } from "../../../vendor/lit.js";
import { hoursOf, textOf, usualHours } from "../../core/forms/safe-times.js";
import { words } from "../../words/words.js";
import { choiceField, idOf, textField } from "./fields.js";
import { icon } from "./icons.js";

/**
 * @typedef {import("../../core/forms/form.js").Form} Form
 * @typedef {import("../../core/forms/safe-times.js").Hours} Hours
 * @typedef {import("../../core/time/dates.js").Writer} Writer
 */

/** As many as anybody needs; the service allows a few more. */
const MOST_ROWS = 4;

/** @param {Form} form @param {string} name Its field, a text as the service writes it. @param {Writer} writer */
export function safeTimesField(form, name, writer) {
  const { fields, hours: texts, hints } = words.people;
  const label = fields.safe_times;
  const rows = hoursOf(form.values[name] ?? "");
  if (!rows) return textField(form, name, { label, hint: hints.safe_times, max: 400, wide: true });
  const put = (/** @type {Hours[]} */ changed) => form.set(name, textOf(changed));
  const shown = /** @type {any} */ ({ values: { [name]: rows.length ? "only" : "any" }, errors: {}, set: () => undefined });
  return html`
    <div class="safe-times stack" data-wide>
      ${choiceField(shown, name, { label, onChange: (value) => put(value === "any" ? [] : [usualHours()]) }, [
        ["any", words.people.any_time],
        ["only", texts.only],
      ])}
      ${rows.map((_, place) => rowOf(form, name, rows, place, writer, put))}
      ${
        form.errors[name]
          ? html`<p class="field-problem" id=${idOf(form, `${name}-problem`)}>${icon("stop")}<span>${form.errors[name] === "field.safe_times" ? texts.wrong : words.fieldProblem(form.errors[name])}</span></p>`
          : nothing
      }
      ${rows.length && rows.length < MOST_ROWS ? html`<p><button class="button" type="button" @click=${() => put([...rows, { ...usualHours(), days: [] }])}>${icon("add")}<span>${texts.more}</span></button></p>` : nothing}
    </div>
  `;
}

/** @param {Form} form @param {string} name @param {Hours[]} rows @param {number} place @param {Writer} writer @param {(rows: Hours[]) => void} put */
function rowOf(form, name, rows, place, writer, put) {
  const { hours: texts } = words.people;
  const row = rows[place];
  const change = (/** @type {Partial<Hours>} */ changed) => put(rows.map((one, at) => (at === place ? { ...one, ...changed } : one)));
  const toggled = (/** @type {number} */ day) =>
    row.days.includes(day) ? row.days.filter((one) => one !== day) : [...row.days, day].sort();
  return html`
    <div class="inset hours-row" role="group" aria-label=${texts.row(place + 1)}>
      <div class="weekdays" role="group" aria-label=${texts.days}>
        ${Array.from(
          { length: 7 },
          (_, day) => html`<button
            class="weekday"
            type="button"
            aria-pressed=${row.days.includes(day) ? "true" : "false"}
            title=${writer.weekday(day)}
            @click=${() => change({ days: toggled(day) })}
          >
            ${writer.weekday(day, "short")}
          </button>`,
        )}
      </div>
      <div class="hours-times">
        ${/** @type {const} */ (["from", "until"]).map((end) => timeOf(form, name, place, end, row[end], (time) => change({ [end]: time })))}
        ${rows.length > 1 ? html`<button class="button" type="button" @click=${() => put(rows.filter((_, at) => at !== place))}>${words.common.remove}</button>` : nothing}
      </div>
    </div>
  `;
}

/** @param {Form} form @param {string} name @param {number} place @param {"from" | "until"} end @param {string} time @param {(time: string) => void} put */
function timeOf(form, name, place, end, time, put) {
  const id = idOf(form, `${name}-${place}-${end}`);
  return html`<div class="field">
    <label class="field-label" for=${id}>${words.people.hours[end]}</label>
    <input
      class="input"
      id=${id}
      type="time"
      .value=${time}
      aria-invalid=${form.errors[name] ? "true" : "false"}
      aria-describedby=${form.errors[name] ? idOf(form, `${name}-problem`) : nothing}
      @input=${(/** @type {Event} */ event) => put(/** @type {HTMLInputElement} */ (event.currentTarget).value)}
    />
  </div>`;
}
