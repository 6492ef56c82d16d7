/** One document: the version in use, the next one in both languages beside each other, its review, and what held before. */

import { documentText } from "../../../shared/ui/document-text.js";
import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { addDays, dayOf } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { backLink, badge, pageHead, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {import("../../../shared/ui/document-text.js").Block} Block
 * @typedef {{ language: "en" | "es", title: string, text: string, blocks: Block[], grade: number }} Written
 * @typedef {{ id: string, number: number, state: "draft" | "reviewed" | "in_force", shipped: boolean, texts: Written[], effective_on: string,
 *   writer: { id: string, name: string } | null, written_at: string | null, reviewer: { id: string, name: string } | null, reviewed_at: string | null }} Version
 * @typedef {{ document: string, kind: string, state: string, current: Version | null, next: Version | null, history: Version[], version: number }} Whole
 */

const LANGUAGES = /** @type {const} */ (["en", "es"]);
const LONGEST_TITLE = 80;
const LONGEST_TEXT = 5000;
/** Time for the review, if no day is chosen. */
const USUAL_DAYS = 7;

export class DocumentPage extends PageElement {
  static properties = { ...PageElement.properties, _editing: { state: true } };

  constructor() {
    super();
    this._editing = false;
    this._form = this.form({});
    /** @type {Resource<Whole>} */
    this._found = this.follow(new Resource((signal) => this.http.get(this._path, { signal }), this._redraw));
  }

  get _path() {
    return `/documents/${this.params.id}`;
  }

  render() {
    const { documents } = words.agreements;
    return html`
      ${backLink("/documents", documents.back)}
      ${this._found.data ? nothing : html`<h1 class="for-readers" tabindex="-1">${documents.title}</h1>`}
      ${shown(this._found, this.writer, (found) => this._draw(found))}
    `;
  }

  /** @param {Whole} found */
  _draw(found) {
    const { documents, kinds, what_for } = words.agreements;
    const title = found.state ? `${kinds[found.kind]} · ${found.state}` : kinds[found.kind];
    return html`
      ${pageHead(title, { lead: what_for[found.kind] })} ${this._next(found)}
      ${found.current ? panel(documents.now, this._version(found.current)) : html`<p class="note">${documents.now_none}</p>`}
      ${panel(documents.history, found.history.length ? found.history.map((one) => html`<details><summary>${documents.number(one.number)}</summary>${this._version(one)}</details>`) : html`<p class="quiet">${documents.history_none}</p>`)}
    `;
  }

  /** @param {Whole} found */
  _next(found) {
    const { documents } = words.agreements;
    const may = this.clinic.can("policies.write");
    if (this._editing) return panel(documents.editing, this._edit(found));
    if (!found.next)
      return may
        ? html`<p><button class="button button-main" type="button" @click=${() => this._begin(found)}>${documents.write}</button></p>`
        : nothing;
    const next = found.next;
    return panel(
      documents.editing,
      html`${badge(documents.states[next.state], "warm")} ${this._version(next)}
      ${
        may
          ? html`<div class="form-actions">
              ${next.state === "draft" ? html`<button class="button button-main" type="button" @click=${() => void this._review(found)}>${documents.review}</button>` : nothing}
              <button class="button" type="button" @click=${() => this._begin(found)}>${documents.edit}</button>
              <button class="button" type="button" @click=${() => void this._discard(found)}>${documents.discard}</button>
            </div>`
          : nothing
      }`,
    );
  }

  /** @param {Version} version */
  _version(version) {
    const { documents, languages } = words.agreements;
    const day = (/** @type {string | null} */ at) => (at ? this.writer.shortDate(at) : "");
    return html`
      <p class="quiet">
        ${documents.number(version.number)} · ${version.shipped ? documents.shipped : documents.from(this.writer.day(version.effective_on))}
        ${version.writer ? html`· ${documents.written(version.writer.name, day(version.written_at))}` : nothing}
        ${version.reviewer ? html`· ${documents.reviewed(version.reviewer.name, day(version.reviewed_at))}` : nothing}
      </p>
      <h3>${documents.preview}</h3>
      <div class="two-columns">
        ${version.texts.map(
          (text) => html`<div class="stack">
            <p class="over-title">${languages[text.language]}</p>
            <h4 lang=${text.language}>${text.title}</h4>
            ${documentText(text.blocks, text.language)}
            <p class="field-hint">${documents.grade(text.grade)}</p>
          </div>`,
        )}
      </div>
    `;
  }

  /** @param {Whole} found */
  _edit(found) {
    const { documents, languages } = words.agreements;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._save(found))}>
        ${formProblem(form)}
        <div class="two-columns">
          ${LANGUAGES.map(
            (language) => html`<fieldset class="plain stack document-edit" lang=${language}>
              <legend>${languages[language]}</legend>
              ${textField(form, `texts.${language}.title`, { label: documents.heading, required: true, max: LONGEST_TITLE })}
              ${areaField(form, `texts.${language}.text`, { label: documents.body, hint: documents.body_hint, required: true, max: LONGEST_TEXT })}
            </fieldset>`,
          )}
        </div>
        ${textField(form, "effective_on", { label: documents.effective, hint: documents.effective_hint, type: "date", required: true, from: dayOf(this.http.now(), this.clinic.zone) })}
        ${formActions(form, documents.save, html`<button class="button" type="button" @click=${() => void this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  /** @param {Whole} found */
  _begin(found) {
    const from = found.next ?? found.current;
    const values = Object.fromEntries(
      LANGUAGES.flatMap((language) => {
        const text = from?.texts.find((one) => one.language === language);
        return [
          [`texts.${language}.title`, text?.title ?? ""],
          [`texts.${language}.text`, text?.text ?? ""],
        ];
      }),
    );
    const usual = addDays(dayOf(this.http.now(), this.clinic.zone), USUAL_DAYS);
    this._form = this.form({ ...values, effective_on: found.next?.effective_on ?? usual });
    this.guard(() => (this._editing ? this._form : null));
    this._editing = true;
  }

  async _stop() {
    if (await this.mayDrop(this._form)) this._editing = false;
  }

  /** @param {Whole} found */
  async _save(found) {
    const { values } = this._form;
    const texts = Object.fromEntries(
      LANGUAGES.map((language) => [language, { title: values[`texts.${language}.title`], text: values[`texts.${language}.text`] }]),
    );
    const body = { texts, effective_on: values.effective_on };
    const saved = await this.send(this._form, () => this.http.put(`${this._path}/draft`, body, { version: found.version }));
    if (!saved) return;
    this._editing = false;
    this._found.put(saved);
    this.clinic.toasts.show(words.agreements.documents.saved);
  }

  /** @param {Whole} found */
  async _review(found) {
    const { documents } = words.agreements;
    if (!found.next || !(await this.clinic.ask(documents.review_ask(this.writer.day(found.next.effective_on))))) return;
    await this.act(() => this.http.post(`${this._path}/draft/review`, {}, { version: found.version }), documents.reviewed_done);
    await this._found.load();
  }

  /** @param {Whole} found */
  async _discard(found) {
    const { documents } = words.agreements;
    if (!(await this.clinic.ask(documents.discard_ask))) return;
    await this.act(() => this.http.delete(`${this._path}/draft`, { version: found.version }), documents.discarded);
    await this._found.load();
  }
}

customElements.define("clinic-document", DocumentPage);
