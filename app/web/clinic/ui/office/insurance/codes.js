/** The table of codes: which code stands for which service and minutes, for all payers or for one. Statements that were made keep theirs. */

import { html } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { locale, words } from "../../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField, textField } from "../../common/fields.js";
import { panel, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ code: string, label: string, billed: string, minutes: "timed" | "untimed" | "per_diem", low_min: number | null, high_min: number | null,
 *   modifiers: string[], pos_home: string, pos_other: string, revenue: string, charge: number | null }} Code
 * @typedef {{ scope: string, rows: Code[], version: number }} Table
 */

const BILLED = ["day", "sud_day", "group", "psychoeducation", "individual", "couples", "medical"];
const DAYS = ["day", "sud_day"];
const CENTS = 100;

/** @param {number} cents */
const dollars = (cents) => new Intl.NumberFormat(locale(), { style: "currency", currency: "USD" }).format(cents / CENTS);

export class Codes extends PageElement {
  static properties = { ...PageElement.properties, payers: { attribute: false }, _scope: { state: true }, _at: { state: true } };

  constructor() {
    super();
    /** @type {{ id: string, name: string }[]} */
    this.payers = [];
    this._scope = "clinic";
    /** The row that is being changed; null for none, and the number of rows for a new one. @type {number | null} */
    this._at = null;
    this._form = this.form({});
    this._table = this.follow(
      new Resource(/** @returns {Promise<Table>} */ (signal) => this.http.get(`/codes/${this._scope}`, { signal }), this._redraw),
    );
  }

  render() {
    const { codes } = words.insurance;
    return panel(
      codes.title,
      html`<p class="quiet">${codes.text}</p>
        <label class="field">
          <span class="field-label">${codes.scope}</span>
          <select class="input" @change=${(/** @type {Event} */ event) => this._choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
            <option value="clinic" .selected=${this._scope === "clinic"}>${codes.everyone}</option>
            ${this.payers.map((one) => html`<option value=${one.id} .selected=${this._scope === one.id}>${one.name}</option>`)}
          </select>
        </label>
        ${shown(this._table, this.writer, (table) => this._draw(table))}`,
    );
  }

  /** @param {string} scope */
  _choose(scope) {
    this._scope = scope;
    this._at = null;
    void this._table.load();
  }

  /** @param {Table} table */
  _draw(table) {
    const { codes, billed } = words.insurance;
    return html`
      ${
        table.rows.length
          ? tableList(
              codes.title,
              [codes.code, codes.label, codes.billed, codes.minutes, codes.modifiers, codes.revenue, codes.charge, words.common.actions],
              table.rows.map((row, at) => [
                row.code,
                row.label,
                billed[row.billed],
                this._minutes(row),
                row.modifiers.join(" "),
                row.revenue,
                row.charge === null ? "" : dollars(row.charge),
                html`<span class="button-row">
                  <button class="button" type="button" @click=${() => this._begin(table, at)}>${words.common.change}<span class="for-readers"> ${row.code}</span></button>
                  <button class="button" type="button" @click=${() => void this._remove(table, at)}>${words.common.remove}<span class="for-readers"> ${row.code}</span></button>
                </span>`,
              ]),
            )
          : html`<p class="quiet">${codes.none}</p>`
      }
      ${
        this._at === null
          ? html`<button class="button" type="button" @click=${() => this._begin(table, table.rows.length)}>${codes.add}</button>`
          : this._edit(table)
      }
    `;
  }

  /** @param {Code} row */
  _minutes(row) {
    const { codes } = words.insurance;
    if (row.minutes === "untimed") return codes.untimed;
    if (row.minutes === "per_diem") return row.low_min === null ? codes.payer_minimum : codes.at_least(row.low_min);
    return row.high_min === null ? codes.at_least(row.low_min ?? 0) : codes.range(row.low_min ?? 0, row.high_min);
  }

