/** Everybody the clinic knows: found as one types, by kind, archived or not; new ones, and files of them. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { Pages } from "../../core/api/pages.js";
import { newPerson } from "../../core/forms/person.js";
import { words } from "../../words/words.js";
import { choiceField, formActions, formProblem, languageField, onSubmit, textField, zoneField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { emptyState, listed, pageHead, personChip, searchField, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/sheet.js";
import "./import-file.js";

/** @typedef {import("../../core/api/shapes.js").PersonLine} PersonLine */

export class PeoplePage extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._import = createRef();
    this._form = this.form({});
    this._pages = new Pages((query, signal) => this.http.get("/people", { query, signal }), this._redraw);
  }

  connectedCallback() {
    const { query } = this.clinic.router;
    this._pages.query = { q: query.get("q") ?? "", kind: query.get("kind") ?? "client", state: query.get("state") ?? "active" };
    this.follow(this._pages);
    super.connectedCallback();
  }

  render() {
    const { people } = words;
    const { query } = this._pages;
    return html`
      ${pageHead(people.title, { actions: this._actions() })}
      <div class="filters">
        ${searchField(people.search, String(query.q ?? ""), (text) => this._look({ q: text.trim() }, true))}
        ${this._filter(people.filters.kind, "kind", [
          ["client", people.kinds.client],
          ["staff", people.kinds.staff],
        ])}
        ${this._filter(people.filters.state, "state", [
          ["active", people.states.active],
          ["archived", people.states.archived],
        ])}
      </div>
      ${listed(this._pages, this.writer, () => this._table(), this._none())}
      <clinic-sheet id="new-person" ${ref(this._sheet)} .heading=${people.new_client} .content=${this._newPerson()} .mayClose=${() => this.mayDrop(this._form)}></clinic-sheet>
      <clinic-sheet
        id="import"
        wide
        ${ref(this._import)}
        .heading=${people.importing.title}
        .content=${html`<clinic-import .clinic=${this.clinic} @done=${() => void this._pages.load()}></clinic-import>`}
      ></clinic-sheet>
    `;
  }

  _actions() {
    const { people } = words;
    return html`
      ${this.clinic.can("people.export") ? html`<button class="button" type="button" @click=${() => void this._export()}>${people.export}</button>` : nothing}
      ${this.clinic.can("people.import") ? html`<button class="button" type="button" @click=${() => void this._import.value?.show()}>${people.importing.button}</button>` : nothing}
      ${this.clinic.can("people.write") ? html`<button class="button button-main" type="button" @click=${this._openNew}>${icon("add")}<span>${people.new_client}</span></button>` : nothing}
    `;
  }

  /** @param {string} label @param {string} name @param {[string, string][]} options */
  _filter(label, name, options) {
    const chosen = this._pages.query[name];
    return html`
      <div class="segments" role="group" aria-label=${label}>
        ${options.map(
          ([value, text]) =>
            html`<button class="segment" type="button" aria-pressed=${chosen === value ? "true" : "false"} @click=${() => this._look({ [name]: value })}>${text}</button>`,
        )}
      </div>
    `;
  }

  /** @param {Record<string, string>} changed @param {boolean} [typing] */
  _look(changed, typing = false) {
    const query = { ...this._pages.query, ...changed };
    if (typing) this._pages.search(query);
    else void this._pages.load(query);
    const noted = /** @type {Record<string, string>} */ ({ ...query });
    // What is searched for may be a name, and an address is seen by others.
    delete noted.q;
    this.clinic.router.note(noted);
    this.requestUpdate();
  }

  _table() {
    const { people } = words;
    const staff = this._pages.query.kind === "staff";
    const rows = this._pages.items.map((/** @type {PersonLine} */ one) => [
      html`<a class="row-link" href="/people/${one.id}">${personChip(one, one.archived ? people.states.archived_one : nothing)}</a>`,
      one.pronouns,
      ...(staff ? [words.roles(one.roles ?? [])] : []),
    ]);
    return tableList(people.title, [people.fields.name, people.fields.pronouns, ...(staff ? [people.fields.role] : [])], rows);
  }

  _none() {
    const { people } = words;
    if (this._pages.query.q) return emptyState("search", words.common.no_one_found, people.none_found);
    if (this._pages.query.state === "archived") return emptyState("people", people.none_archived, people.none_archived_text);
    return emptyState("people", people.none, people.none_text);
  }

  _openNew() {
    this._form = this.form(newPerson("client", this.clinic.me?.clinic.time_zone ?? "UTC", words.tag));
    void this._sheet.value?.show();
    this.guard(() => this._form);
    this.requestUpdate();
  }

  _newPerson() {
    const form = this._form;
    const { fields, hints, reach } = words.people;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._create())}>
        ${formProblem(form)}
        ${textField(form, "name", { label: fields.name, hint: hints.name, required: true, max: 100, focus: true })}
        ${textField(form, "legal_name", { label: fields.legal_name, hint: hints.legal_name, max: 200 })}
        ${textField(form, "email", { label: fields.email, type: "email", inputmode: "email", max: 254 })}
        ${choiceField(form, "reach.channel", { label: fields.reach }, [
          ["email", reach.email, hints.reach_email],
          ["none", reach.none, hints.reach_none],
        ])}
        ${textField(form, "phone", { label: fields.phone, type: "tel", inputmode: "tel", max: 40 })}
        ${textField(form, "pronouns", { label: fields.pronouns, max: 40 })} ${languageField(form, "languages", { label: fields.language })}
        ${zoneField(form, "time_zone", { label: fields.time_zone })} ${formActions(form, words.people.save_new)}
      </form>
    `;
  }

  async _create() {
    const { body } = this._form;
    const alike = await this.send(this._form, () => this.http.post("/people/duplicates", body));
    if (!alike) return;
    /** @type {{ name: string }[]} */
    const found = alike.items;
    if (found.length && !(await this.clinic.ask(words.people.ask_add(words.common.list(found.map(({ name }) => name)))))) return;
    const person = await this.send(this._form, () => this.http.post("/people", body));
    if (!person) return;
    this._sheet.value?.close();
    void this.clinic.router.go(`/people/${person.id}`);
  }

  async _export() {
    const text = await this.act(() => this.http.get("/people/export.csv"));
    if (typeof text !== "string") return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "people.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

customElements.define("clinic-people", PeoplePage);
