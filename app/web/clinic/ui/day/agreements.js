/** A client's own documents: to sign, signed, copies of them, and taking one back. */

import { documentText, plainText } from "../../../shared/ui/document-text.js";
import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { codeOf } from "../../core/api/problems.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, facts, pageHead, panel, shown, tableList } from "../common/pieces.js";
import "../common/sheet.js";
import { PageElement } from "../element.js";
import "./let-read.js";

/**
 * @typedef {import("../../../shared/ui/document-text.js").Block} Block
 * @typedef {{ language: string, title: string, blocks: Block[] }} Text
 * @typedef {{ kind: string, version: string, number: number, needs: "sign" | "acknowledge", required: boolean, private: boolean,
 *   text: Text, others: Text[], about: string | null }} Due
 * @typedef {Due & { categories: string[] }} Offer
 * @typedef {{ id: string, kind: string, version: string, number: number, title: string, language: string, place: string, signed_at: string, method: string,
 *   state: "in_force" | "withdrawn" | "expired", current: boolean, heard_by: { id: string, name: string } | null,
 *   recipient: { id: string, name: string } | null, purpose: string | null, categories: string[], expires_at: string | null, withdrawn_at: string | null }} Grant
 * @typedef {Grant & { blocks: Block[], fingerprint: string }} Copy
 * @typedef {{ due: Due[], signed: Grant[], offered: Offer[], team: { id: string, name: string }[],
 *   organisations: { id: string, name: string }[] }} Agreements
 */

export class AgreementsPage extends PageElement {
  static properties = { ...PageElement.properties, _reading: { state: true }, _language: { state: true }, _changed: { state: true } };

  constructor() {
    super();
    /** The kind of document whose text is open, or "". */
    this._reading = "";
    this._language = "";
    /** The text changed while it was read. */
    this._changed = false;
    this._busy = false;
    /** @type {Copy | null} */
    this._copy = null;
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    /** @type {Resource<Agreements>} */
    this._own = this.follow(new Resource((signal) => this.http.get("/me/agreements", { signal }), this._redraw));
  }

  render() {
    const { own } = words.agreements;
    return html`
      ${pageHead(own.title, { lead: own.lead })}
      ${shown(
        this._own,
        this.writer,
        (found) => html`
          ${panel(own.due, found.due.length ? html`<ul class="due-list">${found.due.map((one) => html`<li>${this._due(one)}</li>`)}</ul>` : html`<p class="quiet">${own.due_none}</p>`)}
          ${panel(own.signed, found.signed.length ? this._signed(found.signed) : html`<p class="quiet">${own.signed_none}</p>`)}
          <clinic-let-read .clinic=${this.clinic} .offered=${found.offered} .team=${found.team} .organisations=${found.organisations} @signed=${() => void this._own.load()}></clinic-let-read>
        `,
      )}
      <clinic-sheet
        id="copy"
        wide
        ${ref(this._sheet)}
        .heading=${this._copy?.title ?? ""}
        .content=${this._copy ? this._copyText(this._copy) : nothing}
      ></clinic-sheet>
    `;
  }

  /** @param {Due} one */
  _due(one) {
    const { own } = words.agreements;
    const open = this._reading === one.kind;
    return html`
      <div class="due-head">
        <h3 dir="auto">${one.text.title}</h3>
        ${one.required ? nothing : badge(own.optional)}
        ${open ? nothing : html`<button class="button button-main" type="button" aria-label=${`${own.read}: ${one.text.title}`} @click=${() => this._open(one)}>${own.read}</button>`}
      </div>
      ${one.private && !open ? html`<p class="field-hint">${own.private}</p>` : nothing} ${open ? this._text(one) : nothing}
    `;
  }

  /** @param {Due} one */
  _text(one) {
    const { own, languages } = words.agreements;
    const texts = [one.text, ...one.others];
    const text = texts.find(({ language }) => language === this._language) ?? one.text;
    return html`
      ${this._changed ? html`<p class="note" role="alert">${icon("careful")} ${own.changed}</p>` : nothing}
      <fieldset class="plain language-choice">
        <legend class="for-readers">${own.language}</legend>
        ${texts.map(
          ({ language }) =>
            html`<button class="button" type="button" aria-pressed=${language === text.language ? "true" : "false"} @click=${() => this._speak(language)}>${languages[language]}</button>`,
        )}
      </fieldset>
      ${documentText(text.blocks, text.language)}
      <div class="form-actions">
        <button class="button button-main" type="button" aria-disabled=${this._busy ? "true" : "false"} @click=${() => void this._sign(one, text)}>${own.sign}</button>
        <button class="button" type="button" @click=${() => this._close()}>${own.later}</button>
      </div>
    `;
  }

