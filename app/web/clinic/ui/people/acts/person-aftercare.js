/** A client's aftercare plan, which their care team writes with them, and their check-ins after the programme. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { areaField, checkField, formActions, formProblem, onSubmit } from "../../common/fields.js";
import { badge, panel, shown } from "../../common/pieces.js";
import { planParts } from "../../day/connected.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {import("../../day/connected.js").Plan} Plan
 * @typedef {{ id: string, by: { id: string, name: string } | null, at: string, plan: Plan }} Version
 * @typedef {{ versions: Version[], may_change: boolean, version: number }} Found
 * @typedef {{ items: { id: string, due_on: string, state: string, answer: string | null }[], discharged_on: string | null, may_change: boolean }} CheckIns
 */

const DAY = /^(\d{4}-\d{2}-\d{2})\s+(.+)$/;

/** @param {string} text @returns {string[]} */
const lines = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** What was typed, line by line, as a plan. @param {Record<string, any>} values */
export function planBody(values) {
  return {
    steps: lines(values.steps).map((line) => {
      const dated = DAY.exec(line);
      return { text: dated ? dated[2] : line, on: dated ? dated[1] : null };
    }),
    contacts: lines(values.contacts).map((line) => {
      const at = line.lastIndexOf(",");
      return at > 0 ? { name: line.slice(0, at).trim(), phone: line.slice(at + 1).trim() } : { name: line, phone: "" };
    }),
    signs: lines(values.signs),
    helps: lines(values.helps),
    together: Boolean(values.together),
  };
}

export class PersonAftercare extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _writing: { state: true } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Person} */
    this.person;
    this._writing = false;
    this._form = this.form({});
    /** @type {Resource<Found>} */
    this._plan = this.follow(new Resource((signal) => this.http.get(`/people/${this.person.id}/aftercare`, { signal }), this._redraw));
    /** @type {Resource<CheckIns>} */
    this._check_ins = this.follow(new Resource((signal) => this.http.get(`/people/${this.person.id}/check-ins`, { signal }), this._redraw));
  }

  render() {
    const { person } = words.support;
    if (this._plan.state === "failed") return panel(person.plan, html`<p>${person.closed}</p>`);
    return html`
      ${shown(this._plan, this.writer, (found) =>
        panel(
          person.plan,
          this._writing ? this._write(found) : this._shown(found),
          found.may_change && !this._writing
            ? html`<button class="button" type="button" @click=${() => this._begin(found)}>${found.version ? person.plan_change : person.plan_write}</button>`
            : nothing,
        ),
      )}
      ${shown(this._check_ins, this.writer, (found) => panel(person.check_ins, this._list(found)))}
    `;
  }

  /** @param {Found} found */
  _shown({ versions, version }) {
    const { person } = words.support;
    if (!versions.length) return html`<p>${person.plan_none}</p>`;
    const [now, ...before] = versions;
    const day = (/** @type {string} */ one) => this.writer.day(one);
    return html`
      ${planParts(now.plan, day)}
      <p class="field-hint">${person.by(now.by?.name ?? "", this.writer.date(now.at))} · ${person.versions(version)}</p>
      ${
        before.length
          ? html`<details><summary>${person.before}</summary>${before.map((one) => html`<section class="inset">${planParts(one.plan, day)}<p class="field-hint">${person.by(one.by?.name ?? "", this.writer.date(one.at))}</p></section>`)}</details>`
          : nothing
      }
    `;
  }

  /** @param {Found} found */
  _write({ version }) {
    const { person, own } = words.support;
    const form = this._form;
    return html`<form class="stack" novalidate @submit=${onSubmit(() => this._save(version))}>
      ${formProblem(form)} ${areaField(form, "steps", { label: own.steps, hint: person.steps_hint })}
      ${areaField(form, "contacts", { label: own.contacts, hint: person.contacts_hint })} ${areaField(form, "signs", { label: own.signs, hint: person.one_a_line })}
      ${areaField(form, "helps", { label: own.helps, hint: person.one_a_line })} ${checkField(form, "together", { label: person.together })}
      ${formActions(
        form,
        words.support.staff.save,
        html`<button class="button" type="button" @click=${() => {
          this._writing = false;
        }}>${words.common.cancel}</button>`,
      )}
    </form>`;
  }

  /** @param {Found} found */
  _begin({ versions }) {
    const plan = versions[0]?.plan;
    this._form = this.form({
      steps: plan ? plan.steps.map((one) => (one.on ? `${one.on} ${one.text}` : one.text)).join("\n") : "",
      contacts: plan ? plan.contacts.map((one) => (one.phone ? `${one.name}, ${one.phone}` : one.name)).join("\n") : "",
      signs: plan ? plan.signs.join("\n") : "",
      helps: plan ? plan.helps.join("\n") : "",
      together: false,
    });
    this._writing = true;
  }

  /** @param {number} version */
  async _save(version) {
    const saved = await this.send(this._form, () =>
      this.http.post(`/people/${this.person.id}/aftercare`, planBody(this._form.values), { version }),
    );
    if (!saved) return;
    this._writing = false;
    this._plan.put(saved);
    this.clinic.toasts.show(words.support.person.saved);
  }

  /** @param {CheckIns} found */
  _list({ items, discharged_on, may_change }) {
    const { person, answers } = words.support;
    const open = items.some(({ state }) => state === "planned" || state === "asked");
    return html`
      ${
        items.length
          ? html`<ul class="support-list">${items.map((one) => html`<li class="support-line"><span>${this.writer.day(one.due_on)}</span>${badge(one.answer ? answers[one.answer] : person.states[one.state], one.answer === "talk" ? "warm" : "plain")}</li>`)}</ul>`
          : html`<p>${discharged_on ? person.check_ins_none : person.treated}</p>`
      }
      ${
        may_change && (open || discharged_on)
          ? html`<p><button class="button" type="button" @click=${() => void this._plan_again(!open)}>${open ? person.stop : person.start}</button></p>`
          : nothing
      }
    `;
  }

  /** @param {boolean} start */
  async _plan_again(start) {
    const path = `/people/${this.person.id}/check-ins`;
    const found = await this.act(() => (start ? this.http.put(path, undefined) : this.http.delete(path)), words.support.person.saved);
    if (found) this._check_ins.put(found);
  }
}

customElements.define("clinic-person-aftercare", PersonAftercare);
