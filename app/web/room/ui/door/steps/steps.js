/** What each person is asked before the room, one step at a time. What was said is kept by the service: a reload goes on there. */

import { shownName } from "../../../../shared/core/names.js";
import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { addressOf, isBehind, isDocument, preparationOf } from "../../../core/connection/preparation.js";
import { SessionElement } from "../../element.js";
import "./around-form.js";
import "./document-step.js";
import "./place-form.js";

/** @typedef {import("../../../core/connection/preparation.js").Place} Place */

/** What was refused is said beside the field or the text. */
const SAID_ELSEWHERE = ["form.invalid", "consent.changed"];

/** Whether this page has steps to take before anything else. @param {import("../../../core/session.js").Session} session */
export function hasSteps(session) {
  const preparation = preparationOf(session);
  return isAsked(session) && preparation.next !== null && !preparation.put_off;
}

/** @param {import("../../../core/session.js").Session} session */
export function isAsked(session) {
  const { ticket } = session;
  return ticket?.session.prepares === true && ticket.seat.role === "member";
}

export class Steps extends SessionElement {
  static properties = { ...SessionElement.properties, _elsewhere: { state: true }, _again: { state: true } };

  constructor() {
    super();
    /** Whether they are somewhere else than the place that is offered. */
    this._elsewhere = false;
    /** Whether they want to change what they said. */
    this._again = false;
    /** What is changed first. @type {string} */
    this._changes = "location";
    this._drawn = "";
    this._asked = false;
    /** What the room said last of what is left to do. */
    this._told = "";
  }

  connectedCallback() {
    super.connectedCallback();
    void this._look();
  }

  render() {
    const preparation = preparationOf(this.session);
    const step = this._step();
    if (!step) return this._changeOffer();
    const { before } = words.member;
    const name = this._many ? shownName(this._nameOf(step.person)) : "";
    return html`
      <section class="card stack steps" aria-labelledby="step-title" data-step=${step.step} aria-busy=${preparation.busy ? "true" : "false"}>
        <h2 id="step-title" tabindex="-1">${this._title(step.step, name)}</h2>
        ${this._content(step, name)}
        ${preparation.code && !SAID_ELSEWHERE.includes(preparation.code) ? html`<p class="hint" role="alert">${before.refused}</p>` : nothing}
        <p class="small">${isDocument(step.step) ? before.documents.seen_by : before.seen_by[step.step]}</p>
      </section>
    `;
  }

  /** @param {string} step @param {string} name */
  _title(step, name) {
    const { titles, documents } = words.member.before;
    if (!isDocument(step)) return titles[step](name);
    return step.startsWith("sign.") ? documents.sign(name) : documents.confirm(name);
  }

  /** @param {{ person: string, step: string }} step @param {string} name */
  _content({ person, step }, name) {
    if (isDocument(step)) return this._document(person);
    return step === "location" ? this._location(person, name) : this._surroundings(person);
  }

  /** @param {string} person */
  _document(person) {
    const preparation = preparationOf(this.session);
    const document = preparation.asked?.people.find(({ id }) => id === person)?.document;
    if (!document) return nothing;
    return html`<attune-document-step class="stack" .document=${document} ?changed=${preparation.code === "consent.changed"} .tag=${words.tag}
      ?waits=${this.session.view !== null || this.session.is_companion}
      @document=${(/** @type {CustomEvent} */ event) => void this._say({ ...event.detail, person })}
      @later=${() => preparation.putOff()}></attune-document-step>`;
  }

  /** @param {string} person @param {string} name */
  _location(person, name) {
    const { before } = words.member;
    const preparation = preparationOf(this.session);
    const offer = preparation.asked?.offer ?? null;
    const confirm = offer && !this._elsewhere && offer.place.kind !== "car_moving";
    return html`
      ${confirm ? this._confirm(person, name, offer.place) : this._form(person, offer && !this._many && this._again ? offer.place : null)}
      <button class="button button-quiet" type="button" @click=${() => void this._say({ step: "location", person, place: null })}>${before.cannot_say}</button>
    `;
  }

