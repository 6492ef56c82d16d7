/** “Exit this page”: the same button in the same place on every page that a client sees, and three presses of Shift. */

import { html, LitElement, nothing } from "../../../vendor/lit.js";
import { leaveAtOnce } from "../../core/exit/quick-exit.js";
import { listenForShift, PRESSES } from "../../core/exit/triple-shift.js";

export class ExitButton extends LitElement {
  static properties = { texts: { attribute: false }, steps: { attribute: false }, _left: { state: true } };

  constructor() {
    super();
    /** @type {typeof import("../../words/en/exit.js").exit_en} */
    this.texts;
    /** What lets go when it is used. @type {() => (() => unknown)[]} */
    this.steps = () => [];
    /** How many presses of Shift are still missing; 0 while nobody began. */
    this._left = 0;
    this._unlisten = () => undefined;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    document.documentElement.dataset.exit = "yes";
    this._unlisten = /** @type {() => undefined} */ (listenForShift(window, (count) => this._onShift(count)));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    delete document.documentElement.dataset.exit;
    this._unlisten();
  }

  render() {
    if (!this.texts) return nothing;
    return html`
      <aside class="exit-strip" aria-label=${this.texts.place}>
        <button class="button exit-button" type="button" aria-describedby="exit-hint" @click=${this.leave}>${this.texts.button}</button>
        <span class="for-readers" id="exit-hint">${this.texts.hint}</span>
        <span class="for-readers" role="status">${this._left ? this.texts.left(this._left) : nothing}</span>
      </aside>
    `;
  }

  leave() {
    leaveAtOnce({ said: this.texts.gone, steps: this.steps() });
  }

  /** @param {number} count */
  _onShift(count) {
    this._left = PRESSES - count;
    if (!this._left) this.leave();
  }
}

customElements.define("attune-exit", ExitButton);
