/** Where a person is signed in, and their invitations. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { panel, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ id: string, started_at: string, seen_at: string, device?: string, here?: boolean }} OneSignIn */

export class PersonSignIns extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._sign_ins = new Resource((signal) => this.http.get(`/people/${this.person.id}/sign-ins`, { signal }), this._redraw);
  }

  connectedCallback() {
    if (this.clinic.can("sign_ins.manage")) this.follow(this._sign_ins);
    super.connectedCallback();
  }

  render() {
    const { sign_ins } = words.people;
    return html`
      ${
        this.clinic.can("sign_ins.manage")
          ? panel(
              sign_ins.title,
              shown(this._sign_ins, this.writer, ({ items }) => this._table(items)),
              html`<button class="button" type="button" @click=${() => void this._end()}>${sign_ins.end_all}</button>`,
            )
          : nothing
      }
      ${this.clinic.can("people.invite") ? panel(sign_ins.invitations, html`<p>${sign_ins.withdraw_text}</p><button class="button" type="button" @click=${() => void this._withdraw()}>${sign_ins.withdraw}</button>`) : nothing}
    `;
  }

  /** @param {OneSignIn[]} items */
  _table(items) {
    const { sign_ins } = words.people;
    if (!items.length) return html`<p class="quiet">${sign_ins.none}</p>`;
    return tableList(
      sign_ins.title,
      [sign_ins.device, sign_ins.began, sign_ins.seen],
      items.map((one) => [one.device || sign_ins.a_browser, this.writer.moment(one.started_at), this.writer.moment(one.seen_at)]),
    );
  }

  async _end() {
    const { sign_ins } = words.people;
    if (!(await this.clinic.ask(sign_ins.ask_end))) return;
    await this.act(() => this.http.delete(`/people/${this.person.id}/sign-ins`), sign_ins.ended);
    await this._sign_ins.load();
  }

  async _withdraw() {
    await this.act(() => this.http.delete(`/people/${this.person.id}/invitations`), words.people.sign_ins.withdrawn);
  }
}

customElements.define("clinic-person-sign-ins", PersonSignIns);
