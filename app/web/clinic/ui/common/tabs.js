/** Tabs as WAI-ARIA describes them: arrows move, the chosen one is in the order of the Tab key. Fires `choose` with its name. */

import { html, LitElement } from "../../../vendor/lit.js";

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
    return html`
      <div class="tabs" role="tablist" @keydown=${this._onKey}>
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
