/** What is agreed with a client: the emergency line where they live, a phrase, what helps them take part. With the way to their crisis card. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ emergency_number: string, phrase: string, accommodations: string, version: number }} Agreed */

export class PersonAgreed extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._form = this.form({});
    this._agreed = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  /** @param {AbortSignal} signal @returns {Promise<Agreed>} */
  async _look(signal) {
    return this._begin(await this.http.get(`/people/${this.person.id}/safety`, { signal }));
  }

  /** @param {Agreed} agreed */
  _begin(agreed) {
    this._form = this.form({ emergency_number: agreed.emergency_number, phrase: agreed.phrase, accommodations: agreed.accommodations });
    return agreed;
  }

  render() {
    const { agreed } = words.safety;
    return panel(
      agreed.title,
      shown(this._agreed, this.writer, (found) => this._fields(found)),
      html`<a class="button" href="/people/${this.person.id}/crisis-card">${agreed.card}</a>`,
    );
  }

  /** @param {Agreed} found */
  _fields(found) {
    const { agreed } = words.safety;
    const form = this._form;
    const may = this.clinic.can("people.write");
    return html`<form class="stack" novalidate @submit=${onSubmit(() => this._save(found.version))}>
      ${formProblem(form)}
      <fieldset class="plain stack" ?disabled=${!may}>
        <legend class="for-readers">${agreed.title}</legend>
        ${textField(form, "emergency_number", { label: agreed.number, hint: agreed.number_hint, type: "tel", max: 40 })}
        ${textField(form, "phrase", { label: agreed.phrase, hint: agreed.phrase_hint, max: 200 })}
        ${areaField(form, "accommodations", { label: agreed.accommodations, hint: agreed.accommodations_hint, max: 300 })}
      </fieldset>
      ${may ? formActions(form, words.common.save) : nothing}
    </form>`;
  }

  /** @param {number} version */
  async _save(version) {
    const { emergency_number, phrase, accommodations } = this._form.values;
    const saved = await this.send(this._form, () =>
      this.http.put(`/people/${this.person.id}/safety`, { emergency_number, phrase, accommodations }, { version }),
    );
    if (!saved) return;
    this._agreed.put(this._begin(saved));
    this.clinic.toasts.show(words.common.saved);
  }
}

customElements.define("clinic-person-agreed", PersonAgreed);
