/** What clients ask about what is kept of them, and what staff answer: corrections, and copies for who asked in writing. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Pages } from "../../../core/api/pages.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { areaField, formProblem } from "../../common/fields.js";
import "../../common/people-picker.js";
import { saveFile } from "../../common/files.js";
import { badge, facts, listed, panel, personChip, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {import("./holds.js").Thing} Thing
 * @typedef {import("../../account/own-data.js").Correction & { person: Thing }} Correction
 * @typedef {import("../../account/own-data.js").Copy & { person: Thing, by: Thing }} Copy
 */

export class DataRequests extends PageElement {
  constructor() {
    super();
    /** The answer that is typed for each request. @type {Map<string, import("../../../core/forms/form.js").Form>} */
    this._answers = new Map();
    this._corrections = this.follow(
      new Pages((query, signal) => this.http.get("/records/corrections", { query: { ...query, state: "asked" }, signal }), this._redraw),
    );
    /** @type {Resource<Copy[]>} */
    this._copies = this.follow(new Resource((signal) => this.http.get("/records/copies", { signal }), this._redraw));
  }

  render() {
    const { requests } = words.records;
    return html`
      ${panel(
        requests.corrections,
        html`<p class="quiet">${requests.corrections_text}</p>
          ${listed(
            this._corrections,
            this.writer,
            () =>
              html`<ul class="plain stack">${this._corrections.items.map((/** @type {Correction} */ one) => html`<li class="inset stack">${this._correction(one)}</li>`)}</ul>`,
            html`<p>${requests.corrections_none}</p>`,
          )}`,
      )}
      ${panel(
        requests.copies,
        html`<p class="quiet">${requests.copies_text}</p>
          ${this.clinic.can("people.export") ? this._make() : nothing}
          ${shown(this._copies, this.writer, (found) => (found.length ? this._list(found) : html`<p>${requests.copies_none}</p>`))}`,
      )}
    `;
  }

  /** @param {Correction} one */
  _correction(one) {
    const { records } = words;
    const { requests } = records;
    const day = this.writer.shortDate(one.due_at);
    const is_late = this.http.now() > Date.parse(one.due_at);
    const form = this._answers.get(one.id) ?? this.form({ words: "" });
    this._answers.set(one.id, form);
    return html`
      <div class="departure">
        ${personChip({ id: one.person.id, name: one.person.name ?? "" }, records.about[one.about])}
        ${badge(is_late ? requests.late(day) : requests.due(day), is_late ? "firm" : "plain")}
      </div>
      ${facts([
        [requests.wrong, one.wrong],
        [requests.right, one.right],
      ])}
      ${
        this.clinic.can("records.keep")
          ? html`${formProblem(form)} ${areaField(form, "words", { label: requests.answer, hint: requests.answer_hint, max: 1000 })}
            <div class="form-actions">
              <button class="button button-main" type="button" @click=${() => void this._answer(one, form, "accept")}>${requests.accept}</button>
              <button class="button" type="button" @click=${() => void this._answer(one, form, "decline")}>${requests.decline}</button>
            </div>`
          : nothing
      }
    `;
  }

  /** @param {Correction} one @param {import("../../../core/forms/form.js").Form} form @param {"accept" | "decline"} move */
  async _answer(one, form, move) {
    const path = `/records/corrections/${one.id}/answer`;
    const answered = await this.send(form, () => this.http.post(path, { move, words: form.values.words }, { version: one.version }));
    if (!answered) return;
    this._answers.delete(one.id);
    this.clinic.toasts.show(words.records.requests.answered);
    await this._corrections.load();
  }

  _make() {
    const { requests } = words.records;
    return html`<clinic-people-picker
      .clinic=${this.clinic}
      .label=${requests.client}
      .kind=${"client"}
      @pick=${(/** @type {CustomEvent} */ event) => void this._ask(event.detail)}
    ></clinic-people-picker>`;
  }

  /** @param {{ id: string, name: string }} client */
  async _ask(client) {
    const { requests } = words.records;
    if (!(await this.clinic.ask({ title: requests.make, text: client.name, yes: requests.make, no: words.common.cancel }))) return;
    const asked = await this.act(() => this.http.post(`/people/${client.id}/copies`, { language: words.tag }), requests.asked);
    if (asked) await this._copies.load();
  }

  /** @param {Copy[]} found */
  _list(found) {
    const { records } = words;
    const { requests } = records;
    return tableList(
      requests.copies,
      [requests.who, requests.when, requests.state, words.common.actions],
      found.map((one) => [
        personChip({ id: one.person.id, name: one.person.name ?? "" }, one.written ? requests.written(one.by.name ?? "") : requests.own),
        this.writer.moment(one.asked_at),
        records.copy_states[one.state],
        one.written && one.open_until
          ? html`<button class="button" type="button" aria-label="${requests.download}: ${one.person.name}" @click=${() => void this._download(one)}>${requests.download}</button>`
          : nothing,
      ]),
    );
  }

  /** @param {Copy} one */
  async _download(one) {
    const file = await this.act(() => this.http.file(`/records/copies/${one.id}/file`));
    if (file) saveFile(file, "copy.zip");
  }
}

customElements.define("clinic-data-requests", DataRequests);
