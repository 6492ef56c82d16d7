/** A client's documents, for staff: what is due, what was signed, and what they said aloud. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { badge, panel, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {import("../../day/agreements.js").Agreements} Agreements
 * @typedef {import("../../day/agreements.js").Due} Due
 * @typedef {import("../../day/agreements.js").Grant} Grant
 */

/** What 42 CFR Part 2 protects has to be signed by the client. */
const IN_WRITING = ["part2", "release"];

export class PersonAgreements extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Person} */
    this.person;
    /** @type {Resource<Agreements>} */
    this._found = this.follow(new Resource((signal) => this.http.get(this._path, { signal }), this._redraw));
  }

  get _path() {
    return `/people/${this.person.id}/agreements`;
  }

  render() {
    const { staff } = words.agreements;
    return shown(
      this._found,
      this.writer,
      (found) => html`
        ${panel(staff.due, found.due.length ? this._due(found.due) : html`<p class="quiet">${staff.due_none}</p>`)}
        ${panel(staff.signed, found.signed.length ? this._signed(found.signed) : html`<p class="quiet">${staff.signed_none}</p>`)}
      `,
    );
  }

  /** @param {Due[]} due */
  _due(due) {
    const { staff, kinds } = words.agreements;
    const may = this.clinic.can("people.write");
    return tableList(
      staff.due,
      [staff.kind, staff.needs, ...(may ? [words.common.actions] : [])],
      due.map((one) => [
        kinds[one.kind],
        badge(one.required ? staff.required : staff.optional, one.required ? "warm" : "plain"),
        ...(may ? [this._spoken(one)] : []),
      ]),
    );
  }

  /** @param {Due} one */
  _spoken(one) {
    const { staff, kinds } = words.agreements;
    if (IN_WRITING.includes(one.kind)) return staff.in_writing;
    return html`<button class="button" type="button" aria-label=${`${staff.spoken}: ${kinds[one.kind]}`} @click=${() => void this._note(one)}>${staff.spoken}</button>`;
  }

  /** @param {Grant[]} signed */
  _signed(signed) {
    const { staff, states, kinds, own, copy } = words.agreements;
    const may = this.clinic.can("people.write");
    return tableList(
      staff.signed,
      [staff.kind, own.when, own.state, staff.how, ...(may ? [words.common.actions] : [])],
      signed.map((one) => [
        one.place ? `${kinds[one.kind]} · ${one.place}` : kinds[one.kind],
        this.writer.shortDate(one.signed_at),
        html`${badge(states[one.state], one.state === "in_force" ? "good" : "plain", one.state === "in_force" ? "check" : "close")}
        ${one.state === "in_force" && !one.current ? badge(own.old, "warm") : nothing}`,
        one.heard_by ? staff.heard(one.heard_by.name) : copy.methods[one.method],
        ...(may
          ? [
              one.state === "in_force"
                ? html`<button class="button" type="button" aria-label=${`${staff.withdraw}: ${kinds[one.kind]}`} @click=${() => void this._withdraw(one)}>${staff.withdraw}</button>`
                : "",
            ]
          : []),
      ]),
    );
  }

  /** @param {Due} one */
  async _note(one) {
    const { staff, kinds } = words.agreements;
    if (!(await this.clinic.ask(staff.spoken_ask(kinds[one.kind])))) return;
    const body = { version: one.version, language: one.text.language, ...(one.about ? { about: one.about } : {}) };
    await this.act(() => this.http.post(this._path, body), staff.spoken_done);
    await this._found.load();
  }

  /** @param {Grant} one */
  async _withdraw(one) {
    const { staff } = words.agreements;
    if (!(await this.clinic.ask(staff.withdraw_ask))) return;
    await this.act(() => this.http.post(`${this._path}/${one.id}/withdraw`), staff.withdrawn);
    await this._found.load();
  }
}

customElements.define("clinic-person-agreements", PersonAgreements);
