/** How often a session is held, in plain words; what was chosen is said as one sentence. */

import { html, nothing } from "../../../vendor/lit.js";
import { daysOf, nthOf, WEEKDAYS, weekdayCode } from "../../core/schedule/repeat.js";
import { words } from "../../words/words.js";
import { choiceField, idOf } from "../common/fields.js";

/**
 * @typedef {import("../../core/forms/form.js").Form} Form
 * @typedef {import("../../core/schedule/repeat.js").Repeat} Repeat
 * @typedef {import("../../core/time/dates.js").Writer} Writer
 */

/** @param {Form} form Its field `repeat`. @param {string} day The first session's. @param {Writer} writer @param {() => void} onChange */
export function repeatBuilder(form, day, writer, onChange) {
  const { repeat: texts } = words.schedule;
  const repeat = /** @type {Repeat} */ (form.values.repeat);
  const put = (/** @type {Partial<Repeat>} */ changed) => {
    form.set("repeat", { ...repeat, ...changed });
    for (const name of ["repeat.interval", "repeat.count", "repeat.until"]) delete form.errors[name];
    onChange();
  };
  const shown = { values: { every: repeat.every, by: repeat.by, ends: repeat.ends }, errors: {}, set: () => undefined };
  const radio = (/** @type {"every" | "by" | "ends"} */ name, /** @type {string} */ label, /** @type {[string, string][]} */ options) =>
    choiceField(/** @type {any} */ (shown), name, { label, onChange: (value) => put({ [name]: value }) }, options);
  return html`
    <fieldset class="repeat plain inset">
      <legend class="field-label">${texts.label}</legend>
      <div class="segments" role="group" aria-label=${texts.label}>
        ${["never", "day", "week", "month"].map(
          (every) => html`<button
            class="segment"
            type="button"
            aria-pressed=${repeat.every === every ? "true" : "false"}
            @click=${() => put({ every: /** @type {Repeat["every"]} */ (every) })}
          >
            ${texts.every[every]}
          </button>`,
        )}
      </div>
      ${
        !day || repeat.every === "never"
          ? nothing
          : html`
            ${number(form, "interval", texts.interval[repeat.every], repeat.interval, (interval) => put({ interval }))}
            ${repeat.every === "week" ? weekdays(repeat, day, writer, put) : nothing}
            ${
              repeat.every === "month"
                ? radio("by", texts.by, [
                    ["weekday", texts.by_weekday(nthOf(day), day, writer)],
                    ["date", texts.by_date(Number(day.slice(8, 10)))],
                  ])
                : nothing
            }
            ${radio("ends", texts.ends, [
              ["count", texts.after],
              ["until", texts.until],
            ])}
            ${repeat.ends === "count" ? number(form, "count", texts.count, repeat.count, (count) => put({ count })) : lastDay(form, repeat, day, put)}
            <p class="note" role="status">${texts.sentence(repeat, day, writer)}</p>
          `
      }
    </fieldset>
  `;
}

/** @param {Form} form @param {string} name @param {string} label @param {number} value @param {(value: number) => void} put */
function number(form, name, label, value, put) {
  const id = idOf(form, `repeat-${name}`);
  const code = form.errors[`repeat.${name}`];
  return html`<div class="field field-short">
    <label class="field-label" for=${id}>${label}</label>
    <input
      class="input"
      id=${id}
      type="number"
      inputmode="numeric"
      min="1"
      .value=${Number.isNaN(value) ? "" : String(value)}
      aria-invalid=${code ? "true" : "false"}
      aria-describedby="${id}-problem"
      @input=${(/** @type {Event} */ event) => put(/** @type {HTMLInputElement} */ (event.currentTarget).valueAsNumber)}
    />
    <p class="field-problem" id="${id}-problem">${code ? words.fieldProblem(code) : nothing}</p>
  </div>`;
}

/** @param {Form} form @param {Repeat} repeat @param {string} day @param {(changed: Partial<Repeat>) => void} put */
function lastDay(form, repeat, day, put) {
  const id = idOf(form, "repeat-until");
  const code = form.errors["repeat.until"];
  return html`<div class="field field-short">
    <label class="field-label" for=${id}>${words.schedule.repeat.last_day}</label>
    <input
      class="input"
      id=${id}
      type="date"
      min=${day}
      .value=${repeat.until}
      aria-invalid=${code ? "true" : "false"}
      aria-describedby="${id}-problem"
      @input=${(/** @type {Event} */ event) => put({ until: /** @type {HTMLInputElement} */ (event.currentTarget).value })}
    />
    <p class="field-problem" id="${id}-problem">${code ? words.fieldProblem(code) : nothing}</p>
  </div>`;
}

/** @param {Repeat} repeat @param {string} day @param {Writer} writer @param {(changed: Partial<Repeat>) => void} put */
function weekdays(repeat, day, writer, put) {
  const chosen = daysOf(repeat, day);
  const first = weekdayCode(day);
  return html`<div class="weekdays" role="group" aria-label=${words.schedule.repeat.days}>
    ${WEEKDAYS.map(
      (code, place) => html`<button
        class="weekday"
        type="button"
        aria-pressed=${chosen.includes(code) ? "true" : "false"}
        aria-disabled=${code === first ? "true" : "false"}
        title=${writer.weekday(place)}
        @click=${() => code !== first && put({ days: chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code] })}
      >
        ${writer.weekday(place, "short")}
      </button>`,
    )}
  </div>`;
}
