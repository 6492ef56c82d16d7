/** One person before the session, for those who lead it: where they are, why they are held, and what clears it. */

import { words } from "../../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../../vendor/lit.js";
import { addressOf } from "../../../core/connection/preparation.js";
import { askPrepared, REASONS } from "../../../core/console/prepared.js";
import { nameOf } from "../../../core/view/selectors.js";
import { SessionElement } from "../../element.js";
import "../../door/steps/place-form.js";

/** @typedef {import("../../../core/console/prepared.js").Answered} Answered */

export class PreparedSheet extends SessionElement {
  static properties = { ...SessionElement.properties, _answered: { state: true }, _code: { state: true }, _errors: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._person = "";
    /** @type {Answered | null} */
    this._answered = null;
    this._code = "";
    /** @type {Record<string, string>} */
    this._errors = {};
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
  }

  /** Looks the person up: nothing of them is here before that, or after it is closed. @param {string} person */
  async show(person) {
    this._person = person;
    this._dialog.value?.showModal();
    await this._ask({});
  }

  render() {
    const { prepared } = words.console;
    const name = nameOf(this.view, this._person);
    return html`
      <dialog ${ref(this._dialog)} class="dialog" aria-labelledby="prepared-title" @close=${this._closed}>
        <div class="dialog-head">
          <h2 id="prepared-title">${prepared.title(this._answered?.found?.name ?? name)}</h2>
          <button class="button button-quiet" type="button" @click=${() => this._dialog.value?.close()}>${prepared.close}</button>
        </div>
        <div class="dialog-body stack">
          ${this._code ? html`<p class="hint" role="alert">${prepared.refused[this._code] ?? prepared.refused_else}</p>` : nothing}
          ${this._answered?.found ? this._found(this._answered.found) : nothing}
        </div>
      </dialog>
    `;
  }

  /** @param {import("../../../core/console/prepared.js").Prepared} found */
  _found(found) {
    const { prepared } = words.console;
    const holds = this.view.readiness?.[this._person]?.holds ?? [];
    return html`
      ${found.accommodations ? html`<p class="note" dir="auto"><strong>${prepared.accommodations}:</strong> ${found.accommodations}</p>` : nothing}
      ${this._place(found)}
      ${holds.includes("location.verbal") && found.place ? html`<button class="button button-main" type="button" @click=${() => void this._ask({ method: "POST", act: "/confirm" })}>${prepared.confirm}</button>` : nothing}
      ${holds.map((hold) => this._hold(hold))}
      ${this._documents(found)}
      <details class="more" ?open=${!found.place}>
        <summary>${prepared.enter}</summary>
        <attune-place-form .place=${found.place} .errors=${this._errors} .label=${prepared.save}
          @place=${(/** @type {CustomEvent} */ event) => void this._ask({ method: "PUT", act: "/place", body: event.detail })}></attune-place-form>
      </details>
    `;
  }

  /** @param {import("../../../core/console/prepared.js").Prepared} found */
  _place({ place, place_by, confirmed }) {
    const { prepared } = words.console;
    const { before } = words.member;
    if (!place) return html`<p>${prepared.nothing}</p>`;
    return html`
      <p class="lead" data-place>${addressOf(place)}${place.postal_code ? ` ${place.postal_code}` : ""}</p>
      <p>${prepared.kind(before.kinds[place.kind])}</p>
      <p>${prepared.call}: <a href=${`tel:${place.phone}`}>${place.phone}</a></p>
      ${place_by && place_by !== this._person ? html`<p class="small">${prepared.said_by_staff}</p>` : nothing}
      ${confirmed ? html`<p class="small">${prepared.confirmed}</p>` : nothing}
    `;
  }

  /** What they have signed, and what is missing: without that nobody is let in, for no reason. @param {import("../../../core/console/prepared.js").Prepared} found */
  _documents({ documents }) {
    const { prepared } = words.console;
    if (!documents.length) return nothing;
    const missing = documents.some(({ state }) => state !== "signed" && state !== "declined");
    return html`<section class="stack" aria-labelledby="prepared-documents">
      <h3 id="prepared-documents">${prepared.documents}</h3>
      <ul class="plain-list">${documents.map(({ kind, state }) => html`<li data-document=${kind}>${prepared.kinds[kind] ?? kind}: ${prepared.document_states[state] ?? state}</li>`)}</ul>
      ${missing ? html`<p class="small">${prepared.documents_help}</p>` : nothing}
    </section>`;
  }

  /** @param {string} hold */
  _hold(hold) {
    const { prepared } = words.console;
    const reasons = /** @type {Record<string, string[]>} */ (REASONS)[hold] ?? [];
    return html`<section class="ask stack" data-hold=${hold}>
      <p>${prepared.holds[hold] ?? prepared.hold_else}</p>
      ${
        reasons.length
          ? html`<form class="stack" @submit=${(/** @type {SubmitEvent} */ event) => this._waive(event, hold)}>
              <label class="field"><span class="field-label">${prepared.reason}</span>
                <select name="reason">${reasons.map((reason) => html`<option value=${reason}>${prepared.reasons[reason]}</option>`)}</select>
              </label>
              <button class="button" type="submit">${prepared.admit_anyway}</button>
            </form>`
          : nothing
      }
    </section>`;
  }

  /** @param {SubmitEvent} event @param {string} hold */
  _waive(event, hold) {
    event.preventDefault();
    const reason = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("reason");
    void this._ask({ method: "POST", act: "/waive", body: { hold, reason } });
  }

  /** @param {{ method?: string, act?: string, body?: object }} ask */
  async _ask(ask) {
    const answered = await askPrepared(this.view.room.id, this._person, { ...ask, version: this._answered?.version ?? "" });
    this._code = answered.code;
    this._errors = answered.errors;
    if (answered.found) this._answered = answered;
    if (answered.code === "version.other") await this._again();
  }

  /** What is shown was old: it is shown as it is now, and the act is not done. */
  async _again() {
    const answered = await askPrepared(this.view.room.id, this._person);
    if (answered.found) this._answered = answered;
  }

  _closed() {
    this._answered = null;
    this._code = "";
    this._errors = {};
  }
}

customElements.define("attune-prepared", PreparedSheet);
