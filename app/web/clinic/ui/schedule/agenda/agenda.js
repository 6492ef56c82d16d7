/** What a session is to be, prepared as a list; and once it is over, what was done. For staff alone. */

import { titleOf } from "../../../../shared/core/agenda.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { bodyOf, copied, ITEMS_MAX, lengthOf, sessionLength } from "../../../core/schedule/agenda.js";
import { words } from "../../../words/words.js";
import { icon } from "../../common/icons.js";
import { badge, emptyState, pageHead, panel, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import "./items.js";
import "./templates.js";

/**
 * @typedef {import("../../../core/schedule/agenda.js").Agenda} Agenda
 * @typedef {import("../../../core/schedule/agenda.js").Item} Item
 * @typedef {import("../../../core/schedule/agenda.js").Template} Template
 * @typedef {import("../../../../shared/core/agenda.js").Library} Library
 */

export class AgendaPage extends PageElement {
  constructor() {
    super();
    /** @type {import("../../../core/forms/form.js").Form | null} */
    this._form = null;
    this._version = 0;
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<Agenda>} */ (signal) => this.http.get(`/appointments/${this.params.id}/agenda`, { signal }),
        this._redraw,
      ),
    );
    this._library = this.follow(
      new Resource(/** @returns {Promise<Library>} */ (signal) => this.http.get(`/library/${words.tag}`, { signal }), this._redraw),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    this.guard(() => this._form);
  }

  render() {
    return html`
      ${this._found.data ? nothing : html`<h1 class="for-readers" tabindex="-1">${words.agenda.title}</h1>`}
      ${shown(this._found, this.writer, (found) => this._draw(found))}
    `;
  }

  /** @param {Agenda} found */
  _draw(found) {
    const text = words.agenda;
    return html`
      ${pageHead(text.title, {
        over: found.title,
        lead: html`${this.writer.date(found.begins_at)}, ${this.writer.range(found.begins_at, found.ends_at)}<br />${text.lead}`,
        actions: html`<a class="button" href="/sessions/${this.params.id}/attendance">${words.attendance.title}</a>`,
      })}
      ${found.done.length ? panel(text.done, this._done(found)) : nothing}
      ${found.may_change ? this._editor(found) : found.items.length ? panel(text.prepared, this._list(found)) : emptyState("schedule", text.none, "")}
    `;
  }

  /** @param {Agenda} found */
  _done(found) {
    const text = words.agenda;
    return tableList(
      text.done,
      [text.part, text.planned, text.actual],
      found.done.map((one) => [
        text.name(one.part, titleOf(one, this._library.data)),
        one.planned_min ? this.writer.length(one.planned_min) : badge(text.added),
        one.spent_s === null ? badge(one.dropped ? text.left_out : text.not_reached) : this.writer.length(Math.round(one.spent_s / 60)),
      ]),
    );
  }

  /** @param {Agenda} found */
  _list(found) {
    const text = words.agenda;
    return tableList(
      text.prepared,
      [text.part, text.planned],
      found.items.map((item) => [text.name(item.part, titleOf(item, this._library.data)), this.writer.length(item.minutes)]),
    );
  }

  /** @param {Agenda} found */
  _editor(found) {
    const text = words.agenda;
    if (!this._form || (this._version !== found.version && !this._form.is_dirty)) {
      this._form = this.form({ items: found.items });
      this._version = found.version;
    }
    const form = this._form;
    const items = /** @type {Item[]} */ (form.values.items);
    return panel(
      found.done.length ? text.prepared : text.prepare,
      html`
        <div class="agenda-begin">
          <label class="field"><span class="field-label">${text.begin}</span>
            <select class="input" .value=${""} @change=${(/** @type {Event} */ event) => void this._beginWith(event, found)}>
              <option value="">${text.choose}</option>
              ${this._templates(found.templates)}
            </select>
          </label>
          <button class="button" type="button" @click=${() => void this._copyLast()}>${text.copy}</button>
          <clinic-agenda-templates .clinic=${this.clinic} .session=${this.params.id} .items=${items} .templates=${found.templates} @templates=${(/** @type {CustomEvent<Agenda>} */ event) => this._found.put({ ...found, templates: event.detail.templates })}></clinic-agenda-templates>
        </div>
        <clinic-agenda-items .clinic=${this.clinic} .items=${items} .library=${this._library.data} .problem=${form.errors.items ?? ""} @items=${(/** @type {CustomEvent<Item[]>} */ event) => form.set("items", event.detail)}></clinic-agenda-items>
        ${this._sum(items, found)}
        ${form.code ? html`<p class="form-problem" tabindex="-1" role="alert">${words.formProblem(form)}</p>` : nothing}
        <div class="button-row">
          <button class="button" type="button" ?disabled=${items.length >= ITEMS_MAX} @click=${() => form.set("items", [...items, { part: "talk", minutes: 10 }])}>${icon("add")}<span>${text.add}</span></button>
          <button class="button button-main" type="button" aria-disabled=${form.busy ? "true" : "false"} @click=${() => void this._save()}>${words.common.save}</button>
        </div>
      `,
    );
  }

  /** The clinic's own come first; their group has a name once there are both. @param {Template[]} templates */
  _templates(templates) {
    const text = words.agenda;
    const option = (/** @type {Template} */ { id, name }) => html`<option value=${id}>${name ?? text.templates[id] ?? id}</option>`;
    const own = templates.filter(({ name }) => name);
    const others = templates.filter(({ name }) => !name).map(option);
    if (!own.length) return others;
    return html`<optgroup label=${text.own_templates}>${own.map(option)}</optgroup><optgroup label=${text.examples}>${others}</optgroup>`;
  }

  /** Longer or shorter than the session is told, and refused nowhere. @param {Item[]} items @param {Agenda} found */
  _sum(items, found) {
    const text = words.agenda;
    if (!items.length) return nothing;
    const [planned, length] = [lengthOf(items), sessionLength(found)];
    return html`<p class="agenda-sum" role="status">${text.sum(planned, length)} ${planned > length ? html`<span class="agenda-over">${icon("careful")} ${text.over(planned - length)}</span>` : planned < length ? text.free(length - planned) : nothing}</p>`;
  }

  /** @param {Event} event @param {Agenda} found */
  async _beginWith(event, found) {
    const select = /** @type {HTMLSelectElement} */ (event.currentTarget);
    const template = found.templates.find(({ id }) => id === select.value);
    select.value = "";
    if (template) await this._take(template.items);
  }

  async _copyLast() {
    const last = await this.act(() => this.http.get(`/appointments/${this.params.id}/agenda/previous`));
    if (last && !last.items.length) this.clinic.toasts.show(words.agenda.no_last);
    else if (last) await this._take(last.items);
  }

  /** Takes the place of what is there, once that was asked. @param {Item[]} items */
  async _take(items) {
    const form = this._form;
    if (!form || (form.values.items.length && !(await this.clinic.ask(words.agenda.replace)))) return;
    form.set("items", copied(items));
  }

  async _save() {
    const form = this._form;
    if (!form) return;
    const saved = await this.send(form, () =>
      this.http.put(`/appointments/${this.params.id}/agenda`, bodyOf(form.values.items), { version: this._version }),
    );
    if (!saved) return;
    this._form = null;
    this._found.put(saved);
    this.clinic.toasts.show(words.common.saved);
  }
}

customElements.define("clinic-agenda", AgendaPage);