  /** @param {Table} table @param {number} at */
  _begin(table, at) {
    const row = table.rows[at];
    this._form = this.form({
      code: row?.code ?? "",
      label: row?.label ?? "",
      billed: row?.billed ?? "individual",
      low_min: row?.low_min ?? null,
      high_min: row?.high_min ?? null,
      modifiers: row?.modifiers.join(" ") ?? "95",
      pos_home: row?.pos_home ?? "10",
      pos_other: row?.pos_other ?? "02",
      revenue: row?.revenue ?? "",
      charge: row?.charge === null || row === undefined ? "" : (row.charge / CENTS).toFixed(2),
    });
    this._at = at;
    this.guard(() => (this._at === null ? null : this._form));
  }

  /** @param {Table} table */
  _edit(table) {
    const { codes, billed } = words.insurance;
    const form = this._form;
    return html`<form class="form-grid inset" novalidate @submit=${onSubmit(() => this._save(table))}>
      ${formProblem(form)} ${textField(form, "code", { label: codes.code, required: true, max: 16 })}
      ${textField(form, "label", { label: codes.label, required: true, max: 80 })}
      ${selectField(form, "billed", { label: codes.billed }, /** @type {[string, string][]} */ (BILLED.map((each) => [each, billed[each]])))}
      ${numberField(form, "low_min", { label: codes.low, hint: codes.minutes_hint })} ${numberField(form, "high_min", { label: codes.high })}
      ${textField(form, "modifiers", { label: codes.modifiers, max: 20 })} ${textField(form, "pos_home", { label: codes.pos_home, required: true, max: 2 })}
      ${textField(form, "pos_other", { label: codes.pos_other, required: true, max: 2 })} ${textField(form, "revenue", { label: codes.revenue, max: 4 })}
      ${textField(form, "charge", { label: codes.charge, max: 10, inputmode: "decimal" })}
      <div class="form-wide">
        ${formActions(form, words.common.save, html`<button class="button" type="button" @click=${() => void this._stop()}>${words.common.cancel}</button>`)}
      </div>
    </form>`;
  }

  async _stop() {
    if (await this.mayDrop(this._form)) this._at = null;
  }

  /** @param {Table} table */
  async _save(table) {
    const { values } = this._form;
    const charge = Number(values.charge || 0);
    if (Number.isNaN(charge) && this._form.refuse({ charge: "codes.charge" })) return this.focusProblem();
    const is_day = DAYS.includes(values.billed);
    const timed = values.low_min !== null || values.high_min !== null;
    const row = {
      ...values,
      minutes: is_day ? "per_diem" : timed ? "timed" : "untimed",
      modifiers: values.modifiers.split(/[\s,]+/).filter(Boolean),
      charge: values.charge ? Math.round(charge * CENTS) : null,
    };
    const at = this._at ?? table.rows.length;
    const rows = [...table.rows.slice(0, at), row, ...table.rows.slice(at + 1)];
    const saved = await this._send(table, rows, at);
    if (!saved) return;
    this._at = null;
    this.clinic.toasts.show(words.common.saved);
    this._table.put(saved);
  }

  /** Sends the table; what is wrong with the row that was typed is told beside its fields. @param {Table} table @param {unknown[]} rows @param {number} at */
  async _send(table, rows, at) {
    const saved = await this.send(this._form, () => this.http.put(`/codes/${this._scope}`, { rows }, { version: table.version }));
    const here = `rows.${at}.`;
    const places = /** @type {Record<string, string>} */ ({ minutes: "low_min", pos: "pos_home" });
    for (const [field, code] of Object.entries(this._form.errors)) {
      const name = field.startsWith(here) ? field.slice(here.length) : (field.split(".").at(-1) ?? "");
      this._form.errors[places[name] ?? name] = code;
    }
    this.requestUpdate();
    return saved;
  }

  /** @param {Table} table @param {number} at */
  async _remove(table, at) {
    if (!(await this.clinic.ask(words.insurance.ask_remove))) return;
    const rows = table.rows.filter((_, place) => place !== at);
    const saved = await this.act(() => this.http.put(`/codes/${this._scope}`, { rows }, { version: table.version }), words.common.removed);
    if (saved) this._table.put(saved);
    else await this._table.load();
  }
}

customElements.define("clinic-codes", Codes);
