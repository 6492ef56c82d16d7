/** What somebody has to call payers about, the organisations that records go to, and their codes. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { formActions, formProblem, onSubmit, selectField, textField } from "../../common/fields.js";
import { badge, pageHead, panel, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import "./codes.js";

/**
 * @typedef {{ id: string, name: string, kind: "payer" | "ehr", archived: boolean, version: number }} Recipient
 * @typedef {{ client: string, name: string, review_on: string }} Review
 * @typedef {{ client: string, name: string, billed: string, unit: "days" | "sessions", last_on: string, balance: import("./person-insurance.js").Balance }} Running
 */

export class PayersPage extends PageElement {
  static properties = { ...PageElement.properties, _adding: { state: true } };

  constructor() {
    super();
    this._adding = false;
    this._form = this.form({});
    this._due = this.follow(
      new Resource(
        /** @returns {Promise<{ reviews: Review[], authorisations: Running[] }>} */ (signal) => this.http.get("/insurance/due", { signal }),
        this._redraw,
      ),
    );
    this._recipients = this.follow(
      new Resource(/** @returns {Promise<{ items: Recipient[] }>} */ (signal) => this.http.get("/recipients", { signal }), this._redraw),
    );
  }

  render() {
    const { insurance } = words;
    const { payers } = insurance;
    return html`
      ${pageHead(words.shell.pages.insurance, { lead: payers.lead })}
      ${panel(
        payers.due,
        shown(this._due, this.writer, (due) => this._calls(due)),
      )}
      ${panel(
        payers.title,
        html`<p class="quiet">${payers.text}</p>
          ${this._adding ? this._add() : nothing} ${shown(this._recipients, this.writer, ({ items }) => this._list(items))}`,
        this._adding ? nothing : html`<button class="button" type="button" @click=${this._begin}>${payers.add}</button>`,
      )}
      ${shown(this._recipients, this.writer, ({ items }) => html`<clinic-codes .clinic=${this.clinic} .payers=${items.filter((one) => one.kind === "payer" && !one.archived)}></clinic-codes>`)}
    `;
  }

  /** @param {{ reviews: Review[], authorisations: Running[] }} due */
  _calls(due) {
    const { insurance } = words;
    if (!due.reviews.length && !due.authorisations.length) return html`<p class="quiet">${insurance.payers.nothing_due}</p>`;
    const today = this.http.now();
    return html`<ul class="plain-list">
      ${due.reviews.map(
        (one) =>
          html`<li><a class="row-link" href="/people/${one.client}" dir="auto">${one.name}</a>: ${insurance.payers.review(this.writer.onlyDay(one.review_on))} ${
            Date.parse(`${one.review_on}T23:59`) < today ? badge(insurance.reviews.overdue, "warm", "careful") : nothing
          }</li>`,
      )}
      ${due.authorisations.map((one) => {
        const { left, days_left, warnings } = one.balance;
        return html`<li><a class="row-link" href="/people/${one.client}" dir="auto">${one.name}</a>: ${insurance.billed[one.billed]}
          ${warnings.map((each) => badge(insurance.warnings[each](each === "ends_soon" ? days_left : left, each === "ends_soon" ? "days" : one.unit), "warm", "careful"))}</li>`;
      })}
    </ul>`;
  }

  /** @param {Recipient[]} items */
  _list(items) {
    const { payers } = words.insurance;
    if (!items.length) return html`<p class="quiet">${payers.none}</p>`;
    return tableList(
      payers.title,
      [payers.name, payers.kind, words.common.actions],
      items.map((one) => [
        html`<span dir="auto">${one.name}</span> ${one.archived ? badge(payers.archived) : nothing}`,
        payers.kinds[one.kind],
        html`<button class="button" type="button" @click=${() => void this._archive(one)}>
          ${one.archived ? payers.restore : payers.archive}<span class="for-readers"> ${one.name}</span>
        </button>`,
      ]),
    );
  }

  async _begin() {
    this._form = this.form({ name: "", kind: "payer" });
    this._adding = true;
    await this.updateComplete;
    this.querySelector("input")?.focus();
  }

  _add() {
    const { payers } = words.insurance;
    const form = this._form;
    const kinds = /** @type {[string, string][]} */ (["payer", "ehr"].map((each) => [each, payers.kinds[each]]));
    return html`<form class="form-grid inset" novalidate @submit=${onSubmit(() => this._save())}>
      ${formProblem(form)} ${textField(form, "name", { label: payers.name, required: true, max: 120 })} ${selectField(form, "kind", { label: payers.kind }, kinds)}
      <div class="form-wide">
        ${formActions(form, payers.add, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
      </div>
    </form>`;
  }

  _stop() {
    this._adding = false;
  }

  async _save() {
    if (!(await this.send(this._form, () => this.http.post("/recipients", this._form.values)))) return;
    this._adding = false;
    this.clinic.toasts.show(words.common.saved);
    await this._recipients.load();
  }

  /** @param {Recipient} one */
  async _archive(one) {
    await this.act(
      () => this.http.patch(`/recipients/${one.id}`, { archived: !one.archived }, { version: one.version }),
      words.common.saved,
    );
    await this._recipients.load();
  }
}

customElements.define("clinic-payers", PayersPage);
