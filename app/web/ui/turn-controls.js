/** Hand, pass and release of one person. Pass has the same weight as the others and is always there. */

import { handIsUp, handRequest } from "../core/floor-actions.js";
import { holds, isShared, may, nameOf } from "../core/selectors.js";
import { words } from "../core/words.js";
import { html } from "../vendor/lit.js";
import { SessionElement } from "./element.js";
import { icon } from "./icons.js";

export class TurnControls extends SessionElement {
  static properties = { ...SessionElement.properties, person: { attribute: false } };
  static needs_view = true;

  constructor() {
    super();
    this.person = "";
  }

  render() {
    const { view, person } = this;
    if (!isShared(view)) return this._buttons();
    const name = nameOf(view, person);
    return html`
      <div class="turn-group" role="group" aria-label=${name}>
        <span class="turn-name" aria-hidden="true">${name}</span>
        ${this._buttons()}
      </div>
    `;
  }

  _buttons() {
    const { view, person } = this;
    const up = handIsUp(view, person);
    const first = holds(view, person)
      ? this._button("floor.release", "Release the floor", "release", "main")
      : this._button(handRequest(view, person), up ? "Lower hand" : "Raise hand", "hand", up ? "up" : "");
    return html`${first} ${this._button("floor.pass", "Pass", "pass", "")}`;
  }

  /**
   * @param {string} request
   * @param {string} label
   * @param {Parameters<typeof icon>[0]} sign
   * @param {string} weight
   */
  _button(request, label, sign, weight) {
    const possible = may(this.view, this.person, request);
    return html`
      <button
        class="control control-turn"
        type="button"
        data-weight=${weight}
        aria-disabled=${possible ? "false" : "true"}
        @click=${() => this._act(request, possible)}
      >
        ${icon(sign)}<span class="control-words"><span class="control-name">${label}</span></span>
      </button>
    `;
  }

  /** @param {string} request @param {boolean} possible */
  _act(request, possible) {
    if (possible) void this.session.askFloor(request, { person: this.person });
    else this.session.toast(words.notNow(request));
  }
}

customElements.define("attune-turn", TurnControls);
