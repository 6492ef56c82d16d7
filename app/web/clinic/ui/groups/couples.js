/** Couples in care, and a new one of two clients. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { Pages } from "../../core/api/pages.js";
import { words } from "../../words/words.js";
import { choiceField, formActions, formProblem, onSubmit } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { badge, emptyState, listed, pageHead, personChip, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/people-picker.js";
import "../common/sheet.js";

/** @typedef {import("../../core/api/shapes.js").Couple} Couple */

export class CouplesPage extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    this._form = this.form({});
    /** @type {Record<string, { id: string, name: string } | null>} */
    this._chosen = {};
    this._pages = this.follow(new Pages((query, signal) => this.http.get("/couples", { query, signal }), this._redraw));
  }

  render() {
    const { couples } = words.groups;
    const may = this.clinic.can("people.write");
    const add = may
      ? html`<button class="button button-main" type="button" @click=${this._open}>${icon("add")}<span>${couples.new}</span></button>`
      : nothing;
    return html`
      ${pageHead(couples.title, { actions: add })}
      ${listed(this._pages, this.writer, () => this._table(), emptyState("couples", couples.none, couples.none_text))}
      <clinic-sheet id="new-couple" ${ref(this._sheet)} .heading=${couples.new} .content=${this._new()} .mayClose=${() => this.mayDrop(this._form)}></clinic-sheet>
    `;
  }

  _table() {
    const { couples } = words.groups;
    return tableList(
      couples.title,
      [couples.partners, couples.cameras, couples.state],
      this._pages.items.map((/** @type {Couple} */ one) => [
        html`<a class="row-link couple-link" href="/couples/${one.id}">${personChip(one.first)}<span class="for-readers">, </span>${personChip(one.second)}</a>`,
        couples.seats[one.cameras] ?? "",
        one.until ? badge(couples.ended) : "",
      ]),
    );
  }

  _open() {
    this._form = this.form({ first: "", second: "", cameras: "1" });
    this._chosen = {};
    this.guard(() => this._form);
    this.requestUpdate();
    void this._sheet.value?.show();
  }

  _new() {
    const form = this._form;
    const { couples } = words.groups;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._create())}>
        ${formProblem(form)} ${this._partner("first", couples.first)} ${this._partner("second", couples.second)}
        ${choiceField(form, "cameras", { label: couples.cameras }, [
          ["1", couples.seats[1], couples.seat_hints[1]],
          ["2", couples.seats[2], couples.seat_hints[2]],
        ])}
        ${formActions(form, couples.save_new)}
      </form>
    `;
  }

  /** @param {"first" | "second"} name @param {string} label */
  _partner(name, label) {
    const chosen = this._chosen[name];
    const other = this._chosen[name === "first" ? "second" : "first"];
    const code = this._form.errors[name];
    if (chosen)
      return html`<div class="field"><span class="field-label">${label}</span>
        <p class="chosen">${personChip(chosen)}<button class="button" type="button" @click=${() => this._choose(name, null)}>${words.common.change}</button></p></div>`;
    return html`<clinic-people-picker
      .clinic=${this.clinic}
      .label=${label}
      .kind=${"client"}
      .without=${other ? [other.id] : []}
      .problem=${code ? words.fieldProblem(code) : ""}
      @pick=${(/** @type {CustomEvent} */ event) => this._choose(name, event.detail)}
    ></clinic-people-picker>`;
  }

  /** @param {string} name @param {{ id: string, name: string } | null} person */
  _choose(name, person) {
    this._chosen[name] = person;
    this._form.set(name, person?.id ?? "");
  }

  async _create() {
    const form = this._form;
    const missing = Object.fromEntries(["first", "second"].filter((name) => !form.values[name]).map((name) => [name, "field.required"]));
    if (form.refuse(missing)) return this.focusProblem();
    const made = await this.send(form, () => this.http.post("/couples", { ...form.body, cameras: Number(form.values.cameras) }));
    if (!made) return;
    this._sheet.value?.close();
    void this.clinic.router.go(`/couples/${made.id}`);
  }
}

customElements.define("clinic-couples", CouplesPage);
