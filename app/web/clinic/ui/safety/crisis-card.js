/** The crisis card of one client, on one page that can be printed. To open it is documented, and so is what is told to whom. */

import { html, nothing } from "../../../vendor/lit.js";
import { codeOf } from "../../core/api/problems.js";
import { words } from "../../words/words.js";
import { selectField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { failed, loading, pageHead } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ person: string, name: string, legal_name: string, phone: string, licensed: boolean | null, emergency_number: string,
 *   place: { line_1: string, line_2: string, city: string, state: string, postal_code: string, country: string, phone: string, said_at: string | null },
 *   contact: { name: string, phone: string, relation: string, permission: boolean, is_partner: boolean, not_cleared: boolean } | null,
 *   crisis_line: string, poison_control: string, phrase: string, note: string, right: string, opened_at: string }} Card
 */

const RECIPIENTS = ["emergency_services", "crisis_line", "poison_control", "hospital", "emergency_contact", "other_clinician"];

export class CrisisCardPage extends PageElement {
  constructor() {
    super();
    this._nature = this.form({ nature: "help_signal" });
    /** @type {Card | null} */
    this._card = null;
    /** @type {unknown} */
    this._problem = null;
    this._opening = false;
    /** What was told to whom since the page was opened. @type {{ recipient: string, at: string }[]} */
    this._told = [];
  }

  connectedCallback() {
    super.connectedCallback();
    // From an alert there is nothing to ask, and every second counts.
    const nature = this.clinic.router.query.get("nature");
    if (nature) void this._open(nature);
  }

  render() {
    const { card } = words.safety;
    if (this._card) return this._draw(this._card);
    return html`${pageHead(card.title)} ${this._opening ? loading() : this._problem ? this._refused() : this._ask()}`;
  }

  _ask() {
    const { card } = words.safety;
    return html`<div class="card stack crisis-ask">
      <p>${card.documented}</p>
      ${selectField(this._nature, "nature", { label: card.nature, required: true }, Object.entries(card.natures))}
      <button class="button button-firm" type="button" @click=${() => void this._open(this._nature.values.nature)}>${card.open}</button>
    </div>`;
  }

  _refused() {
    const { card } = words.safety;
    if (codeOf(this._problem) !== "access.denied") return failed(this._problem, () => this._open(this._nature.values.nature));
    return html`<div class="card stack">
      <p>${card.closed}</p>
      <a class="button" href="/people/${this.params.id}">${card.to_person}</a>
    </div>`;
  }

  /** @param {string} nature */
  async _open(nature) {
    this._opening = true;
    this._nature.values.nature = nature;
    this.requestUpdate();
    try {
      this._card = await this.http.post(`/people/${this.params.id}/crisis-card`, { nature });
      this._problem = null;
    } catch (problem) {
      this._problem = problem;
    }
    this._opening = false;
    this.requestUpdate();
  }

  /** @param {Card} found */
  _draw(found) {
    const { card } = words.safety;
    const { place, contact } = found;
    const lines = [place.line_1, place.line_2, [place.city, place.state, place.postal_code].filter(Boolean).join(" ")].filter(Boolean);
    return html`
      <div class="crisis-card">
        ${pageHead(found.legal_name || found.name, { over: card.title, lead: found.legal_name && found.legal_name !== found.name ? card.shown_as(found.name) : nothing, actions: html`<button class="button no-print" type="button" @click=${() => window.print()}>${card.print}</button>` })}
        <section class="crisis-part card" data-first="yes">
          <h2>${card.where}</h2>
          ${lines.length ? html`<address class="crisis-large">${lines.map((line) => html`<bdi>${line}</bdi><br />`)}</address>` : html`<p>${card.no_address}</p>`}
          <p>${place.said_at ? card.said_at(this.writer.moment(place.said_at)) : card.of_record}</p>
          ${found.licensed === false ? html`<p class="note">${icon("careful")}<span>${card.not_licensed}</span></p>` : nothing}
        </section>
        <section class="crisis-part card">
          <h2>${card.call}</h2>
          <dl class="crisis-numbers">
            ${this._number(card.local, found.emergency_number, card.no_local)} ${this._number(card.their_phone, place.phone || found.phone, card.no_phone)}
            ${this._number(card.crisis_line, found.crisis_line)} ${this._number(card.poison, found.poison_control)}
          </dl>
          <p class="small">${card.own_911}</p>
        </section>
        <section class="crisis-part card">
          <h2>${card.contact}</h2>
          ${contact ? this._contact(contact) : html`<p>${card.no_contact}</p>`}
        </section>
        ${found.phrase ? html`<section class="crisis-part card"><h2>${card.phrase}</h2><p class="crisis-large" dir="auto">${found.phrase}</p></section>` : nothing}
        ${found.note ? html`<section class="crisis-part card"><h2>${card.note}</h2><p dir="auto">${found.note}</p></section>` : nothing}
        <section class="crisis-part card no-print">
          <h2>${card.told}</h2>
          <p>${card.told_text}</p>
          <div class="choices">
            ${RECIPIENTS.map((recipient) => html`<button class="button" type="button" @click=${() => void this._tell(recipient)}>${card.recipients[recipient]}</button>`)}
          </div>
          <div role="status">
            <ul>
              ${this._told.map(({ recipient, at }) => html`<li>${this.writer.time(at)} · ${card.recipients[recipient]}</li>`)}
            </ul>
          </div>
        </section>
        <p class="small">${card.opened(this.writer.moment(found.opened_at), card.rights[found.right] ?? "")}</p>
      </div>
    `;
  }

  /** @param {string} label @param {string} number @param {string} [none] */
  _number(label, number, none = "") {
    return html`<div><dt>${label}</dt><dd>${number ? html`<a href="tel:${number}">${number}</a>` : none}</dd></div>`;
  }

  /** @param {NonNullable<Card["contact"]>} contact */
  _contact(contact) {
    const { card } = words.safety;
    return html`
      ${contact.is_partner ? html`<p class="note crisis-warning">${icon("careful")}<strong>${card.is_partner}${contact.not_cleared ? ` ${card.not_cleared}` : ""}</strong></p>` : nothing}
      <p><bdi>${contact.name}</bdi>${contact.relation ? html` (<bdi>${contact.relation}</bdi>)` : nothing} · <a href="tel:${contact.phone}">${contact.phone}</a></p>
      <p>${contact.permission ? card.permission : card.no_permission}</p>
    `;
  }

  /** @param {string} recipient */
  async _tell(recipient) {
    const body = { nature: this._nature.values.nature, recipient };
    const made = await this.act(() => this.http.post(`/people/${this.params.id}/disclosures`, body));
    if (!made) return;
    this._told = [...this._told, made];
    this.requestUpdate();
  }
}

customElements.define("clinic-crisis-card", CrisisCardPage);
