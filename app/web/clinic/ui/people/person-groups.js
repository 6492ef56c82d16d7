/** The groups a client comes to, and their times of care: in which program, at which level, with which weekly target. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { addDays, dayOf, utc } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField, textField } from "../common/fields.js";
import { emptyState, panel, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ id: string, program: string, level: string, since: string, until: string | null, target_min: number, usual_target: boolean, version: number }} Episode
 * @typedef {{ id: string, name: string, level: string, target_min: number }} Program
 * @typedef {{ level: string, low_min: number, high_min: number | null }} Level
 */

const BACK_MS = 7 * 86_400_000;
const AHEAD_MS = 35 * 86_400_000;

export class PersonGroups extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _adding: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._adding = false;
    this._form = this.form({});
    this._groups = this.follow(new Resource((signal) => this._look(signal), this._redraw));
    this._care = this.follow(new Resource((signal) => this._lookAtCare(signal), this._redraw));
  }

  /** The groups whose sessions they are in, around now. @param {AbortSignal} signal @returns {Promise<{ id: string, name: string }[]>} */
  async _look(signal) {
    const now = this.http.now();
    const query = { person: this.person.id, from: utc(now - BACK_MS), to: utc(now + AHEAD_MS), limit: 200 };
    const { items } = await this.http.get("/appointments", { query, signal });
    const groups = /** @type {import("../../core/api/shapes.js").Appointment[]} */ (items).flatMap(({ cohort }) =>
      cohort ? [cohort] : [],
    );
    return [...new Map(groups.map((one) => [one.id, one])).values()];
  }

  /** @param {AbortSignal} signal */
  async _lookAtCare(signal) {
    const [episodes, programs, levels] = await Promise.all([
      this.http.get("/episodes", { query: { client: this.person.id }, signal }),
      this.http.get("/programs", { signal }),
      this.http.get("/levels", { signal }),
    ]);
    return {
      episodes: /** @type {Episode[]} */ (episodes.items),
      programs: /** @type {Program[]} */ (programs.items),
      levels: /** @type {Level[]} */ (levels.items),
    };
  }

  render() {
    const { groups } = words;
    const programs = this._care.data?.programs ?? [];
    const may = this.clinic.can("programme.write") && programs.length > 0 && !this._adding;
    return html`
      ${panel(
        groups.title,
        shown(this._groups, this.writer, (found) =>
          found.length
            ? html`<ul class="person-list">${found.map((one) => html`<li><a class="row-link" href="/groups/${one.id}"><bdi>${one.name}</bdi></a></li>`)}</ul>`
            : emptyState("groups", groups.person_none, groups.person_none_text, html`<a class="button" href="/groups">${groups.title}</a>`),
        ),
      )}
      ${panel(
        groups.episodes.title,
        shown(
          this._care,
          this.writer,
          (care) => html`${this._adding ? this._add(care.programs) : nothing} ${this._table(care.episodes, care.programs)}`,
        ),
        may ? html`<button class="button" type="button" @click=${() => this._begin(programs[0])}>${groups.episodes.add}</button>` : nothing,
      )}
    `;
  }

  /** @param {Episode[]} episodes @param {Program[]} programs */
  _table(episodes, programs) {
    const { episodes: texts, levels } = words.groups;
    if (!episodes.length) return this._adding ? nothing : html`<p class="quiet">${texts.none}</p>`;
    const may = this.clinic.can("programme.write");
    return tableList(
      texts.title,
      [words.groups.fields.program, texts.level, texts.starts, texts.ends, texts.target, ...(may ? [words.common.actions] : [])],
      episodes.map((one) => [
        html`<bdi>${programs.find(({ id }) => id === one.program)?.name ?? ""}</bdi>`,
        levels[one.level] ?? one.level,
        this.writer.onlyDay(one.since),
        one.until ? this.writer.onlyDay(addDays(one.until, -1)) : "",
        html`${this.writer.length(one.target_min)}${one.usual_target ? nothing : html` <span class="quiet">${texts.unusual}</span>`}`,
        ...(may
          ? [one.until ? "" : html`<button class="button" type="button" @click=${() => void this._end(one)}>${texts.end}</button>`]
          : []),
      ]),
    );
  }

  /** @param {Program} program */
  _begin(program) {
    this._form = this.form({
      program: program.id,
      level: program.level,
      since: dayOf(this.http.now(), this.clinic.zone),
      target_min: program.target_min,
    });
    this._adding = true;
  }

  /** @param {Program[]} programs */
  _add(programs) {
    const { episodes, fields, levels } = words.groups;
    const form = this._form;
    return html`
      <form class="form-grid inset" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)}
        ${selectField(
          form,
          "program",
          { label: fields.program },
          programs.map((one) => [one.id, one.name]),
        )}
        ${selectField(form, "level", { label: episodes.level }, Object.entries(levels))}
        ${textField(form, "since", { label: episodes.starts, type: "date", required: true })}
        ${numberField(form, "target_min", { label: episodes.target_min, hint: this._usual(form), from: 0, to: 10080, required: true })}
        <div class="form-wide">
          ${formActions(form, episodes.add, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
        </div>
      </form>
    `;
  }

  /** The hours a week that belong to the level in the form. @param {import("../../core/forms/form.js").Form} form */
  _usual(form) {
    const { levels } = this._care.data ?? { levels: [] };
    const found = levels.find((one) => one.level === form.values.level);
    return found
      ? words.groups.episodes.usual(this.writer.length(found.low_min), found.high_min === null ? "" : this.writer.length(found.high_min))
      : "";
  }

  _stop() {
    this._adding = false;
  }

  async _save() {
    const made = await this.send(this._form, () => this.http.post("/episodes", { ...this._form.body, client: this.person.id }));
    if (!made) return;
    this._adding = false;
    await this._care.load();
  }

  /** @param {Episode} one */
  async _end(one) {
    const { episodes } = words.groups;
    if (!(await this.clinic.ask(episodes.ask_end(this.person.name)))) return;
    const until = addDays(dayOf(this.http.now(), this.clinic.zone), 1);
    await this.act(() => this.http.patch(`/episodes/${one.id}`, { until }, { version: one.version }), episodes.ended);
    await this._care.load();
  }
}

customElements.define("clinic-person-groups", PersonGroups);
