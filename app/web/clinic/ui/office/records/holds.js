/** Legal holds: which there are, placing one on a client, and ending one. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { areaField, formActions, formProblem, onSubmit } from "../../common/fields.js";
import "../../common/people-picker.js";
import { badge, panel, personChip, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ id: string, kind: string, name: string | null, at: string | null }} Thing
 * @typedef {{ id: string, subject: Thing, reason: string, by: Thing, at: string, ended_by: Thing | null, ended_at: string | null }} Hold
 */

export class LegalHolds extends PageElement {
  static properties = { ...PageElement.properties, _client: { state: true } };

  constructor() {
    super();
    this._form = this.form({ reason: "" });
    /** @type {{ id: string, name: string } | null} */
    this._client = null;
    /** @type {Resource<Hold[]>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/records/holds", { signal }), this._redraw));
  }

  render() {
    const { holds } = words.records;
    return html`
      ${panel(
        holds.title,
        html`<p class="quiet">${holds.text}</p>
          ${shown(this._found, this.writer, (found) => (found.length ? this._list(found) : html`<p>${holds.none}</p>`))}`,
      )}
      ${this.clinic.can("records.keep") ? panel(holds.place, this._place()) : nothing}
    `;
  }

  /** @param {Hold[]} found */
  _list(found) {
    const { holds } = words.records;
    return tableList(
      holds.title,
      [holds.on, holds.reason, holds.by, holds.since, holds.state, words.common.actions],
      found.map((one) => [
        html`<span class="person-words"><bdi class="person-name">${one.subject.name ?? one.subject.id}</bdi>${one.subject.at ? html`<span class="person-note">${this.writer.moment(one.subject.at)}</span>` : nothing}</span>`,
        html`<span dir="auto">${one.reason}</span>`,
        html`<bdi>${one.by.name}</bdi>`,
        this.writer.shortDate(one.at),
        one.ended_at ? holds.ended(this.writer.shortDate(one.ended_at), one.ended_by?.name ?? "") : badge(holds.holds, "firm"),
        !one.ended_at && this.clinic.can("holds.end")
          ? html`<button class="button" type="button" aria-label="${holds.end}: ${one.subject.name ?? one.subject.id}" @click=${() => void this._end(one)}>${holds.end}</button>`
          : nothing,
      ]),
    );
  }

  _place() {
    const { holds } = words.records;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._send())}>
        ${formProblem(form)}
        ${
          this._client
            ? html`<div class="field"><span class="field-label">${holds.client}</span>
              <p class="chosen">${personChip(this._client)}<button class="button" type="button" @click=${() => this._choose(null)}>${words.common.change}</button></p></div>`
            : html`<clinic-people-picker
              .clinic=${this.clinic}
              .label=${holds.client}
              .kind=${"client"}
              .problem=${form.errors.person ? words.fieldProblem(form.errors.person) : ""}
              @pick=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}
            ></clinic-people-picker>`
        }
        ${areaField(form, "reason", { label: holds.reason, hint: holds.reason_hint, required: true, max: 300 })}
        ${formActions(form, holds.place)}
      </form>
    `;
  }

  /** @param {{ id: string, name: string } | null} client */
  _choose(client) {
    this._client = client;
    delete this._form.errors.person;
  }

  async _send() {
    const client = this._client;
    if (!client) {
      this._form.refuse({ person: "field.required" });
      return this.focusProblem();
    }
    const placed = await this.send(this._form, () =>
      this.http.post("/records/holds", { person: client.id, reason: this._form.values.reason }),
    );
    if (!placed) return;
    this._client = null;
    this._form = this.form({ reason: "" });
    this.clinic.toasts.show(words.records.holds.placed);
    await this._found.load();
  }

  /** @param {Hold} one */
  async _end(one) {
    const { holds } = words.records;
    if (!(await this.clinic.ask(holds.ask_end))) return;
    if (await this.act(() => this.http.post(`/records/holds/${one.id}/end`), holds.now_ended)) await this._found.load();
  }
}

customElements.define("clinic-legal-holds", LegalHolds);
