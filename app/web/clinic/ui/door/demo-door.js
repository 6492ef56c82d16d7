/** The demo's door: a click signs in as somebody of the demo clinic. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { face, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {import("../../core/api/shapes.js").DemoPerson} DemoPerson */

const STAFF_ORDER = ["owner", "clinical_director", "clinician", "care_coordinator", "admin", "tech_host", "auditor"];

/** @param {DemoPerson} person */
const rankOf = ({ roles }) => Math.min(...roles.map((role) => STAFF_ORDER.indexOf(role)));

export class DemoDoor extends PageElement {
  constructor() {
    super();
    this._people = this.follow(new Resource((signal) => this.http.get("/sign-in/demo", { signal }), this._redraw));
    this._going = "";
  }

  render() {
    return html`
      <div class="door door-wide">
        <header class="door-head">
          <span class="emblem">${icon("leaf")}</span>
          <h1 tabindex="-1">${words.door.demo.title}</h1>
          <p class="page-lead">${words.door.demo.lead}</p>
        </header>
        ${shown(this._people, this.writer, ({ items }) => this._groups(items))}
        <p class="door-foot">
          <button class="button button-quiet" type="button" @click=${() => this.dispatchEvent(new Event("usual"))}>${words.door.demo.usual}</button>
        </p>
      </div>
    `;
  }

  /** @param {DemoPerson[]} items */
  _groups(items) {
    const staff = items.filter(({ kind }) => kind === "staff").sort((a, b) => rankOf(a) - rankOf(b));
    return html`
      ${this._group(words.door.demo.staff, staff)}
      ${this._group(
        words.door.demo.clients,
        items.filter(({ kind }) => kind === "client"),
      )}
      ${this._group(
        words.door.demo.couples,
        items.filter(({ kind }) => kind === "couple"),
      )}
    `;
  }

  /** @param {string} title @param {DemoPerson[]} people */
  _group(title, people) {
    if (!people.length) return nothing;
    return html`
      <section class="demo-group">
        <h2>${title}</h2>
        <ul class="demo-cards">
          ${people.map(
            (person) => html`
              <li>
                <button class="demo-card card" type="button" aria-busy=${this._going === person.id ? "true" : "false"} @click=${() => void this._become(person.id)}>
                  ${face(person.name, person.id)}
                  <span class="person-words">
                    <bdi class="person-name">${person.name}</bdi>
                    <span class="person-note">${person.roles.length ? words.roles(person.roles) : (person.hint ?? "")}</span>
                    ${person.roles.length && person.hint ? html`<span class="person-note">${person.hint}</span>` : nothing}
                  </span>
                </button>
              </li>
            `,
          )}
        </ul>
      </section>
    `;
  }

  /** @param {string} person */
  async _become(person) {
    if (this._going) return;
    this._going = person;
    this.requestUpdate();
    const me = await this.act(() => this.http.post("/sign-in/demo", { person }));
    this._going = "";
    if (me) this.clinic.enter(me);
    else this.requestUpdate();
  }
}

customElements.define("clinic-demo-door", DemoDoor);
