/** Where somebody is, typed or chosen: on their own page, or by staff to whom they say it. It asks no device for its position. */

import { words } from "../../../../shared/words/words.js";
import { html, LitElement, nothing } from "../../../../vendor/lit.js";

/** @typedef {import("../../../core/connection/preparation.js").Place} Place */

/** @type {[keyof Place, string, boolean][]} The field, what a browser may fill in by itself, and whether it is needed. */
const TEXTS = [
  ["address", "address-line1", true],
  ["unit", "address-line2", false],
  ["city", "address-level2", true],
  ["state", "address-level1", true],
  ["postal_code", "postal-code", false],
];
const LIMITS = { address: 120, unit: 60, city: 80, state: 40, postal_code: 16, phone: 40, kind: 20 };

/** A `place` event carries what was entered. */
export class PlaceForm extends LitElement {
  static properties = {
    place: { attribute: false },
    errors: { attribute: false },
    label: {},
    fill: { type: Boolean },
    tag: {},
    _kind: { state: true },
  };

  constructor() {
    super();
    /** What it begins with. @type {Place | null} */
    this.place = null;
    /** @type {Record<string, string>} */
    this.errors = {};
    /** On its button. */
    this.label = "";
    /** Whether the browser may fill in what it knows of its owner. */
    this.fill = false;
    /** The language of the page: it is drawn again when that changes. */
    this.tag = "";
    this._kind = "";
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { before } = words.member;
    const kind = this._kind || this.place?.kind || "home";
    return html`
      <form class="stack" novalidate @submit=${this._submit}>
        ${TEXTS.map(([name, hint, needed]) => this._text(name, hint, needed))}
        <label class="field"><span class="field-label">${before.fields.kind}</span>
          <select name="kind" @change=${(/** @type {Event} */ event) => (this._kind = /** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
            ${Object.entries(before.kinds).map(([value, label]) => html`<option value=${value} .selected=${value === kind}>${label}</option>`)}
          </select>
        </label>
        ${kind === "car_moving" ? html`<p class="hint" role="note">${before.driving}</p>` : nothing}
        ${this._text("phone", "tel", true)}
        <button class="button button-main" type="submit">${this.label}</button>
      </form>
    `;
  }

  /** @param {keyof Place} name @param {string} hint @param {boolean} needed */
  _text(name, hint, needed) {
    const { before } = words.member;
    const problem = this.errors[name];
    const id = `place-${name}`;
    return html`
      <div class="field">
        <label class="field-label" for=${id}>${before.fields[name]}</label>
        <input id=${id} name=${name} type="text" inputmode=${name === "phone" ? "tel" : "text"} maxlength=${LIMITS[name]} autocomplete=${this.fill ? hint : "off"}
          ?required=${needed} .value=${this.place?.[name] ?? ""} aria-invalid=${problem ? "true" : "false"} aria-describedby=${`${id}-said`} />
        <p id=${`${id}-said`} class=${problem ? "hint" : "small"}>${problem ? words.fieldRefused(problem) : (before.hints[name] ?? "")}</p>
      </div>
    `;
  }

  /** @param {SubmitEvent} event */
  _submit(event) {
    event.preventDefault();
    const entered = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const detail = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, String(entered.get(name) ?? "").trim()]));
    this.dispatchEvent(new CustomEvent("place", { detail }));
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    if (!changed.has("errors")) return;
    const [first] = Object.keys(this.errors);
    if (first) /** @type {HTMLElement | null} */ (this.querySelector(`[name="${first}"]`))?.focus();
  }
}

customElements.define("attune-place-form", PlaceForm);