  /** @param {string} person @param {string} name @param {Place} place */
  _confirm(person, name, place) {
    const { before } = words.member;
    const problem = preparationOf(this.session).errors.phone;
    return html`
      <form class="stack" novalidate @submit=${(/** @type {SubmitEvent} */ event) => this._confirmed(event, person, place)}>
        <p class="lead">${before.still(addressOf(place), name)}</p>
        <div class="field">
          <label class="field-label" for="step-phone">${before.fields.phone}</label>
          <input id="step-phone" name="phone" type="text" inputmode="tel" maxlength="40" autocomplete=${this._many ? "off" : "tel"} .value=${place.phone}
            aria-invalid=${problem ? "true" : "false"} aria-describedby="step-phone-said" />
          <p id="step-phone-said" class=${problem ? "hint" : "small"}>${problem ? words.fieldRefused(problem) : before.hints.phone}</p>
        </div>
        <div class="choices">
          <button class="button button-main" type="submit">${before.yes}</button>
          <button class="button" type="button" @click=${() => (this._elsewhere = true)}>${before.no}</button>
        </div>
      </form>
    `;
  }

  /** @param {string} person @param {Place | null} place */
  _form(person, place) {
    const { before } = words.member;
    const { errors } = preparationOf(this.session);
    return html`<attune-place-form .tag=${words.tag} .place=${place} .errors=${errors} .label=${before.proceed} .fill=${!this._many}
      @place=${(/** @type {CustomEvent} */ event) => void this._say({ step: "location", person, place: event.detail })}></attune-place-form>`;
  }

  /** @param {string} person */
  _surroundings(person) {
    return html`<attune-around-form .tag=${words.tag} .shared=${this._many}
      @around=${(/** @type {CustomEvent} */ event) => void this._say({ step: "surroundings", person, ...event.detail })}></attune-around-form>`;
  }

  /** Somebody may have parked, or gone to another room, while they wait. */
  _changeOffer() {
    const { asked } = preparationOf(this.session);
    if (!asked?.people.length || !asked.asks_place || !this.session.view) return nothing;
    return html`<button class="button button-quiet" type="button" @click=${() => (this._again = true)}>${words.member.before.change}</button>`;
  }

  /** @returns {{ person: string, step: string } | null} */
  _step() {
    if (!isAsked(this.session)) return null;
    const { next, asked } = preparationOf(this.session);
    if (next || !this._again) return next;
    const [first] = asked?.people ?? [];
    return first ? { person: first.id, step: this._changes } : null;
  }

  get _many() {
    return this.session.ticket?.seat.shared === true;
  }

  /** @param {string} person */
  _nameOf(person) {
    return this.session.ticket?.seat.people.find(({ id }) => id === person)?.name ?? "";
  }

  /** @param {SubmitEvent} event @param {string} person @param {Place} place */
  _confirmed(event, person, place) {
    event.preventDefault();
    const phone = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("phone") ?? "").trim();
    void this._say({ step: "location", person, place: { ...place, phone } });
  }

  /** @param {import("../../../core/connection/preparation.js").Said} said */
  async _say(said) {
    const taken = await preparationOf(this.session).say(said);
    if (!taken) return;
    this._elsewhere = false;
    if (!this._again) return;
    const more = said.step === "location" && said.place !== null;
    this._changes = more ? "surroundings" : "location";
    this._again = more;
  }

  /** Reads the steps once somebody has shown who they are. */
  async _look() {
    if (!isAsked(this.session)) return;
    this._follow();
    if (this._asked || preparationOf(this.session).asked) return;
    const { view, ticket } = this.session;
    const unproved = view ? (view.you.unproved ?? []).length : (ticket?.seat.unproved.length ?? 0);
    if (unproved >= (ticket?.seat.people.length ?? 0)) return;
    this._asked = true;
    await preparationOf(this.session).look();
  }

  /** Something has to be signed again: the room is told of it first. */
  _follow() {
    const todo = this.session.view?.you.todo ?? {};
    const told = JSON.stringify(todo);
    if (told === this._told) return;
    this._told = told;
    const preparation = preparationOf(this.session);
    if (preparation.asked && isBehind(preparation.asked, todo)) void preparation.look();
  }

  /** A new step begins at its heading, for the eye and for a screen reader. */
  updated() {
    void this._look();
    const step = this._step();
    const version = preparationOf(this.session).asked?.people.find(({ id }) => id === step?.person)?.document?.version ?? "";
    const drawn = step ? `${step.person} ${step.step} ${version} ${this._elsewhere}` : "";
    if (drawn === this._drawn) return;
    const first = this._drawn === "";
    this._drawn = drawn;
    if (!first || this._again) /** @type {HTMLElement | null} */ (this.querySelector("#step-title"))?.focus();
  }
}

customElements.define("attune-steps", Steps);
