/** One welfare check: who is gone, whom to call, and what was done, step by step. Nothing of it is said in the room. */

import { icon } from "../../../../shared/ui/icons.js";
import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { cardOf } from "../../../core/console/alerts.js";
import { askNumbers } from "../../../core/console/care.js";
import { SessionElement } from "../../element.js";

/** @typedef {ReturnType<typeof import("../../../core/console/care.js").welfareOf>[number]} Check */

export class WelfareCheck extends SessionElement {
  static properties = { ...SessionElement.properties, check: { attribute: false }, _numbers: { state: true }, _refused: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    /** @type {Check | null} */
    this.check = null;
    /** @type {Awaited<ReturnType<typeof askNumbers>>} */
    this._numbers = null;
    this._refused = false;
  }

  render() {
    const { check, session } = this;
    if (!check) return nothing;
    const text = words.alerts.welfare;
    const { name } = check;
    return html`<article class="alert" data-seen=${check.done.length || check.returned_at ? "yes" : "no"} aria-label=${text.title(name)}>
      <h2>${icon("help")}<span>${text.title(name)}</span></h2>
      <p>${check.returned_at ? text.back(check.returned_at) : text.gone(check.at)}</p>
      <p class="small">${text.why}</p>
      ${check.returned_at ? nothing : this._numbers ? this._called(this._numbers) : this._offer()}
      ${check.done.length ? html`<ul class="plain small">${check.done.map(([step, at]) => html`<li>${text.done(text.steps[step] ?? step, at)}</li>`)}</ul>` : nothing}
      <div class="choices">
        ${check.steps.map(
          (step, index) =>
            html`<button class="button ${index === 0 && this._mainly(step) ? "button-main" : ""}" type="button" data-step=${step} @click=${() => void session.ask("welfare.note", { person: check.person, step })}>${text.steps[step]}</button>`,
        )}
      </div>
    </article>`;
  }

  _offer() {
    const text = words.alerts.welfare;
    const { person } = /** @type {Check} */ (this.check);
    return html`<div class="choices">
        <button class="button button-firm" type="button" @click=${() => void this._show()}>${text.numbers}</button>
        ${this._refused ? html`<a class="button" href=${cardOf(person)} target="_blank" rel="noopener">${words.alerts.card}</a>` : nothing}
      </div>
      <p class="small" role="status">${this._refused ? text.refused : text.numbers_documented}</p>`;
  }

  /** @param {NonNullable<Awaited<ReturnType<typeof askNumbers>>>} found */
  _called({ phone, contact, local }) {
    const text = words.alerts.welfare;
    return html`<dl class="facts">
      ${this._number(text.phone, phone)} ${this._number(text.local, local)}
      ${contact ? this._number(`${text.contact}: ${contact.name}`, contact.phone, this._careful(contact)) : nothing}
    </dl>`;
  }

  /** What to know before the contact is called; it stands above the number. @param {{ permission: boolean, is_partner: boolean }} contact */
  _careful({ permission, is_partner }) {
    const text = words.alerts.welfare;
    return html`${is_partner ? html`<dd class="alert-paged" data-paged="unreached">${text.contact_partner}</dd>` : nothing}
      ${permission ? nothing : html`<dd class="small">${text.no_permission}</dd>`}`;
  }

  /** Whether a step stands out: not before there is a number to call, and never a call to the contact, who may be the danger. @param {string} step */
  _mainly(step) {
    return step !== "contact_called" && Boolean(this._numbers || this._refused || this.check?.returned_at);
  }

  /** @param {string} label @param {string} number @param {unknown} [before] */
  _number(label, number, before = nothing) {
    return html`<div><dt>${label}</dt>${before}<dd>${number ? html`<a class="button" href=${`tel:${number}`}>${number}</a>` : words.alerts.welfare.none}</dd></div>`;
  }

  async _show() {
    const { person } = /** @type {Check} */ (this.check);
    this._numbers = await askNumbers(person);
    this._refused = this._numbers === null;
  }
}

customElements.define("attune-welfare", WelfareCheck);