  /** @param {Grant[]} signed */
  _signed(signed) {
    const { own, states } = words.agreements;
    return tableList(
      own.signed,
      [own.document, own.when, own.state, words.common.actions],
      signed.map((one) => [
        html`<span dir="auto">${one.title}</span>`,
        this.writer.shortDate(one.signed_at),
        html`${badge(states[one.state], one.state === "in_force" ? "good" : "plain", one.state === "in_force" ? "check" : "close")}
        ${one.state === "in_force" && !one.current ? badge(own.old) : nothing}`,
        html`<span class="row-actions">
          <button class="button" type="button" aria-label=${`${own.copy}: ${one.title}`} @click=${() => void this._showCopy(one)}>${own.copy}</button>
          ${one.state === "in_force" ? html`<button class="button" type="button" aria-label=${`${own.withdraw}: ${one.title}`} @click=${() => void this._withdraw(one)}>${own.withdraw}</button>` : nothing}
        </span>`,
      ]),
    );
  }

  /** @param {Copy} copy */
  _copyText(copy) {
    const { own } = words.agreements;
    return html`
      ${documentText(copy.blocks, copy.language, 3)} ${facts(this._facts(copy))}
      <div class="form-actions"><a class="button" download="copy.txt" href=${this._file(copy)}>${own.save}</a></div>
    `;
  }

  /** @param {Copy} copy @returns {[string, unknown][]} */
  _facts(copy) {
    const { copy: say, categories, purpose } = words.agreements;
    const has_terms = copy.expires_at !== null;
    return [
      [say.signed, this.writer.date(copy.signed_at)],
      [say.number, copy.number],
      [say.method, say.methods[copy.method]],
      [say.heard_by, copy.heard_by?.name],
      [say.place, copy.place],
      [say.recipient, has_terms ? (copy.recipient?.name ?? say.programme) : ""],
      [say.categories, words.common.list(copy.categories.map((one) => categories[one] ?? one))],
      [say.purpose, copy.purpose ? purpose(copy.purpose) : ""],
      [say.until, copy.expires_at ? this.writer.date(Date.parse(copy.expires_at) - 1) : ""],
      [say.withdrawn, copy.withdrawn_at ? this.writer.date(copy.withdrawn_at) : ""],
      [say.fingerprint, copy.fingerprint],
    ];
  }

  /** The copy as a file, which is made when it is asked for and goes nowhere else. @param {Copy} copy */
  _file(copy) {
    const lines = this._facts(copy).filter(([, value]) => value !== "" && value !== null && value !== undefined);
    const text = `${plainText(copy.title, copy.blocks)}\n\n${lines.map(([name, value]) => `${name}: ${value}`).join("\n")}\n`;
    return `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  }

  /** @param {Due} one */
  _open(one) {
    this._reading = one.kind;
    this._changed = false;
    this._language = one.text.language;
  }

  _close() {
    this._reading = "";
    this._changed = false;
  }

  /** @param {string} language */
  _speak(language) {
    this._language = language;
  }

  /** @param {Due} one @param {Text} text */
  async _sign(one, text) {
    if (this._busy) return;
    this._busy = true;
    try {
      const body = { version: one.version, language: text.language, ...(one.about ? { about: one.about } : {}) };
      await this.http.post("/me/agreements", body);
      this._close();
      this.clinic.toasts.show(words.agreements.own.thanks);
    } catch (error) {
      // The text that is open becomes the new one; nothing that was chosen is lost.
      if (codeOf(error) === "consent.changed") this._changed = true;
      else this.clinic.toasts.show(words.refusal(error));
    } finally {
      this._busy = false;
    }
    await this._own.load();
  }

  /** @param {Grant} one */
  async _showCopy(one) {
    const copy = await this.act(() => this.http.get(`/me/agreements/${one.id}`));
    if (!copy) return;
    this._copy = copy;
    this.requestUpdate();
    await this._sheet.value?.show();
  }

  /** @param {Grant} one */
  async _withdraw(one) {
    const { own } = words.agreements;
    if (!(await this.clinic.ask(own.ask))) return;
    await this.act(() => this.http.post(`/me/agreements/${one.id}/withdraw`), own.withdrawn);
    await this._own.load();
  }
}

customElements.define("clinic-agreements", AgreementsPage);
