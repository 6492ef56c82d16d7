/** Who is on call, in which order, the clinic's own paging system, and its lines on crisis cards. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { panel, personChip, shown } from "../common/pieces.js";
import "../common/people-picker.js";
import { PageElement } from "../element.js";

/**
 * @typedef {import("../../core/api/shapes.js").Named} Named
 * @typedef {{ people: string[], url: string, has_secret: boolean, note: string, version: number }} Found
 */

export class OnCallSettings extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    /** @type {Named[]} */
    this._people = [];
    this._found = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  load() {
    return this._found.load();
  }

  /** @param {AbortSignal} signal */
  async _look(signal) {
    const found = /** @type {Found} */ (await this.http.get("/settings/on-call", { signal }));
    this._people = await Promise.all(found.people.map((id) => this._named(id, signal)));
    return this._begin(found);
  }

  /** @param {string} id @param {AbortSignal} signal @returns {Promise<Named>} */
  async _named(id, signal) {
    try {
      const { name } = await this.http.get(`/people/${id}`, { signal });
      return { id, name };
    } catch {
      return { id, name: words.safety.settings.gone };
    }
  }

  /** The secret is never read again: left empty, the one that is there stays. @param {Found} found */
  _begin(found) {
    this._form = this.form({ url: found.url, secret: "", note: found.note });
    return found;
  }

  render() {
    const { settings } = words.safety;
    return panel(
      settings.title,
      shown(this._found, this.writer, (found) => this._fields(found)),
    );
  }

  /** @param {Found} found */
  _fields(found) {
    const { settings } = words.safety;
    const form = this._form;
    const may = this.clinic.can("on_call.write");
    return html`
      <p class="quiet">${settings.text}</p>
      <form class="stack" novalidate @submit=${onSubmit(() => this._save(found))}>
        ${formProblem(form)}
        ${this._people.length ? html`<ol class="on-call-people">${this._people.map((person, place) => this._row(person, place, may))}</ol>` : html`<p class="note">${icon("careful")}<span>${settings.none}</span></p>`}
        ${form.errors.people ? html`<p class="field-problem">${words.fieldProblem(form.errors.people)}</p>` : nothing}
        ${
          may
            ? html`<clinic-people-picker .clinic=${this.clinic} .label=${settings.add} .kind=${"staff"} .without=${this._people.map(({ id }) => id)} @pick=${(/** @type {CustomEvent} */ event) => this._set([...this._people, event.detail])}></clinic-people-picker>`
            : nothing
        }
        <fieldset class="plain stack" ?disabled=${!may}>
          <legend class="for-readers">${settings.title}</legend>
          ${textField(form, "url", { label: settings.url, hint: settings.url_hint, type: "url", inputmode: "url", max: 500 })}
          ${textField(form, "secret", { label: settings.secret, hint: found.has_secret ? settings.secret_kept : settings.secret_hint, type: "password", max: 200 })}
          ${areaField(form, "note", { label: settings.note, hint: settings.note_hint, max: 500 })}
        </fieldset>
        ${may ? formActions(form, words.common.save) : nothing}
      </form>
    `;
  }

  /** @param {Named} person @param {number} place @param {boolean} may */
  _row(person, place, may) {
    const { settings } = words.safety;
    return html`<li>
      ${personChip(person)}
      ${
        may
          ? html`<button class="button button-quiet" type="button" ?disabled=${place === 0} @click=${() => this._swap(place)}>${settings.earlier}<span class="for-readers"> ${person.name}</span></button>
            <button class="button button-sign" type="button" aria-label="${words.common.remove}: ${person.name}" @click=${() => this._set(this._people.filter((one) => one !== person))}>${icon("close")}</button>`
          : nothing
      }
    </li>`;
  }

  /** @param {number} place */
  _swap(place) {
    const people = [...this._people];
    [people[place - 1], people[place]] = [people[place], people[place - 1]];
    this._set(people);
  }

  /** @param {Named[]} people */
  _set(people) {
    this._people = people.map(({ id, name }) => ({ id, name }));
    this.requestUpdate();
  }

  /** @param {Found} found */
  async _save(found) {
    const { url, secret, note } = this._form.values;
    const body = { people: this._people.map(({ id }) => id), url: url.trim(), secret: secret || null, note: note.trim() };
    const saved = await this.send(this._form, () => this.http.put("/settings/on-call", body, { version: found.version }));
    if (!saved) return;
    this._found.put(this._begin(saved));
    this.clinic.toasts.show(words.common.saved);
    this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-on-call-settings", OnCallSettings);
