/** A week as a template: chosen, given to a group or a couple, and planned for some weeks. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { addDays, dayOf, mondayOf } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField, textField } from "../common/fields.js";
import { shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ id: string, code?: string, name?: string, audiences?: string[] }} Template */

export class PlanTemplate extends PageElement {
  constructor() {
    super();
    this._form = this.form({ template: "", first_monday: "", weeks: 8, cohort: "", couple: "" });
    this._known = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  connectedCallback() {
    this._form.values.first_monday = addDays(mondayOf(dayOf(this.http.now(), this.clinic.zone)), 7);
    super.connectedCallback();
  }

  /** @param {AbortSignal} signal */
  async _look(signal) {
    const [templates, cohorts, couples] = await Promise.all([
      this.http.get("/templates", { signal }),
      this.http.get("/cohorts", { query: { limit: 200 }, signal }),
      this.clinic.can("people.read") ? this.http.get("/couples", { query: { limit: 200 }, signal }) : { items: [] },
    ]);
    return { templates: /** @type {Template[]} */ (templates.items), cohorts: cohorts.items, couples: couples.items };
  }

  render() {
    return shown(this._known, this.writer, (known) => this._draw(known));
  }

  /** @param {{ templates: Template[], cohorts: any[], couples: any[] }} known */
  _draw({ templates, cohorts, couples }) {
    const { templates: texts } = words.schedule;
    const form = this._form;
    if (!templates.length) return html`<p>${texts.none}</p>`;
    form.values.template ||= templates[0].id;
    const code = templates.find(({ id }) => id === form.values.template)?.code ?? form.values.template;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._plan())}>
        ${formProblem(form)}
        ${selectField(
          form,
          "template",
          { label: texts.template },
          templates.map((one) => [one.id, texts.names[one.code ?? one.id] ?? one.name ?? one.id]),
        )}
        ${texts.hints[code] ? html`<p class="field-hint">${texts.hints[code]}</p>` : nothing}
        ${selectField(form, "cohort", { label: texts.cohort }, [["", texts.nobody], ...cohorts.map((one) => /** @type {[string, string]} */ ([one.id, one.name]))])}
        ${
          couples.length
            ? selectField(form, "couple", { label: texts.couple }, [
                ["", texts.nobody],
                ...couples.map((one) => /** @type {[string, string]} */ ([one.id, `${one.first.name} & ${one.second.name}`])),
              ])
            : nothing
        }
        ${textField(form, "first_monday", { label: texts.first_monday, type: "date", required: true })}
        ${numberField(form, "weeks", { label: texts.weeks, from: 1, to: 104, required: true })} ${formActions(form, texts.plan)}
      </form>
    `;
  }

  async _plan() {
    const { template, cohort, couple, first_monday, weeks } = this._form.values;
    const body = { first_monday, weeks, ...(cohort ? { cohort } : {}), ...(couple ? { couple } : {}) };
    const planned = await this.send(this._form, () => this.http.post(`/templates/${template}/plan`, body));
    if (!planned) return;
    this.clinic.toasts.show(words.schedule.planned(planned.appointments?.length ?? 1));
    this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-plan-template", PlanTemplate);
