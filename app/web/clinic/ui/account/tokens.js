/** Keys for other programs that act in this person's name, within what they may do. */

import { createRef, html, ref } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { checkField, formActions, formProblem, onSubmit, selectField, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/sheet.js";

/** @typedef {{ id: string, label: string, scopes: string[], made_at: string, expires_at: string, used_at?: string | null }} Token */

/** How many days a token may be valid. */
const DAYS = [30, 90, 180, 366];

/** What a token may be given at all. */
const SCOPES = [
  "people.read",
  "people.write",
  "staff.read",
  "care_team.read",
  "programme.read",
  "programme.write",
  "schedule.read",
  "schedule.write",
  "policies.read",
  "mail.read",
];

export class Tokens extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    this._form = this.form({});
    this._secret = "";
    this._tokens = this.follow(new Resource((signal) => this.http.get("/me/tokens", { signal }), this._redraw));
  }

  render() {
    const { tokens } = words.account;
    return html`
      ${panel(
        tokens.title,
        html`<p class="quiet">${tokens.text}</p>
          ${shown(this._tokens, this.writer, (answer) => this._list(answer.items))}`,
        html`<button class="button" type="button" @click=${this._open}>${tokens.new}</button>`,
      )}
      <clinic-sheet id="token" ${ref(this._sheet)} .heading=${tokens.new} .content=${this._secret ? this._shown() : this._new()} .mayClose=${() => this._secret !== "" || this.mayDrop(this._form)} @closed=${this._forget}></clinic-sheet>
    `;
  }

  /** @param {Token[]} items */
  _list(items) {
    if (!items.length) return html`<p class="quiet">${words.account.tokens.none}</p>`;
    return html`<ul class="thing-list">
      ${items.map(
        (one) => html`<li>
          ${icon("key")}<span class="thing-words"><bdi>${one.label}</bdi><span class="field-hint">${one.scopes.map((scope) => words.account.tokens.scopes[scope] ?? scope).join(" · ")}</span
            ><span class="field-hint">${words.account.tokens.until(this.writer.shortDate(one.expires_at))} ${one.used_at ? words.account.credentials.used(this.writer.moment(one.used_at)) : words.account.tokens.never_used}</span></span>
          <button class="button" type="button" @click=${() => void this._remove(one)}>${words.common.remove}<span class="for-readers"> ${one.label}</span></button>
        </li>`,
      )}
    </ul>`;
  }

  _open() {
    this._form = this.form({ label: "", days: "90", ...Object.fromEntries(SCOPES.map((scope) => [scopeField(scope), false])) });
    this.requestUpdate();
    void this._sheet.value?.show();
  }

  _new() {
    const { tokens } = words.account;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._create())}>
        ${formProblem(form)} ${textField(form, "label", { label: tokens.name, hint: tokens.name_hint, required: true, max: 60, focus: true })}
        <fieldset class="choices">
          <legend class="field-label">${tokens.may}</legend>
          ${SCOPES.filter((scope) => this.clinic.can(scope)).map((scope) => checkField(form, scopeField(scope), { label: tokens.scopes[scope] }))}
        </fieldset>
        ${selectField(
          form,
          "days",
          { label: tokens.valid, hint: tokens.valid_hint },
          DAYS.map((days) => /** @type {[string, string]} */ ([String(days), tokens.days(days)])),
        )}
        ${formActions(form, tokens.make)}
      </form>
    `;
  }

  _shown() {
    const { tokens } = words.account;
    return html`<div class="stack">
      <p>${tokens.once}</p>
      <p><code class="secret" dir="ltr">${this._secret}</code></p>
      <button class="button button-main" type="button" @click=${() => void this.act(() => navigator.clipboard.writeText(this._secret), words.common.copied)}>${words.common.copy}</button>
    </div>`;
  }

  async _create() {
    const { values } = this._form;
    const scopes = SCOPES.filter((scope) => values[scopeField(scope)]);
    const made = await this.send(this._form, () =>
      this.http.post("/me/tokens", { label: values.label.trim(), scopes, days: Number(values.days) }),
    );
    if (!made) return;
    this._secret = made.secret;
    this.requestUpdate();
    await this._tokens.load();
  }

  _forget() {
    this._secret = "";
    this.requestUpdate();
  }

  /** @param {Token} one */
  async _remove(one) {
    if (!(await this.clinic.ask(words.account.tokens.ask_remove(one.label)))) return;
    await this.act(() => this.http.delete(`/me/tokens/${one.id}`), words.common.removed);
    await this._tokens.load();
  }
}

/** A dot in a field's name would make a part of it. @param {string} scope */
const scopeField = (scope) => `scope_${scope.replace(".", "_")}`;

customElements.define("clinic-tokens", Tokens);
