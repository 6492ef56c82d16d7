/** What somebody of the staff may do here: roles, qualifications and licenses. */

import { html, live } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "./person-licences.js";

const ROLES = ["owner", "admin", "clinical_director", "clinician", "care_coordinator", "tech_host", "auditor"];
const QUALIFICATIONS = [
  "licensed_clinician",
  "couples_therapist",
  "prescriber",
  "nurse",
  "sud_counselor",
  "care_coordinator",
  "educator",
  "peer_host",
];

export class PersonWork extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._qualifications = this.follow(
      new Resource((signal) => this.http.get(`/people/${this.person.id}/qualifications`, { signal }), this._redraw),
    );
  }

  render() {
    const { work } = words.people;
    const may = this.clinic.can("licences.write");
    return html`
      ${panel(work.roles, this._roles())}
      ${panel(
        work.qualifications,
        shown(this._qualifications, this.writer, (answer) =>
          this._checks(QUALIFICATIONS, answer.qualifications, work.qualification, may, (all) => this._qualify(all)),
        ),
      )}
      <clinic-person-licences .clinic=${this.clinic} .person=${this.person}></clinic-person-licences>
    `;
  }

  _roles() {
    return this._checks(ROLES, this.person.roles ?? [], words.staff_roles, this.clinic.can("staff.manage"), async (roles) => {
      await this.act(
        () => this.http.put(`/people/${this.person.id}/roles`, { roles }, { version: this.person.version }),
        words.common.saved,
      );
      this.dispatchEvent(new Event("changed"));
    });
  }

  /** @param {string[]} all @param {string[]} chosen @param {Record<string, string>} names @param {boolean} may @param {(chosen: string[]) => unknown} put */
  _checks(all, chosen, names, may, put) {
    return html`
      <ul class="checks">
        ${all.map(
          (one) => html`<li>
            <label class="switch">
              <input
                type="checkbox"
                .checked=${live(chosen.includes(one))}
                ?disabled=${!may}
                @change=${(/** @type {Event} */ event) => put(/** @type {HTMLInputElement} */ (event.currentTarget).checked ? [...chosen, one] : chosen.filter((other) => other !== one))}
              />
              <span>${names[one]}</span>
            </label>
          </li>`,
        )}
      </ul>
    `;
  }

  /** @param {string[]} qualifications */
  async _qualify(qualifications) {
    await this.act(
      () => this.http.put(`/people/${this.person.id}/qualifications`, { qualifications }, { version: this._qualifications.data?.version }),
      words.common.saved,
    );
    await this._qualifications.load();
  }
}

customElements.define("clinic-person-work", PersonWork);
