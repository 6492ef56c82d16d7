/** Sober activities: planned, changed and cancelled by staff, with who comes. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { wallTime } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { areaField, checkField, formActions, formProblem, numberField, onSubmit, selectField, textField } from "../../common/fields.js";
import { badge, emptyState, panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ id: string, title: string, place: string, details: string, begins_at: string, ends_at: string, audience: string, programs: string[],
 *   capacity: number | null, cancelled: boolean, coming: { id: string, name: string }[], version: number }} Activity
 */

const AUDIENCES = ["everyone", "alumni"];
const MINUTE_MS = 60_000;
/** What the names of the fields that choose programs begin with. */
const PROGRAM = "program-";

export class SupportActivities extends PageElement {
  static properties = { ...PageElement.properties, _editing: { state: true } };

  constructor() {
    super();
    /** @type {Activity | "new" | null} */
    this._editing = null;
    this._form = this.form({});
    /** @type {Resource<{ items: Activity[] }>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/activities", { signal }), this._redraw));
    /** @type {Resource<{ items: { id: string, name: string, archived: boolean }[] }>} */
    this._programs = this.follow(new Resource((signal) => this.http.get("/programs", { signal }), this._redraw));
  }

  render() {
    const { staff } = words.support;
    const may = this.clinic.can("schedule.write");
    return panel(
      staff.tabs.activities,
      html`<p class="quiet">${staff.activities_lead}</p>
        ${this._editing ? this._edit(this._editing) : nothing}
        ${shown(this._found, this.writer, ({ items }) =>
          items.length
            ? html`<ul class="support-list">${items.map((one) => this._one(one, may))}</ul>`
            : this._editing
              ? nothing
              : emptyState("support", staff.activities_none, staff.activities_none_text),
        )}`,
      may && !this._editing
        ? html`<button class="button button-main" type="button" @click=${() => void this._begin("new")}>${staff.add}</button>`
        : nothing,
    );
  }

  /** @param {Activity} one @param {boolean} may */
  _one(one, may) {
    const { staff, own } = words.support;
    const over = Date.parse(one.begins_at) <= this.http.now();
    return html`<li>
      <div class="support-line">
        <h3 dir="auto">${one.title}</h3>
        <span class="support-acts">
          ${one.cancelled ? badge(staff.cancelled, "plain", "close") : badge(own.coming(one.coming.length, one.capacity), "good")} ${badge(staff.audiences[one.audience])}
          ${may && !over ? html`<button class="button" type="button" aria-label=${staff.edit_of(one.title)} @click=${() => void this._begin(one)}>${staff.edit}</button>` : nothing}
        </span>
      </div>
      <p>${this.writer.date(one.begins_at)}, ${this.writer.range(one.begins_at, one.ends_at)} · <bdi>${one.place}</bdi></p>
      ${one.programs.length ? html`<p class="quiet">${staff.programs}: ${words.common.list(one.programs.map((id) => this._program(id)))}</p>` : nothing}
      ${one.coming.length ? html`<p class="quiet">${staff.coming}: ${words.common.list(one.coming.map(({ name }) => name))}</p>` : nothing}
    </li>`;
  }

  /** @param {Activity | "new"} one */
  _edit(one) {
    const { staff } = words.support;
    const form = this._form;
    return html`<form class="stack inset" novalidate @submit=${onSubmit(() => this._save(one))}>
      ${formProblem(form)} ${textField(form, "title", { label: staff.what, required: true, max: 80 })} ${textField(form, "place", { label: staff.where, required: true, max: 160 })}
      ${textField(form, "starts", { label: staff.when, type: "datetime-local", required: true, hint: one === "new" ? "" : staff.tell })}
      ${numberField(form, "length_min", { label: staff.minutes, required: true })} ${areaField(form, "details", { label: staff.details, max: 600 })}
      ${selectField(
        form,
        "audience",
        { label: staff.audience },
        AUDIENCES.map((each) => /** @type {[string, string]} */ ([each, staff.audiences[each]])),
      )}
      ${this._choose(one === "new" ? [] : one.programs)}
      ${numberField(form, "capacity", { label: staff.capacity, hint: staff.capacity_hint })}
      ${one === "new" ? nothing : checkField(form, "cancelled", { label: staff.cancel })}
      ${formActions(
        form,
        staff.save,
        html`<button class="button" type="button" @click=${() => {
          this._editing = null;
        }}>${words.common.cancel}</button>`,
      )}
    </form>`;
  }

  /** For which programs it is, where there is more than one. @param {string[]} chosen */
  _choose(chosen) {
    const { staff } = words.support;
    const offered = this._offered(chosen);
    if (offered.length < 2) return nothing;
    return html`<fieldset class="stack">
      <legend>${staff.programs}</legend>
      <p class="field-hint">${staff.programs_hint}</p>
      ${offered.map(({ id, name }) => checkField(this._form, `${PROGRAM}${id}`, { label: name }))}
    </fieldset>`;
  }

  /** Programs that go on, and those that are chosen already. @param {string[]} chosen */
  _offered(chosen) {
    return (this._programs.data?.items ?? []).filter(({ id, archived }) => !archived || chosen.includes(id));
  }

  /** @param {string} id */
  _program(id) {
    return this._programs.data?.items.find((one) => one.id === id)?.name ?? "";
  }

  /** @param {Activity | "new"} one */
  async _begin(one) {
    const zone = this.clinic.me?.clinic.time_zone ?? this.clinic.zone;
    this._form = this.form(
      one === "new"
        ? { title: "", place: "", starts: "", length_min: 90, details: "", audience: "everyone", capacity: null, cancelled: false }
        : {
            title: one.title,
            place: one.place,
            starts: wallTime(one.begins_at, zone).slice(0, 16),
            length_min: (Date.parse(one.ends_at) - Date.parse(one.begins_at)) / MINUTE_MS,
            details: one.details,
            audience: one.audience,
            capacity: one.capacity,
            cancelled: one.cancelled,
            ...Object.fromEntries(one.programs.map((id) => [`${PROGRAM}${id}`, true])),
          },
    );
    this._editing = one;
    await this.updateComplete;
    this.querySelector("input")?.focus();
  }

  /** @param {Activity | "new"} one */
  async _save(one) {
    const form = this._form;
    if (!form.values.starts && form.refuse({ starts: "field.required" })) return this.focusProblem();
    const entries = Object.entries(form.values);
    const body = {
      ...Object.fromEntries(entries.filter(([name]) => !name.startsWith(PROGRAM))),
      programs: entries.filter(([name, on]) => on && name.startsWith(PROGRAM)).map(([name]) => name.slice(PROGRAM.length)),
    };
    const saved = await this.send(form, () =>
      one === "new" ? this.http.post("/activities", body) : this.http.put(`/activities/${one.id}`, body, { version: one.version }),
    );
    if (!saved) return;
    this._editing = null;
    this.clinic.toasts.show(words.support.staff.saved);
    await this._found.load();
  }
}

customElements.define("clinic-support-activities", SupportActivities);
