/** A clinic's own templates for a kind of session: what is on the page kept under a name, and those that are there, to be removed. */

import { createRef, html, ref } from "../../../../vendor/lit.js";
import { bodyOf, copied, lengthOf } from "../../../core/schedule/agenda.js";
import { words } from "../../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../../common/fields.js";
import { ClinicElement } from "../../element.js";
import "../../common/sheet.js";

/**
 * @typedef {import("../../../core/schedule/agenda.js").Agenda} Agenda
 * @typedef {import("../../../core/schedule/agenda.js").Item} Item
 * @typedef {import("../../../core/schedule/agenda.js").Template} Template
 */

export class AgendaTemplates extends ClinicElement {
  static properties = { ...ClinicElement.properties, session: {}, items: { attribute: false }, templates: { attribute: false } };

  constructor() {
    super();
    /** The session's id. */
    this.session = "";
    /** What is on the page. @type {Item[]} */
    this.items = [];
    /** @type {Template[]} */
    this.templates = [];
    /** @type {import("lit/directives/ref.js").Ref<import("../../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    this._form = this._empty();
  }

  render() {
    const { keep } = words.agenda;
    return html`
      <button class="button" type="button" @click=${() => void this._sheet.value?.show()}>${keep.open}</button>
      <clinic-sheet id="templates" ${ref(this._sheet)} .heading=${keep.title} .content=${this._content()} @closed=${() => (this._form = this._empty())}></clinic-sheet>
    `;
  }

  _content() {
    const { keep } = words.agenda;
    const own = this.templates.filter(({ name }) => name);
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._keep())}>
        <p class="quiet">${keep.text}</p>
        ${formProblem(this._form)} ${textField(this._form, "name", { label: keep.name, required: true, max: 60, focus: true })}
        ${formActions(this._form, keep.yes)}
      </form>
      <h3>${keep.list}</h3>
      ${own.length ? html`<ul class="thing-list">${own.map((template) => this._one(template))}</ul>` : html`<p class="quiet">${keep.none}</p>`}
    `;
  }

  /** @param {Template} template */
  _one(template) {
    const size = words.agenda.keep.size(template.items.length, this.writer.length(lengthOf(template.items)));
    return html`<li>
      <span class="thing-words"><bdi>${template.name}</bdi><span class="field-hint">${size}</span></span>
      <button class="button" type="button" @click=${() => void this._remove(template)}>${words.common.remove}<span class="for-readers"> ${template.name}</span></button>
    </li>`;
  }

  _empty() {
    return this.form({ name: "", items: "" });
  }

  async _keep() {
    const kept = await this.send(this._form, () => this._post(String(this._form.values.name), this.items));
    if (!kept) return;
    this._form = this._empty();
    this._sheet.value?.close();
    this.clinic.toasts.show(words.agenda.keep.done);
    this._tell(kept);
  }

  /** @param {Template} template */
  async _remove(template) {
    const left = await this.act(
      () => this.http.delete(`${this._path}/${template.id}`),
      words.common.removed,
      async () => this._tell(await this.act(() => this._post(template.name ?? "", template.items))),
    );
    this._tell(left);
  }

  get _path() {
    return `/appointments/${this.session}/agenda/templates`;
  }

  /** @param {string} name @param {Item[]} items @returns {Promise<Agenda>} */
  _post(name, items) {
    return this.http.post(this._path, { name: name.trim(), ...bodyOf(copied(items)) });
  }

  /** The page is told what there is to begin with now. @param {Agenda | undefined} found */
  _tell(found) {
    if (found) this.dispatchEvent(new CustomEvent("templates", { detail: found }));
  }
}

customElements.define("clinic-agenda-templates", AgendaTemplates);
