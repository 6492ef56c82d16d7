/**
 * Makes one record of two that are of the same person: the other one is found, every field says what stays, and the merge
 * itself is asked for last, because it cannot be undone. Fires `done` with the id of the record that stays.
 */

import { html, nothing } from "../../../../vendor/lit.js";
import { Problem } from "../../../core/api/problems.js";
import { choicesOf, rowsOf } from "../../../core/forms/merge.js";
import { saidHours } from "../../../core/forms/safe-times.js";
import { zoneName } from "../../../core/time/zones.js";
import { locale, words } from "../../../words/words.js";
import { formActions, formProblem, onSubmit } from "../../common/fields.js";
import { icon } from "../../common/icons.js";
import { loading, personChip } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import { against } from "../../schedule/against.js";
import "../../common/people-picker.js";

/**
 * @typedef {import("../../../core/api/shapes.js").Person} Person
 * @typedef {import("../../../core/forms/merge.js").MergeRow} MergeRow
 * @typedef {import("../../../core/forms/merge.js").Side} Side
 */

export class MergePeople extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** The record from whose page one comes. @type {Person} */
    this.person;
    /** @type {Person | null} */
    this._other = null;
    /** Which of the two stays. */
    this._keeps_this = true;
    /** @type {MergeRow[] | null} */
    this._rows = null;
    /** @type {Record<string, Side>} */
    this._chosen = {};
    this._form = this.form({});
  }

  get _pair() {
    const other = /** @type {Person} */ (this._other);
    return this._keeps_this ? { keep: this.person, drop: other } : { keep: other, drop: this.person };
  }

  render() {
    const { merge } = words.people;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._merge())}>
        <p>${merge.text}</p>
        ${
          this._other
            ? this._two(this._other)
            : html`<clinic-people-picker
                .clinic=${this.clinic}
                .label=${merge.other}
                .hint=${merge.other_hint}
                .kind=${this.person.kind}
                .without=${[this.person.id]}
                @pick=${(/** @type {CustomEvent} */ event) => void this._pick(event.detail)}
              ></clinic-people-picker>`
        }
        ${formProblem(this._form)}
        ${against(this._form.problem instanceof Problem ? this._form.problem.conflicts : [], this.writer)}
        ${this._rows ? this._plan(this._rows) : this._form.busy ? loading(3) : nothing}
      </form>
    `;
  }

  /** @param {Person} other */
  _two(other) {
    const { merge } = words.people;
    const sides = /** @type {const} */ ([
      [true, this.person],
      [false, other],
    ]);
    return html`
      <fieldset class="choices">
        <legend class="field-label">${merge.keep}</legend>
        ${sides.map(
          ([own, person]) => html`<label class="choice">
            <input type="radio" name="keep" .checked=${this._keeps_this === own} @change=${() => void this._keep(own)} />
            <span>${personChip(person, person.legal_name || person.email || nothing)}</span>
          </label>`,
        )}
        <p class="field-hint">${merge.keep_hint}</p>
      </fieldset>
      <p><button class="button" type="button" @click=${() => this._forget()}>${merge.another}</button></p>
    `;
  }

  /** @param {MergeRow[]} rows */
  _plan(rows) {
    const { merge } = words.people;
    return html`
      <section aria-labelledby="merge-fields">
        <h3 id="merge-fields">${merge.fields}</h3>
        <dl class="facts">${rows.map((row) => html`<div><dt>${words.people.merge.names[row.field] ?? row.field}</dt><dd>${this._field(row)}</dd></div>`)}</dl>
      </section>
      <p class="note">${icon("careful")}<span>${merge.careful}</span></p>
      ${formActions(this._form, merge.do)}
    `;
  }

  /** @param {MergeRow} row */
  _field(row) {
    const taken = this._chosen[row.field] ?? row.taken;
    if (!row.differs) return html`<bdi>${this._say(row.field, row[taken] || row.keep || row.drop)}</bdi>`;
    const name = `merge-${row.field}`;
    return html`<span class="choices" role="radiogroup" aria-label=${words.people.merge.names[row.field] ?? row.field}>
      ${
        /** @type {Side[]} */ (["keep", "drop"]).map(
          (side) => html`<label class="choice">
          <input type="radio" name=${name} .checked=${taken === side} @change=${() => this._take(row.field, side)} />
          <bdi class="choice-name">${this._say(row.field, row[side])}</bdi>
        </label>`,
        )
      }
    </span>`;
  }

  /** @param {string} field @param {string} said */
  _say(field, said) {
    const { people } = words;
    if (field === "safe_channel") return people.reach[/** @type {"email" | "none"} */ (said)];
    if (field === "language") return new Intl.DisplayNames([words.tag], { type: "language" }).of(said) ?? said;
    if (field === "safe_times") return saidHours(said, this.writer, words.common.list) || people.any_time;
    if (field === "time_zone") return zoneName(said, locale());
    return said || people.merge.nothing;
  }

  /** @param {string} field @param {Side} side */
  _take(field, side) {
    this._chosen = { ...this._chosen, [field]: side };
    this.requestUpdate();
  }

  /** @param {{ id: string }} line */
  async _pick(line) {
    const other = await this.send(this._form, () => this.http.get(`/people/${line.id}`));
    if (!other) return;
    this._other = other;
    await this._look();
  }

  /** @param {boolean} own */
  async _keep(own) {
    this._keeps_this = own;
    await this._look();
  }

  _forget() {
    this._other = null;
    this._rows = null;
    this._form = this.form({});
    this.requestUpdate();
  }

  /** What would happen. */
  async _look() {
    this._rows = null;
    this._chosen = {};
    const { keep, drop } = this._pair;
    const plan = await this.send(this._form, () => this.http.post("/people/merge", { keep: keep.id, drop: drop.id, dry_run: true }));
    if (!plan || keep.id !== this._pair.keep.id) return;
    this._rows = rowsOf(plan, keep, drop);
    this.requestUpdate();
  }

  async _merge() {
    const { keep, drop } = this._pair;
    if (!this._rows || !(await this.clinic.ask(words.people.merge.ask(keep.name)))) return;
    const choices = choicesOf(this._rows, this._chosen);
    const done = await this.send(this._form, () =>
      this.http.post("/people/merge", { keep: keep.id, drop: drop.id, dry_run: false, choices }),
    );
    if (!done) return;
    this.clinic.toasts.show(words.people.merge.done);
    this.dispatchEvent(new CustomEvent("done", { detail: keep.id }));
  }
}

customElements.define("clinic-merge-people", MergePeople);
