/** What clients of a group or of its programme are asked, and how often; and planning more. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { wordsIn } from "../../core/measures/course.js";
import { locale, words } from "../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {import("../../core/measures/course.js").Instrument} Instrument
 * @typedef {{ id: string, instrument: string, rhythm: string, every: number, weekday: number | null, program: string | null, cohort: string | null, version: number }} Plan
 */

export class MeasurePlans extends PageElement {
  static properties = { ...PageElement.properties, group: { attribute: false }, _adding: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Cohort} */
    this.group;
    this._adding = false;
    this._form = this.form({});
    /** @type {Resource<{ plans: Plan[], instruments: Instrument[] }>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/measures/plans", { signal }), this._redraw));
  }

  render() {
    const { plans } = words.measures;
    return panel(
      plans.title,
      shown(this._found, this.writer, (found) => this._draw(found)),
      this.clinic.can("programme.write") && !this._adding
        ? html`<button class="button" type="button" @click=${() => this._begin()}>${icon("add")}<span>${plans.add}</span></button>`
        : nothing,
    );
  }

  /** @param {{ plans: Plan[], instruments: Instrument[] }} found */
  _draw({ plans, instruments }) {
    const texts = words.measures.plans;
    const mine = plans.filter((one) => one.cohort === this.group.id || one.program === this.group.program);
    return html`
      ${this._adding ? this._add(instruments) : nothing}
      ${
        mine.length
          ? html`<ul class="plain stack">
              ${mine.map((one) => {
                const name = this._name(instruments, one.instrument);
                return html`<li class="day-line">
                  <span><strong dir="auto">${name}</strong>: ${texts.rhythm(one)} <span class="quiet">${one.program ? texts.of_program : texts.of_group}</span></span>
                  ${this.clinic.can("programme.write") ? html`<button class="button" type="button" aria-label=${`${texts.end}: ${name}`} @click=${() => void this._end(one, name)}>${texts.end}</button>` : nothing}
                </li>`;
              })}
            </ul>`
          : html`<p class="quiet">${texts.none}</p>`
      }
    `;
  }

  /** @param {Instrument[]} instruments @param {string} key */
  _name(instruments, key) {
    const found = instruments.find((one) => one.key === key);
    return found ? wordsIn(found.title, locale().slice(0, 2)) : key;
  }

  /** @param {Instrument[]} instruments */
  _add(instruments) {
    const texts = words.measures.plans;
    const form = this._form;
    const { rhythm, instrument } = form.values;
    return html`<form class="stack inset" novalidate @submit=${onSubmit(() => this._save())}>
      ${formProblem(form)}
      <div class="form-grid">
        ${selectField(
          form,
          "instrument",
          { label: texts.what, onChange: (key) => form.set("rhythm", key === "pulse" ? "session" : "weekly") },
          instruments.map(({ key }) => [key, this._name(instruments, key)]),
        )}
        ${selectField(form, "place", { label: texts.whom }, [
          ["cohort", texts.of_group],
          ["program", texts.of_program],
        ])}
        ${selectField(
          form,
          "rhythm",
          { label: texts.how_often },
          instrument === "pulse"
            ? [["session", texts.rhythms.session]]
            : [
                ["weekly", texts.rhythms.weekly],
                ["days", texts.rhythms.days],
              ],
        )}
        ${
          rhythm === "weekly"
            ? selectField(
                form,
                "weekday",
                { label: texts.weekday },
                texts.weekdays.map((name, day) => [String(day), name]),
              )
            : nothing
        }
        ${rhythm === "session" ? nothing : numberField(form, "every", { label: rhythm === "days" ? texts.every_days : texts.every_weeks, required: true, from: 1, to: rhythm === "days" ? 90 : 12 })}
      </div>
      ${formActions(form, texts.save, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
    </form>`;
  }

  _begin() {
    this._form = this.form({ instrument: "phq9", place: "program", rhythm: "weekly", weekday: "0", every: 1 });
    this._adding = true;
  }

  _stop() {
    this._adding = false;
  }

  async _save() {
    const { instrument, place, rhythm, weekday, every } = this._form.values;
    const body = {
      instrument,
      rhythm,
      every: rhythm === "session" ? 1 : Number(every),
      ...(rhythm === "weekly" ? { weekday: Number(weekday) } : {}),
      [place]: place === "cohort" ? this.group.id : this.group.program,
    };
    const saved = await this.send(this._form, () => this.http.post("/measures/plans", body));
    if (!saved) return;
    this._stop();
    this.clinic.toasts.show(words.measures.plans.added);
    await this._found.load();
  }

  /** @param {Plan} one @param {string} name */
  async _end(one, name) {
    const { plans } = words.measures;
    if (!(await this.clinic.ask(plans.ask_end(name)))) return;
    await this.act(() => this.http.post(`/measures/plans/${one.id}/end`, {}, { version: one.version }), plans.ended);
    await this._found.load();
  }
}

customElements.define("clinic-measure-plans", MeasurePlans);
