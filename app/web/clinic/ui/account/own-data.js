/** A client's own page: a copy of what is kept about them, and what they want corrected in it. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, selectField } from "../common/fields.js";
import { saveFile } from "../common/files.js";
import { icon } from "../common/icons.js";
import { backLink, badge, facts, pageHead, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ id: string, asked_at: string, written: boolean, state: "waiting" | "ready" | "failed" | "removed", open_until: string | null }} Copy
 * @typedef {{ id: string, about: string, wrong: string, right: string, asked_at: string, due_at: string,
 *   state: "asked" | "accepted" | "declined" | "withdrawn", answer: string, decided_at: string | null, disagreement: string, version: number }} Correction
 * @typedef {{ copies: Copy[], corrections: Correction[] }} OwnData
 */

const LOOK_AGAIN_MS = 3000;
/** How many copies are shown: those before them are gone. */
const SHOWN = 3;

export class OwnDataPage extends PageElement {
  constructor() {
    super();
    this._form = this.form({ about: "name", wrong: "", right: "" });
    /** What is typed about a request that was declined. @type {Map<string, import("../../core/forms/form.js").Form>} */
    this._said = new Map();
    this._timer = 0;
    this._own = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.clearTimeout(this._timer);
  }

  /** @param {AbortSignal} signal @returns {Promise<OwnData>} */
  async _look(signal) {
    const found = await this.http.get("/me/data", { signal });
    window.clearTimeout(this._timer);
    if (found.copies.some((/** @type {Copy} */ one) => one.state === "waiting") && this.isConnected)
      this._timer = window.setTimeout(() => void this._own.load(), LOOK_AGAIN_MS);
    return found;
  }

  render() {
    const { own } = words.records;
    return html`
      ${backLink("/me", words.account.title)} ${pageHead(own.title, { lead: own.lead })}
      ${shown(
        this._own,
        this.writer,
        (/** @type {OwnData} */ found) => html`
          ${panel(own.copy, this._copies(found.copies))} ${panel(own.correction, this._ask())}
          ${found.corrections.length ? panel(own.yours, html`<ul class="plain stack">${found.corrections.map((one) => html`<li class="inset stack">${this._correction(one)}</li>`)}</ul>`) : nothing}
        `,
      )}
    `;
  }

  /** @param {Copy[]} copies */
  _copies(copies) {
    const { own } = words.records;
    const waits = copies.some(({ state }) => state === "waiting");
    const is_open = copies.some(({ open_until, written }) => open_until && !written);
    return html`
      <p>${own.copy_text}</p>
      <p class="note">${icon("careful")} ${own.copy_careful}</p>
      <div role="status">
        <ul class="plain stack">
          ${copies.slice(0, SHOWN).map((one) => html`<li>${this._copy(one)}</li>`)}
        </ul>
      </div>
      ${waits ? nothing : html`<div class="form-actions"><button class=${is_open ? "button" : "button button-main"} type="button" @click=${() => void this._askCopy()}>${is_open ? own.ask_again : own.ask}</button></div>`}
    `;
  }

  /** @param {Copy} one */
  _copy(one) {
    const { own } = words.records;
    if (one.state === "waiting") return own.making;
    const asked = html`<span class="quiet">${own.asked_at(this.writer.moment(one.asked_at))}.</span>`;
    if (one.state === "failed") return html`${asked} ${own.failed}`;
    if (!one.open_until) return html`${asked} ${own.removed}`;
    if (one.written) return html`${asked} ${own.written}`;
    return html`<div class="departure">
      <span>${asked} ${own.until(this.writer.moment(one.open_until))}</span>
      <button class="button button-main" type="button" @click=${() => void this._download(one)}>${own.download}</button>
    </div>`;
  }

  async _askCopy() {
    if (await this.act(() => this.http.post("/me/data/copies", { language: words.tag }))) await this._own.load();
  }

  /** @param {Copy} one */
  async _download(one) {
    const file = await this.act(() => this.http.file(`/me/data/copies/${one.id}/file`));
    if (file) saveFile(file, "copy.zip");
  }

  _ask() {
    const { own, about } = words.records;
    const form = this._form;
    return html`
      <p>${own.correction_text}</p>
      <form class="stack" novalidate @submit=${onSubmit(() => this._send())}>
        ${formProblem(form)} ${selectField(form, "about", { label: own.about }, Object.entries(about))}
        ${areaField(form, "wrong", { label: own.wrong, required: true, max: 1000 })}
        ${areaField(form, "right", { label: own.right, required: true, max: 1000 })} ${formActions(form, own.send)}
      </form>
    `;
  }

  async _send() {
    const sent = await this.send(this._form, () => this.http.post("/me/data/corrections", this._form.body));
    if (!sent) return;
    this._form = this.form({ about: "name", wrong: "", right: "" });
    this.clinic.toasts.show(words.records.own.sent);
    await this._own.load();
  }

  /** @param {Correction} one */
  _correction(one) {
    const { records } = words;
    const { own, requests } = records;
    return html`
      <div class="departure">
        <strong>${records.about[one.about]}</strong>
        ${badge(records.correction_states[one.state], one.state === "accepted" ? "good" : "plain")}
      </div>
      ${facts([
        [requests.wrong, one.wrong],
        [requests.right, one.right],
      ])}
      ${
        one.state === "asked"
          ? html`<p class="quiet">${own.due(this.writer.shortDate(one.due_at))}</p>
            <div class="form-actions"><button class="button" type="button" aria-label="${own.withdraw}: ${records.about[one.about]}" @click=${() => void this._withdraw(one)}>${own.withdraw}</button></div>`
          : nothing
      }
      ${one.answer ? html`<p dir="auto">${own.answer(one.answer)}</p>` : nothing}
      ${one.disagreement ? html`<p dir="auto">${own.said(one.disagreement)}</p>` : nothing}
      ${one.state === "declined" && !one.disagreement ? this._disagree(one) : nothing}
    `;
  }

  /** @param {Correction} one */
  _disagree(one) {
    const { own } = words.records;
    const form = this._said.get(one.id) ?? this.form({ words: "" });
    this._said.set(one.id, form);
    return html`<form class="stack" novalidate @submit=${onSubmit(() => this._say(one, form))}>
      ${formProblem(form)} ${areaField(form, "words", { label: own.disagree, hint: own.disagree_hint, required: true, max: 1000 })}
      ${formActions(form, own.send)}
    </form>`;
  }

  /** @param {Correction} one @param {import("../../core/forms/form.js").Form} form */
  async _say(one, form) {
    const said = await this.send(form, () =>
      this.http.post(`/me/data/corrections/${one.id}/disagree`, form.body, { version: one.version }),
    );
    if (said) await this._own.load();
  }

  /** @param {Correction} one */
  async _withdraw(one) {
    if (!(await this.clinic.ask(words.records.own.ask_withdraw))) return;
    const path = `/me/data/corrections/${one.id}/withdraw`;
    if (await this.act(() => this.http.post(path, {}, { version: one.version }))) await this._own.load();
  }
}

customElements.define("clinic-own-data", OwnDataPage);
