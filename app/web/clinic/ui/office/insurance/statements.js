/** Statements of what a client attended: made for a period, and handed out as PDF or CSV. Staff see what was left out; clients see their own. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { addDays, dayOf } from "../../../core/time/dates.js";
import { locale, words } from "../../../words/words.js";
import { formActions, formProblem, onSubmit, selectField, textField } from "../../common/fields.js";
import { icon } from "../../common/icons.js";
import { panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ id: string, kind: "attendance" | "superbill", since: string, last: string, made_at: string, sessions: number, minutes: number,
 *   recipient?: string | null, left_out?: number, without_patient?: number, protected?: boolean, gaps?: { on: string, leader: string, state: string }[] }} Statement
 * @typedef {{ items: Statement[], recipients: [string, string][] }} Found
 */

const USUAL_DAYS = -30;

export class Statements extends PageElement {
  static properties = { ...PageElement.properties, of: { attribute: false }, _making: { state: true } };

  constructor() {
    super();
    /** Whose: `/me`, or `/people/…`. */
    this.of = "/me";
    this._making = false;
    this._form = this.form({});
    this._found = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  get _is_own() {
    return this.of === "/me";
  }

  /** @param {AbortSignal} signal @returns {Promise<Found>} */
  async _look(signal) {
    const { items } = await this.http.get(`${this.of}/statements`, { signal });
    if (this._is_own) return { items, recipients: [] };
    const known = await this.http.get("/recipients", { signal });
    return {
      items,
      recipients: known.items
        .filter((/** @type {{ archived: boolean }} */ one) => !one.archived)
        .map((/** @type {{ id: string, name: string }} */ one) => [one.id, one.name]),
    };
  }

  render() {
    const { statements } = words.insurance;
    return panel(
      this._is_own ? statements.own_title : statements.title,
      html`<p class="quiet">${this._is_own ? statements.own_text : statements.text}</p>
        ${shown(this._found, this.writer, (found) => html`${this._making ? this._draw(found) : nothing}${this._list(found.items)}`)}`,
      this._making ? nothing : html`<button class="button" type="button" @click=${this._begin}>${statements.make}</button>`,
    );
  }

  _begin() {
    const today = dayOf(this.http.now(), this.clinic.zone);
    this._form = this.form({ kind: "attendance", since: addDays(today, USUAL_DAYS), last: today, recipient: "" });
    this._making = true;
  }

  /** @param {Found} found */
  _draw(found) {
    const { statements } = words.insurance;
    const form = this._form;
    const today = dayOf(this.http.now(), this.clinic.zone);
    const kinds = /** @type {[string, string][]} */ (["attendance", "superbill"].map((each) => [each, statements.kinds[each]]));
    return html`
      <form class="form-grid inset" novalidate @submit=${onSubmit(() => this._make())}>
        ${formProblem(form)} ${selectField(form, "kind", { label: statements.kind }, kinds)}
        ${this._is_own ? nothing : selectField(form, "recipient", { label: statements.recipient, required: false }, [["", statements.client], ...found.recipients])}
        ${textField(form, "since", { label: statements.since, type: "date", required: true, to: today })}
        ${textField(form, "last", { label: statements.last, type: "date", required: true, to: today })}
        <div class="form-wide">
          ${formActions(form, statements.make, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
        </div>
      </form>
    `;
  }

  /** @param {Statement[]} items */
  _list(items) {
    const { statements } = words.insurance;
    if (!items.length) return html`<p class="quiet">${statements.none}</p>`;
    return html`<ul class="plain-list">${items.map((one) => this._one(one))}</ul>`;
  }

  /** @param {Statement} one */
  _one(one) {
    const { statements } = words.insurance;
    const name = `${statements.kinds[one.kind]}, ${this.writer.days(one.since, one.last)}`;
    const file = (/** @type {string} */ format) =>
      `/api/v1${this.of}/statements/${one.id}?format=${format}&language=${locale().slice(0, 2)}`;
    return html`<li class="stack">
      <span><b>${name}</b><br />
        <span class="quiet" dir="auto">${statements.sum(one.sessions, one.minutes)}${this._is_own ? nothing : ` · ${one.recipient ?? statements.client}`} · ${this.writer.date(one.made_at)}</span>
      </span>
      ${one.left_out ? html`<p class="note">${icon("careful")}<span>${statements.left_out(one.left_out)}</span></p>` : nothing}
      ${one.protected ? html`<p class="note">${icon("careful")}<span>${statements.protected}</span></p>` : nothing}
      ${one.without_patient ? html`<p class="note">${icon("careful")}<span>${statements.without_patient(one.without_patient)}</span></p>` : nothing}
      ${one.gaps?.length ? html`<p class="note">${icon("careful")}<span>${statements.gaps(words.common.list([...new Set(one.gaps.map((gap) => statements.gap(gap.leader, gap.state)))]))}</span></p>` : nothing}
      <span class="button-row">
        <a class="button" href=${file("pdf")} download>${statements.pdf}<span class="for-readers"> ${name}</span></a>
        <a class="button" href=${file("csv")} download>${statements.csv}<span class="for-readers"> ${name}</span></a>
      </span>
    </li>`;
  }

  _stop() {
    this._making = false;
  }

  async _make() {
    const { kind, since, last, recipient } = this._form.values;
    const body = { kind, since, last, ...(recipient ? { recipient } : {}) };
    const made = await this.send(this._form, () => this.http.post(`${this.of}/statements`, body));
    if (!made) return;
    this._making = false;
    this.clinic.toasts.show(words.insurance.statements.made);
    await this._found.load();
  }
}

customElements.define("clinic-statements", Statements);
