/** What pays for a client's care: coverages, what is authorised, used and left, and what does not fit together. Facts, no verdict. */

import { html, nothing, svg } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { icon } from "../../common/icons.js";
import { badge, emptyState, facts, panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import "./authorisation-form.js";
import "./coverage-form.js";
import "./statements.js";

/**
 * @typedef {{ used: number, left: number, days_left: number, warnings: string[] }} Balance
 * @typedef {{ id: string, number: string, billed: string, unit: "days" | "sessions", amount: number, from_on: string, last_on: string, balance: Balance, version: number }} Authorisation
 * @typedef {{ id: string, payer: string, payer_name: string, plan: string, member: string, from_on: string, last_on: string | null,
 *   items: { benefit: string, covered: "yes" | "no" | "unknown", note: string }[], minimum_min: number | null, counts_individual: boolean,
 *   counts_couples: boolean, review_on: string | null, review: string | null, authorisations: Authorisation[], version: number }} Coverage
 * @typedef {{ coverages: Coverage[], contradictions: { kind: string, about: string[] }[], days: { on: string, present_min: number, minimum_min: number }[],
 *   counts_all: boolean, may_change: boolean }} Insurance
 */

const TONES = /** @type {const} */ ({ yes: "good", no: "warm", unknown: "plain" });
const BAR = 240;

export class PersonInsurance extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _open: { state: true } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Person} */
    this.person;
    /** What is being entered: a coverage's id, `new`, or `az:` before an authorisation's or its coverage's id. */
    this._open = "";
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<Insurance>} */ (signal) => this.http.get(`/people/${this.person.id}/insurance`, { signal }),
        this._redraw,
      ),
    );
  }

  render() {
    return shown(this._found, this.writer, (found) => this._draw(found));
  }

  /** @param {Insurance} found */
  _draw(found) {
    const { insurance } = words;
    const add = html`<button class="button" type="button" @click=${() => this._show("new")}>${insurance.add_coverage}</button>`;
    return html`<div class="stack">
      ${found.contradictions.length ? this._contradictions(found) : nothing}
      ${
        found.coverages.length || this._open === "new"
          ? nothing
          : emptyState("careful", insurance.none, insurance.none_text, found.may_change ? add : nothing)
      }
      ${this._open === "new" ? panel(insurance.add_coverage, this._form(null)) : nothing}
      ${found.coverages.map((one) => this._coverage(one, found.may_change))}
      ${found.may_change && found.coverages.length && this._open !== "new" ? html`<p class="form-actions">${add}</p>` : nothing}
      ${found.days.length ? this._days(found) : nothing}
      ${found.counts_all ? nothing : html`<p class="note">${icon("careful")}<span>${insurance.not_all}</span></p>`}
      ${found.may_change ? html`<clinic-statements .clinic=${this.clinic} .of=${`/people/${this.person.id}`}></clinic-statements>` : nothing}
    </div>`;
  }

  /** @param {Insurance} found */
  _contradictions(found) {
    const { insurance } = words;
    const names = new Map(
      found.coverages.flatMap((one) => [
        [one.id, `${one.payer_name}, ${one.plan}`],
        ...one.authorisations.map(
          (each) => /** @type {[string, string]} */ ([each.id, `${insurance.billed[each.billed]}, ${this.writer.onlyDay(each.from_on)}`]),
        ),
      ]),
    );
    return panel(
      insurance.contradictions,
      html`<p class="quiet">${insurance.contradictions_text}</p>
        <ul class="plain-list">
          ${found.contradictions.map(
            (one) =>
              html`<li>${icon("careful")} <b>${insurance.contradiction[one.kind]}</b><br /><span class="quiet" dir="auto">${words.common.list(one.about.map((id) => names.get(id) ?? ""))}</span></li>`,
          )}
        </ul>`,
    );
  }

  /** @param {Coverage} one @param {boolean} may_change */
  _coverage(one, may_change) {
    const { insurance } = words;
    if (this._open === one.id) return panel(one.payer_name, this._form(one));
    const minimum = one.minimum_min === null ? "" : insurance.minimum(one.minimum_min);
    const counts = [one.counts_individual ? insurance.billed.individual : "", one.counts_couples ? insurance.billed.couples : ""].filter(
      Boolean,
    );
    return panel(
      one.payer_name,
      html`
        ${facts([
          [insurance.plan, one.plan],
          [insurance.member, one.member],
          [insurance.holds, one.last_on ? this.writer.days(one.from_on, one.last_on) : insurance.since(this.writer.onlyDay(one.from_on))],
          [insurance.minimum_label, minimum],
          [insurance.counts, minimum && counts.length ? words.common.list(counts) : ""],
          [insurance.review, one.review_on ? html`${this.writer.onlyDay(one.review_on)} ${this._review(one.review)}` : ""],
        ])}
        <h3>${insurance.covered_title}</h3>
        <ul class="chips">
          ${one.items.map((item) => html`<li>${badge(`${insurance.benefits[item.benefit]}: ${insurance.covered[item.covered]}`, TONES[item.covered])}${item.note ? html` <span class="quiet" dir="auto">${item.note}</span>` : nothing}</li>`)}
        </ul>
        <h3>${insurance.authorised}</h3>
        ${one.authorisations.length ? nothing : html`<p class="quiet">${insurance.none_authorised}</p>`}
        <ul class="plain-list stack">${one.authorisations.map((each) => this._authorisation(one, each, may_change))}</ul>
        ${this._open === `az:${one.id}` ? this._authorise(one, null) : may_change ? html`<button class="button" type="button" @click=${() => this._show(`az:${one.id}`)}>${insurance.add_authorisation}</button>` : nothing}
      `,
      may_change
        ? html`<span class="button-row">
            <button class="button" type="button" @click=${() => this._show(one.id)}>${words.common.change}<span class="for-readers"> ${one.payer_name}</span></button>
            <button class="button" type="button" @click=${() => void this._remove(`/coverages/${one.id}`, one.version, insurance.ask_remove)}>
              ${words.common.remove}<span class="for-readers"> ${one.payer_name}</span>
            </button>
          </span>`
        : nothing,
    );
  }

  /** @param {string | null} review */
  _review(review) {
    const { insurance } = words;
    if (review === "overdue") return badge(insurance.reviews.overdue, "warm", "careful");
    return review === "soon" ? badge(insurance.reviews.soon, "warm", "careful") : nothing;
  }

  /** @param {Coverage} coverage @param {Authorisation} one @param {boolean} may_change */
  _authorisation(coverage, one, may_change) {
    const { insurance } = words;
    if (this._open === `az:${one.id}`) return html`<li>${this._authorise(coverage, one)}</li>`;
    const { used, left, days_left, warnings } = one.balance;
    const name = insurance.billed[one.billed];
    return html`<li class="stack">
      <span><b>${name}</b> <span class="quiet">${this.writer.days(one.from_on, one.last_on)}${one.number ? html` · <span dir="auto">${one.number}</span>` : nothing}</span></span>
      ${this._bar(used, one.amount)}
      <span>${insurance.balance(used, one.amount, one.unit)} ${warnings.map((each) => badge(insurance.warnings[each](each === "ends_soon" ? days_left : left, each === "ends_soon" ? "days" : one.unit), "warm", "careful"))}</span>
      ${
        may_change
          ? html`<span class="button-row">
              <button class="button" type="button" @click=${() => this._show(`az:${one.id}`)}>${words.common.change}<span class="for-readers"> ${name}</span></button>
              <button class="button" type="button" @click=${() => void this._remove(`/authorisations/${one.id}`, one.version, insurance.ask_remove)}>
                ${words.common.remove}<span class="for-readers"> ${name}</span>
              </button>
            </span>`
          : nothing
      }
    </li>`;
  }

  /** A calm bar; the sentence beside it says the same. @param {number} used @param {number} amount */
  _bar(used, amount) {
    const width = Math.min(1, used / amount) * BAR;
    return html`<svg class="left-bar" viewBox="0 0 ${BAR} 10" width=${BAR} height="10" aria-hidden="true" focusable="false">
      ${svg`<rect width=${BAR} height="10" rx="5" fill="currentColor" opacity="0.14"></rect><rect width=${width} height="10" rx="5" fill="currentColor" opacity="0.55"></rect>`}
    </svg>`;
  }

  /** @param {Insurance} found */
  _days(found) {
    const { insurance } = words;
    return panel(
      insurance.days,
      html`<ul class="plain-list">
        ${found.days.map((one) => html`<li>${this.writer.onlyDay(one.on)}: ${insurance.day(one.minimum_min, one.present_min)}</li>`)}
      </ul>`,
    );
  }

  /** @param {Coverage | null} one */
  _form(one) {
    return html`<clinic-coverage-form .clinic=${this.clinic} .person=${this.person.id} .coverage=${one} @saved=${this._close} @stopped=${this._stop}></clinic-coverage-form>`;
  }

  /** @param {Coverage} coverage @param {Authorisation | null} one */
  _authorise(coverage, one) {
    return html`<clinic-authorisation-form .clinic=${this.clinic} .coverage=${coverage.id} .authorisation=${one} @saved=${this._close} @stopped=${this._stop}></clinic-authorisation-form>`;
  }

  /** @param {string} what */
  _show(what) {
    this._open = what;
  }

  _stop() {
    this._open = "";
  }

  async _close() {
    this._open = "";
    this.clinic.toasts.show(words.common.saved);
    await this._found.load();
  }

  /** @param {string} path @param {number} version @param {import("../../../core/clinic.js").Question} question */
  async _remove(path, version, question) {
    if (!(await this.clinic.ask(question))) return;
    await this.act(() => this.http.delete(path, { version }), words.common.removed);
    await this._found.load();
  }
}

customElements.define("clinic-person-insurance", PersonInsurance);
