/** One group: its people, since when, and its next sessions. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { byDay } from "../../core/schedule/week.js";
import { dayOf, utc } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { backLink, emptyState, pageHead, panel, personChip, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/people-picker.js";
import "../common/tabs.js";
import "../schedule/attendance/group.js";
import "../safety/measures/group-measures.js";
import "../safety/measures/plans.js";

/** @typedef {{ person: { id: string, name: string }, since: string, until: string | null }} Member */

const AHEAD_MS = 28 * 86_400_000;

export class GroupPage extends PageElement {
  static properties = { ...PageElement.properties, _adding: { state: true }, _editing: { state: true }, _tab: { state: true } };

  constructor() {
    super();
    this._adding = false;
    this._editing = false;
    this._tab = "people";
    /** @type {{ id: string, name: string } | null} */
    this._chosen = null;
    this._form = this.form({});
    this._group = this.follow(new Resource((signal) => this.http.get(`/cohorts/${this.params.id}`, { signal }), this._redraw));
    this._members = this.follow(new Resource((signal) => this.http.get(`/cohorts/${this.params.id}/members`, { signal }), this._redraw));
    this._sessions = this.follow(new Resource((signal) => this._next(signal), this._redraw));
  }

  /** @param {AbortSignal} signal */
  _next(signal) {
    const now = this.http.now();
    const span = { from: utc(now), to: utc(now + AHEAD_MS) };
    return this.http.get("/appointments", { query: { ...span, cohort: this.params.id, limit: 20 }, signal });
  }

  render() {
    return html`
      ${backLink("/groups", words.groups.title)} ${this._group.data ? nothing : html`<h1 class="for-readers" tabindex="-1">${words.groups.group}</h1>`}
      ${shown(this._group, this.writer, (group) => this._draw(group))}
    `;
  }

  /** @param {import("../../core/api/shapes.js").Cohort} group */
  _draw(group) {
    const { groups } = words;
    const may = this.clinic.can("programme.write");
    return html`
      ${pageHead(group.name, {
        over: words.schedule.tracks[group.track] ?? nothing,
        lead: `${groups.admissions[group.admission]} · ${groups.admission_hints[group.admission]}`,
        actions:
          may && !this._editing
            ? html`<button class="button" type="button" @click=${() => this._edit(group)}>${words.common.edit}</button>`
            : nothing,
      })}
      ${this._editing ? this._editor(group) : nothing}
      ${this._tabs()}
      <div class="tab-panel" role="tabpanel" id="panel-${this._tab}" aria-labelledby="tab-${this._tab}">
        ${this._tab === "attendance" ? html`<clinic-group-attendance .clinic=${this.clinic} .group=${group.id}></clinic-group-attendance>` : this._people(group, may)}
      </div>
    `;
  }

  _tabs() {
    const tabs = [
      ["people", words.groups.members],
      ["attendance", words.attendance.title],
    ];
    return html`<clinic-tabs .tabs=${tabs} .chosen=${this._tab} @choose=${(/** @type {CustomEvent} */ event) => {
      this._tab = event.detail;
    }}></clinic-tabs>`;
  }

  /** @param {import("../../core/api/shapes.js").Cohort} group @param {boolean} may */
  _people(group, may) {
    const { groups } = words;
    return html`
      <div class="two-columns">
        ${panel(
          groups.members,
          html`${this._adding ? this._add() : nothing} ${shown(this._members, this.writer, (answer) => this._table(answer.items, may))}`,
          may && !this._adding
            ? html`<button class="button" type="button" @click=${this._begin}>${icon("add")}<span>${groups.add_member}</span></button>`
            : nothing,
        )}
        ${panel(
          groups.sessions,
          shown(this._sessions, this.writer, ({ items }) => this._list(items)),
          this.clinic.can("schedule.write")
            ? html`<a class="button" href="/schedule?new=${group.id}">${icon("add")}<span>${words.schedule.new}</span></a>`
            : nothing,
        )}
      </div>
      <clinic-group-measures .clinic=${this.clinic} .group=${group}></clinic-group-measures>
      <clinic-measure-plans .clinic=${this.clinic} .group=${group}></clinic-measure-plans>
    `;
  }

  /** @param {Member[]} members @param {boolean} may */
  _table(members, may) {
    const { groups } = words;
    const present = members.filter(({ until }) => !until);
    if (!present.length) return emptyState("people", groups.no_members, groups.no_members_text);
    return tableList(
      groups.members,
      [groups.fields.name, groups.since, ...(may ? [words.common.actions] : [])],
      present.map((one) => [
        html`<a class="row-link" href="/people/${one.person.id}">${personChip(one.person)}</a>`,
        this.writer.onlyDay(one.since),
        ...(may
          ? [
              html`<button class="button" type="button" @click=${() => void this._remove(one)}>${words.common.remove}<span class="for-readers"> ${one.person.name}</span></button>`,
            ]
          : []),
      ]),
    );
  }

