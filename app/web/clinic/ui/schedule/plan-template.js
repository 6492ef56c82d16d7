/** A week as a template: which of its sessions, who leads each, for whom, and for how many weeks. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { chosenOf, errorsOf, needsOf, sessionField } from "../../core/schedule/template.js";
import { addDays, dayOf, mondayOf } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { checkField, formActions, formProblem, numberField, onSubmit, selectField, textField } from "../common/fields.js";
import { personChip, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/people-picker.js";

/** @typedef {import("../../core/schedule/template.js").Template} Template */

export class PlanTemplate extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    /** @type {Template | null} */
    this._template = null;
    /** Who leads, by session; and the client, if one is needed. @type {Record<string, { id: string, name: string }>} */
    this._people = {};
    this._known = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  /** @param {AbortSignal} signal */
  async _look(signal) {
    const [templates, cohorts, couples] = await Promise.all([
      this.http.get("/templates", { signal }),
      this.http.get("/cohorts", { query: { limit: 200 }, signal }),
      this.clinic.can("people.read") ? this.http.get("/couples", { query: { limit: 200 }, signal }) : { items: [] },
    ]);
    if (templates.items.length) this._take(templates.items[0]);
    return { templates: /** @type {Template[]} */ (templates.items), cohorts: cohorts.items, couples: couples.items };
  }

  /** @param {Template} template */
  _take(template) {
    this._template = template;
    this._people = {};
    /** @type {Record<string, any>} */
    const values = {
      template: template.id,
      first_monday: addDays(mondayOf(dayOf(this.http.now(), this.clinic.zone)), 7),
      weeks: 8,
      cohort: "",
      couple: "",
    };
    for (const [place, session] of template.sessions.entries()) {
      values[sessionField(place, "wanted")] = true;
      values[sessionField(place, "title")] = words.schedule.kinds[session.kind] ?? "";
      values[sessionField(place, "at")] = session.at.slice(0, 5);
    }
    this._form = this.form(values);
    this.requestUpdate();
  }

  render() {
    return shown(this._known, this.writer, (known) => this._draw(known));
  }

  /** @param {{ templates: Template[], cohorts: any[], couples: any[] }} known */
  _draw({ templates, cohorts, couples }) {
    const { templates: texts } = words.schedule;
    const form = this._form;
    const template = this._template;
    if (!template) return html`<p>${texts.none}</p>`;
    const needs = needsOf(template, form.values);
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._plan(template))}>
        ${formProblem(form)}
        ${selectField(
          form,
          "template",
          {
            label: texts.template,
            hint: texts.hints[template.id],
            onChange: (id) => this._take(/** @type {Template} */ (templates.find((one) => one.id === id))),
          },
          templates.map((one) => [one.id, texts.names[one.id] ?? one.id]),
        )}
        ${template.sessions.map((session, place) => this._session(session, place))}
        ${needs.has("cohort") ? this._choice("cohort", texts.cohort, cohorts, (one) => one.name) : nothing}
        ${needs.has("couple") ? this._choice("couple", texts.couple, couples, (one) => `${one.first.name} & ${one.second.name}`) : nothing}
        ${needs.has("client") ? this._person("client", texts.client, "client") : nothing}
        ${textField(form, "first_monday", { label: texts.first_monday, type: "date", required: true })}
        ${numberField(form, "weeks", { label: texts.weeks, from: 1, to: 104, required: true })} ${formActions(form, texts.plan)}
      </form>
    `;
  }

  /** @param {Template["sessions"][number]} session @param {number} place */
  _session(session, place) {
    const { schedule } = words;
    const form = this._form;
    const wanted = form.values[sessionField(place, "wanted")];
    return html`
      <section class="inset stack">
        ${checkField(form, sessionField(place, "wanted"), { label: schedule.templates.session(schedule.kinds[session.kind], this.writer.length(session.duration_min)) })}
        ${
          wanted
            ? html`${textField(form, sessionField(place, "title"), { label: schedule.fields.title, required: true, max: 80 })}
                ${textField(form, sessionField(place, "at"), { label: schedule.fields.time, type: "time", required: true })}
                ${this._person(`leader_${place}`, schedule.roles.facilitator, "staff")}`
            : nothing
        }
      </section>
    `;
  }

  /** @param {string} name @param {string} label @param {any[]} items @param {(one: any) => string} text */
  _choice(name, label, items, text) {
    return selectField(this._form, name, { label }, [
      ["", words.schedule.templates.nobody],
      ...items.map((one) => /** @type {[string, string]} */ ([one.id, text(one)])),
    ]);
  }

  /** @param {string} name @param {string} label @param {"staff" | "client"} kind */
  _person(name, label, kind) {
    const chosen = this._people[name];
    const code = this._form.errors[name];
    if (chosen)
      return html`<div class="field"><span class="field-label">${label}</span>
        <p class="chosen">${personChip(chosen)}<button class="button" type="button" @click=${() => this._pick(name, null)}>${words.common.change}</button></p></div>`;
    return html`<clinic-people-picker
      .clinic=${this.clinic}
      .label=${label}
      .kind=${kind}
      .problem=${code ? words.fieldProblem(code) : ""}
      @pick=${(/** @type {CustomEvent} */ event) => this._pick(name, event.detail)}
    ></clinic-people-picker>`;
  }

  /** @param {string} name @param {{ id: string, name: string } | null} person */
  _pick(name, person) {
    if (person) this._people[name] = person;
    else delete this._people[name];
    this._form.set(name, person?.id ?? "");
  }

  /** @param {Template} template */
  async _plan(template) {
    const form = this._form;
    if (form.refuse(errorsOf(template, form.values))) return this.focusProblem();
    const planned = await this.send(form, () => this.http.post(`/templates/${template.id}/plan`, chosenOf(template, form.values)));
    if (!planned) return;
    this.clinic.toasts.show(words.schedule.planned(planned.appointments?.length ?? 1));
    this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-plan-template", PlanTemplate);
