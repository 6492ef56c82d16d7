/** What clients sign: every document, which version is in use, and how far the next one is. */

import { html } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { formActions, onSubmit, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { badge, pageHead, panel, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ document: string, kind: string, state: string, title: string, number: number | null, shipped: boolean, effective_on: string | null,
 *   draft: "draft" | "reviewed" | null }} Item */

export class DocumentsPage extends PageElement {
  constructor() {
    super();
    this._form = this.form({ state: "" });
    /** @type {Resource<{ items: Item[] }>} */
    this._documents = this.follow(new Resource((signal) => this.http.get("/documents", { signal }), this._redraw));
  }

  render() {
    const { documents } = words.agreements;
    return html`
      ${pageHead(documents.title, { lead: documents.lead })}
      <p class="note">${icon("careful")} ${documents.careful}</p>
      ${shown(this._documents, this.writer, ({ items }) => panel(documents.title, this._table(items)))}
      ${this.clinic.can("policies.write") ? this._state() : ""}
    `;
  }

  /** @param {Item[]} items */
  _table(items) {
    const { documents, kinds, what_for } = words.agreements;
    return tableList(
      documents.title,
      [documents.document, documents.version, documents.since, documents.next],
      items.map((one) => [
        html`<a class="row-link" href="/documents/${one.document}">${kinds[one.kind]}${one.state ? ` · ${one.state}` : ""}</a>
          <span class="field-hint">${what_for[one.kind]}</span>`,
        html`${one.number ?? ""} ${one.number ? badge(one.shipped ? documents.shipped : documents.own, one.shipped ? "warm" : "good") : ""}`,
        one.effective_on && !one.shipped ? this.writer.day(one.effective_on) : "",
        one.draft ? badge(documents.states[one.draft], "warm") : "",
      ]),
    );
  }

  _state() {
    const { documents } = words.agreements;
    return panel(
      documents.for_state,
      html`<p class="quiet">${documents.for_state_text}</p>
        <form class="stack" novalidate @submit=${onSubmit(() => this._open())}>
          ${textField(this._form, "state", { label: documents.state, hint: documents.state_hint, required: true, max: 2 })}
          ${formActions(this._form, documents.open)}
        </form>`,
    );
  }

  async _open() {
    const state = this._form.values.state.trim().toUpperCase();
    if (!/^[A-Z]{2}$/.test(state) && this._form.refuse({ state: "field.state" })) return this.focusProblem();
    const found = await this.send(this._form, () => this.http.get(`/documents/telehealth-${state}`));
    if (found) await this.clinic.router.go(`/documents/telehealth-${state}`);
  }
}

customElements.define("clinic-documents", DocumentsPage);
