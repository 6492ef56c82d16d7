/** Who did and who read what, when: searched by person, by kind of act and by days. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Pages } from "../../../core/api/pages.js";
import { addDays, instantOf, utc } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { onSubmit, selectField, textField } from "../../common/fields.js";
import { emptyState, listed, pageHead, personChip, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import "../../common/people-picker.js";

/**
 * @typedef {{ id: string, kind: string, name: string | null, at: string | null }} Thing
 * @typedef {{ at: string, actor: Thing | null, action: string, subject: Thing | null, others: Thing[], more: number }} Entry
 */

/** Areas that are called the same are looked for together. @param {Record<string, string>} areas @returns {[string, string][]} */
function areasByWords(areas) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [area, text] of Object.entries(areas)) found.set(text, [...(found.get(text) ?? []), area]);
  return [...found].map(([text, same]) => [same.join(","), text]);
}

export class AuditPage extends PageElement {
  constructor() {
    super();
    this._form = this.form({ action: "", since: "", until: "" });
    /** @type {Record<"actor" | "subject", { id: string, name: string } | null>} */
    this._people = { actor: null, subject: null };
    this._pages = this.follow(new Pages((query, signal) => this.http.get("/audit", { query, signal }), this._redraw));
  }

  render() {
    const { audit } = words.office;
    const form = this._form;
    return html`
      ${pageHead(audit.title, { lead: audit.lead })}
      <form class="card panel form-grid" novalidate @submit=${onSubmit(() => this._look())}>
        ${this._person("actor")} ${this._person("subject")}
        ${selectField(form, "action", { label: audit.action }, [["", audit.any], ...areasByWords(audit.areas)])}
        ${textField(form, "since", { label: audit.since, type: "date" })} ${textField(form, "until", { label: audit.until, type: "date" })}
        <div class="form-actions form-end"><button class="button button-main" type="submit">${audit.look}</button></div>
      </form>
      ${listed(this._pages, this.writer, () => this._table(), emptyState("audit", audit.none, audit.none_text))}
    `;
  }

  /** @param {"actor" | "subject"} name */
  _person(name) {
    const { audit } = words.office;
    const chosen = this._people[name];
    if (!this.clinic.can("people.read")) return nothing;
    if (chosen)
      return html`<div class="field"><span class="field-label">${audit[name]}</span>
        <p class="chosen">${personChip(chosen)}<button class="button" type="button" @click=${() => this._choose(name, null)}>${words.common.remove}</button></p></div>`;
    return html`<clinic-people-picker
      .clinic=${this.clinic}
      .label=${audit[name]}
      .kind=${name === "actor" ? "staff" : "both"}
      @pick=${(/** @type {CustomEvent} */ event) => this._choose(name, event.detail)}
    ></clinic-people-picker>`;
  }

  /** @param {"actor" | "subject"} name @param {{ id: string, name: string } | null} person */
  _choose(name, person) {
    this._people[name] = person;
    void this._look();
  }

  async _look() {
    const { action, since, until } = this._form.values;
    const { zone } = this.clinic;
    await this._pages.load({
      actor: this._people.actor?.id,
      subject: this._people.subject?.id,
      action,
      since: since && utc(instantOf(`${since}T00:00`, zone)),
      until: until && utc(instantOf(`${addDays(until, 1)}T00:00`, zone)),
    });
  }

  /** @param {Thing} actor */
  _who(actor) {
    return actor.name ? personChip({ id: actor.id, name: actor.name }) : words.office.audit.kinds[actor.kind];
  }

  /** @param {Entry} entry */
  _about({ subject, others, more }) {
    const things = [.../** @type {Thing[]} */ ([subject]), ...others];
    return html`<ul class="audit-things">
      ${things.map((thing) => html`<li>${this._thing(thing)}</li>`)}
      ${more ? html`<li>${words.office.audit.more(more)}</li>` : nothing}
    </ul>`;
  }

  /** @param {Thing} thing */
  _thing({ kind, name, at }) {
    const { kinds } = words.office.audit;
    if (!name) return html`<span class="quiet">${kinds[kind] ?? kinds.other}</span>`;
    return html`<bdi>${name}</bdi>${at ? html` <span class="quiet">${this.writer.moment(at)}</span>` : nothing}`;
  }

  _table() {
    const { audit } = words.office;
    return html`<div class="audit-list">${tableList(
      audit.title,
      [audit.when, audit.actor, audit.action, audit.subject],
      this._pages.items.map((/** @type {Entry} */ one) => [
        this.writer.moment(one.at),
        one.actor ? this._who(one.actor) : audit.nobody,
        audit.act(one.action),
        one.subject ? this._about(one) : "",
      ]),
    )}</div>`;
  }
}

customElements.define("clinic-audit", AuditPage);