  /** @param {import("../../core/api/shapes.js").Appointment[]} items */
  _list(items) {
    if (!items.length) return html`<p class="quiet">${words.groups.no_sessions}</p>`;
    return html`<ol class="day-list">
      ${byDay(items, this.clinic.zone).map(
        ([day, appointments]) => html`<li>
          <h3>${this.writer.day(day)}</h3>
          <ul>
            ${appointments.map((one) => html`<li class="day-line"><span class="day-time">${this.writer.range(one.begins_at, one.ends_at)}</span><a class="day-title" href="/schedule?day=${day}&open=${one.id}" dir="auto">${one.title}</a></li>`)}
          </ul>
        </li>`,
      )}
    </ol>`;
  }

  _begin() {
    this._form = this.form({ person: "", since: dayOf(this.http.now(), this.clinic.zone) });
    this._chosen = null;
    this._adding = true;
  }

  _add() {
    const form = this._form;
    const { groups } = words;
    const known = /** @type {Member[]} */ (this._members.data?.items ?? []);
    return html`
      <form class="stack inset" novalidate @submit=${onSubmit(() => this._join())}>
        ${formProblem(form)}
        ${
          this._chosen
            ? html`<p class="chosen">${personChip(this._chosen)}<button class="button" type="button" @click=${() => this._choose(null)}>${words.common.change}</button></p>`
            : html`<clinic-people-picker
                .clinic=${this.clinic}
                .label=${groups.client}
                .kind=${"client"}
                .without=${known.filter(({ until }) => !until).map(({ person }) => person.id)}
                .problem=${form.errors.person ? words.fieldProblem(form.errors.person) : ""}
                @pick=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}
              ></clinic-people-picker>`
        }
        ${textField(form, "since", { label: groups.since, hint: groups.since_hint, type: "date", required: true })}
        ${formActions(form, groups.add_member, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  /** @param {{ id: string, name: string } | null} person */
  _choose(person) {
    this._chosen = person;
    this._form.set("person", person?.id ?? "");
  }

  _stop() {
    this._adding = false;
    this._editing = false;
  }

  async _join() {
    const form = this._form;
    if (!form.values.person && form.refuse({ person: "field.required" })) return this.focusProblem();
    const made = await this.send(form, async () => {
      await this.http.post(`/cohorts/${this.params.id}/members`, form.body);
      return true;
    });
    if (!made) return;
    this._adding = false;
    this.clinic.toasts.show(words.groups.joined);
    await Promise.all([this._members.load(), this._sessions.load()]);
  }

  /** @param {Member} one */
  async _remove(one) {
    const { groups } = words;
    if (!(await this.clinic.ask(groups.ask_remove(one.person.name)))) return;
    const today = dayOf(this.http.now(), this.clinic.zone);
    await this.act(() => this.http.delete(`/cohorts/${this.params.id}/members/${one.person.id}`, { query: { until: today } }), groups.left);
    await this._members.load();
  }

  /** @param {import("../../core/api/shapes.js").Cohort} group */
  _edit(group) {
    this._form = this.form({ name: group.name, admission: group.admission, capacity: group.capacity });
    this._adding = false;
    this._editing = true;
    this.guard(() => (this._editing ? this._form : null));
  }

  /** @param {import("../../core/api/shapes.js").Cohort} group */
  _editor(group) {
    const { groups } = words;
    const form = this._form;
    return html`
      <form class="card panel form-grid" novalidate @submit=${onSubmit(() => this._save(group))}>
        ${formProblem(form)} ${textField(form, "name", { label: groups.fields.name, required: true, max: 80 })}
        ${selectField(form, "admission", { label: groups.fields.admission }, [
          ["rolling", groups.admissions.rolling],
          ["closed", groups.admissions.closed],
        ])}
        ${numberField(form, "capacity", { label: groups.fields.capacity, hint: groups.capacity_hint, from: 2, to: 28 })}
        <div class="form-wide">${formActions(form, words.common.save, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}</div>
      </form>
    `;
  }

  /** @param {import("../../core/api/shapes.js").Cohort} group */
  async _save(group) {
    const saved = await this.send(this._form, () =>
      this.http.patch(`/cohorts/${group.id}`, this._form.changes, { version: group.version }),
    );
    if (!saved) return;
    this._editing = false;
    this._group.put(saved);
    this.clinic.toasts.show(words.common.saved);
  }
}

customElements.define("clinic-group", GroupPage);
