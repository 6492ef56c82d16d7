/**
 * Tabs as WAI-ARIA describes them: arrows move, the chosen one is in the order of the Tab key. More than a phone's row holds are
 * one menu there (pieces.css). Fires `choose` with its name.
 */

import { html, LitElement, nothing } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";

/** As many stand in one row of a phone. */
const ROW = 4;

export class Tabs extends LitElement {
  static properties = { tabs: { attribute: false }, chosen: {} };

  constructor() {
    super();
    /** @type {[string, string][]} Names and words. */
    this.tabs = [];
    this.chosen = "";
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const many = this.tabs.length > ROW;
    return html`
      ${many ? this._menu() : nothing}
      <div class="tabs" role="tablist" data-many=${many ? "yes" : "no"} @keydown=${this._onKey}>
        ${this.tabs.map(
          ([name, text]) => html`<button
            class="tab"
            type="button"
            role="tab"
            id="tab-${name}"
            aria-controls="panel-${this.chosen}"
            aria-selected=${name === this.chosen ? "true" : "false"}
            tabindex=${name === this.chosen ? "0" : "-1"}
            @click=${() => this._choose(name)}
          >
            ${text}
          </button>`,
        )}
      </div>
    `;
  }

  _menu() {
    return html`<select class="tabs-menu" aria-label=${words.common.parts} @change=${this._onPick}>
      ${this.tabs.map(([name, text]) => html`<option value=${name} .selected=${name === this.chosen}>${text}</option>`)}
    </select>`;
  }

  /** What is on the page may have to be kept first: until then the menu says what is shown. @param {Event} event */
  _onPick(event) {
    const menu = /** @type {HTMLSelectElement} */ (event.currentTarget);
    const name = menu.value;
    menu.value = this.chosen;
    this._choose(name);
  }

  /** @param {KeyboardEvent} event */
  async _onKey(event) {
    const names = this.tabs.map(([name]) => name);
    const forward = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const at = names.indexOf(this.chosen);
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const name = names[(to + names.length) % names.length];
    this._choose(name);
    await new Promise((done) => requestAnimationFrame(done));
    /** @type {HTMLElement | null} */ (this.querySelector(`#tab-${name}`))?.focus();
  }

  /** @param {string} name */
  _choose(name) {
    if (name !== this.chosen) this.dispatchEvent(new CustomEvent("choose", { detail: name }));
  }
}

customElements.define("clinic-tabs", Tabs);
