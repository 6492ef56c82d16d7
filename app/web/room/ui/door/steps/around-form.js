/** What is around somebody: whether they may be overheard, headphones, and who is with them. Three short questions. */

import { words } from "../../../../shared/words/words.js";
import { html, LitElement, nothing } from "../../../../vendor/lit.js";

const COMPANY = ["partner", "child", "someone"];

/** An `around` event carries what was chosen. */
export class AroundForm extends LitElement {
  static properties = { shared: { type: Boolean }, tag: {}, _private: { state: true }, _missing: { state: true } };

  constructor() {
    super();
    /** Whether two people answer at this screen: then nobody is asked about a partner. */
    this.shared = false;
    /** The language of the page: it is drawn again when that changes. */
    this.tag = "";
    this._private = "";
    this._missing = false;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { around } = words.member.before;
    const company = COMPANY.filter((each) => !(this.shared && each === "partner"));
    return html`
      <form class="stack" novalidate @submit=${this._submit}>
        ${this._choice("private", around.private, around.private_answers, (value) => (this._private = value))}
        ${this._private === "no" ? html`<p class="hint" role="note">${around.overheard}</p>` : nothing}
        ${this._choice("headphones", around.headphones, around.headphones_answers)}
        <fieldset class="choose-people">
          <legend class="field-label">${this.shared ? around.company_shared : around.company}</legend>
          <label class="check"><input type="checkbox" name="company" value="nobody" @change=${this._alone} /><span>${around.nobody}</span></label>
          ${company.map((each) => html`<label class="check"><input type="checkbox" name="company" value=${each} @change=${this._together} /><span>${around.people[each]}</span></label>`)}
        </fieldset>
        ${this._missing ? html`<p class="hint" role="alert">${around.missing}</p>` : nothing}
        <button class="button button-main" type="submit">${words.member.before.proceed}</button>
      </form>
    `;
  }

  /** @param {string} name @param {string} label @param {Record<string, string>} answers @param {(value: string) => void} [chosen] */
  _choice(name, label, answers, chosen) {
    return html`<fieldset class="choose-people">
      <legend class="field-label">${label}</legend>
      ${Object.entries(answers).map(
        ([value, text]) =>
          html`<label class="check"><input type="radio" name=${name} value=${value} @change=${() => chosen?.(value)} /><span>${text}</span></label>`,
      )}
    </fieldset>`;
  }

  /** Nobody is with them: then no one else is. @param {Event} event */
  _alone(event) {
    if (!(/** @type {HTMLInputElement} */ (event.currentTarget).checked)) return;
    for (const each of this._boxes()) each.checked = each.value === "nobody";
  }

  _together() {
    for (const each of this._boxes()) if (each.value === "nobody") each.checked = false;
  }

  _boxes() {
    return /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll('input[name="company"]')]);
  }

  /** @param {SubmitEvent} event */
  _submit(event) {
    event.preventDefault();
    const entered = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const company = entered.getAll("company").map(String);
    this._missing = !entered.get("private") || !entered.get("headphones") || !company.length;
    if (this._missing) return;
    const detail = {
      private: entered.get("private") === "yes",
      headphones: entered.get("headphones") === "yes",
      company: company.filter((each) => each !== "nobody"),
    };
    this.dispatchEvent(new CustomEvent("around", { detail }));
  }
}

customElements.define("attune-around-form", AroundForm);
