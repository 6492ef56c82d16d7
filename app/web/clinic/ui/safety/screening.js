/** A client's private screenings, and what their own therapist decides after them. To everyone else there is nothing here. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { checkField, formActions, formProblem, onSubmit, selectField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { badge, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ kind: string, title: string, items: string[], lowest: number, highest: number, positive_above: number | null }} Instrument
 * @typedef {{ id: string, at: string, title: string, items: string[], answers: number[], total: number, most: number, positive: boolean | null }} Screening
 * @typedef {{ move: string, reasons: string[], needs_screening: boolean }} Move
 * @typedef {{ finding: string, reason: string | null, decided_at: string | null, until: string | null, moves: Move[] }} Partner
 * @typedef {{ instrument: Instrument, screenings: Screening[], partner: Partner | null, both_cleared: boolean, contact_is_partner: boolean,
 *   may_change: boolean, version: number }} Found
 */

export class PersonScreening extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _doing: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    /** @type {"" | "screening" | "decision"} */
    this._doing = "";
    this._form = this.form({});
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<Found>} */ (signal) => this.http.get(`/people/${this.person.id}/screening`, { signal }),
        this._redraw,
      ),
    );
  }

  render() {
    const { person } = words.clearance;
    const found = this._found.data;
    if (this._found.state === "failed") return panel(person.title, html`<p>${person.closed}</p>`);
    if (!found) return shown(this._found, this.writer, () => nothing);
    return html`
      ${panel(
        person.title,
        html`
          <p class="quiet">${found.may_change ? person.text : person.by_glass}</p>
          ${found.contact_is_partner ? html`<p class="note">${icon("careful")}<span>${person.contact}</span></p>` : nothing}
          ${this._list(found.screenings)} ${this._doing === "screening" ? this._screening(found) : nothing}
        `,
        found.may_change && !this._doing
          ? html`<button class="button" type="button" @click=${() => this._begin("screening", { in_private: false })}>${person.start}</button>`
          : nothing,
      )}
      ${panel(person.decide_title, this._partner(found))}
    `;
  }

  /** @param {Screening[]} screenings */
  _list(screenings) {
    const { person } = words.clearance;
    if (!screenings.length) return html`<p>${person.none}</p>`;
    return html`
      <ul class="plain stack">
        ${screenings.map(
          (one) => html`<li>
            <strong>${this.writer.shortDate(one.at)}</strong> ${one.title}: ${person.sum(one.total, one.most)}${one.positive === null ? nothing : html`, ${one.positive ? person.positive : person.negative}`}
            <details>
              <summary>${person.answers}</summary>
              <ol>${one.answers.map((answer, place) => html`<li dir="auto">${one.items[place] || person.item(place + 1)}: ${answer}</li>`)}</ol>
            </details>
          </li>`,
        )}
      </ul>
      <p class="quiet">${person.number_only}</p>
    `;
  }

  /** @param {Found} found */
  _screening({ instrument, version }) {
    const { person } = words.clearance;
    const scale = Array.from({ length: instrument.highest - instrument.lowest + 1 }, (_, step) => String(instrument.lowest + step));
    const form = this._form;
    return html`<form class="stack" novalidate @submit=${onSubmit(() => this._record(instrument, version))}>
      ${formProblem(form)}
      <p class="note">${icon("careful")}<span>${person.before}</span></p>
      ${instrument.items.some((item) => !item) ? html`<p class="quiet">${person.no_text}</p>` : nothing}
      ${instrument.items.map((item, place) =>
        selectField(form, `answer_${place}`, { label: item || person.item(place + 1) }, [
          ["", "–"],
          ...scale.map((each) => /** @type {[string, string]} */ ([each, each])),
        ]),
      )}
      ${checkField(form, "in_private", { label: person.in_private })}
      ${formActions(form, person.save, this._cancel())}
    </form>`;
  }

  /** @param {Instrument} instrument @param {number} version */
  async _record(instrument, version) {
    const answers = instrument.items.map((_, place) => this._form.values[`answer_${place}`] ?? "");
    /** @type {Record<string, string>} */
    const missing = Object.fromEntries(answers.flatMap((answer, place) => (answer === "" ? [[`answer_${place}`, "field.required"]] : [])));
    if (!this._form.values.in_private) missing.in_private = "screening.in_private";
    if (this._form.refuse(missing)) return this.focusProblem();
    const body = { answers: answers.map(Number), in_private: true };
    await this._sent(() => this.http.post(`/people/${this.person.id}/screenings`, body, { version }));
  }

  /** @param {Found} found */
  _partner(found) {
    const { person, findings, reasons } = words.clearance;
    const { partner } = found;
    if (!partner) return html`<p>${person.no_couple}</p>`;
    return html`
      <p>
        ${badge(findings[partner.finding] ?? partner.finding)}
        ${partner.reason ? html`<span>${reasons[partner.reason] ?? ""}</span>` : nothing}
      </p>
      ${partner.until ? html`<p class="quiet">${person.until(this.writer.shortDate(partner.until))}</p>` : nothing}
      <p>${found.both_cleared ? person.both : person.not_both}</p>
      ${
        this._doing === "decision"
          ? this._decision(partner, found.version)
          : found.may_change && !this._doing
            ? html`<button class="button" type="button" @click=${() => this._begin("decision", { move: partner.moves[0].move, reason: partner.moves[0].reasons[0] })}>${person.decide}</button>`
            : nothing
      }
    `;
  }

  /** @param {Partner} partner @param {number} version */
  _decision(partner, version) {
    const { person, moves, reasons } = words.clearance;
    const form = this._form;
    const chosen = partner.moves.find(({ move }) => move === form.values.move) ?? partner.moves[0];
    /** @param {string} move */
    const first = (move) => partner.moves.find((each) => each.move === move)?.reasons[0];
    return html`<form class="stack" novalidate @submit=${onSubmit(() => this._decide(version))}>
      ${formProblem(form)}
      ${selectField(
        form,
        "move",
        {
          label: person.what,
          hint: chosen.needs_screening ? person.needs_screening : "",
          onChange: (move) => form.set("reason", first(move)),
        },
        partner.moves.map(({ move }) => [move, moves[move] ?? move]),
      )}
      ${selectField(
        form,
        "reason",
        { label: person.why },
        chosen.reasons.map((reason) => [reason, reasons[reason] ?? reason]),
      )}
      <p class="quiet">${person.note}</p>
      ${formActions(form, person.save, this._cancel())}
    </form>`;
  }

  /** @param {number} version */
  async _decide(version) {
    const { move, reason } = this._form.values;
    await this._sent(() => this.http.post(`/people/${this.person.id}/clearance`, { move, reason }, { version }));
  }

  /** @param {() => Promise<Found>} send */
  async _sent(send) {
    const saved = await this.send(this._form, send);
    if (!saved) return;
    this._doing = "";
    this._found.put(saved);
    this.clinic.toasts.show(words.clearance.person.saved);
  }

  /** @param {"screening" | "decision"} what @param {Record<string, any>} values */
  _begin(what, values) {
    this._form = this.form(values);
    this._doing = what;
  }

  _cancel() {
    return html`<button class="button" type="button" @click=${() => {
      this._doing = "";
    }}>${words.common.cancel}</button>`;
  }
}

customElements.define("clinic-person-screening", PersonScreening);
