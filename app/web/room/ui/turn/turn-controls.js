/** Hand, pass and release of one person. Pass has the same weight as the others and is always there. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { mainAct } from "../../core/protocols/run.js";
import { handIsUp, handRequest } from "../../core/view/floor-actions.js";
import { holds, isShared, may, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class TurnControls extends SessionElement {
  static properties = { ...SessionElement.properties, person: { attribute: false } };
  static needs_view = true;

  constructor() {
    super();
    this.person = "";
  }

  render() {
    const { session, view, person } = this;
    if (!isShared(view)) return this._buttons();
    const name = nameOf(view, person);
    return html`
      <div class="turn-group" role="group" aria-label=${name}>
        <span class="turn-name" aria-hidden="true"><bdi title=${name}>${name}</bdi>${session.prefs.single_keys ? html`<kbd>${view.you.people.indexOf(person) + 1}</kbd>` : nothing}</span>
        ${this._buttons()}
      </div>
    `;
  }

  _buttons() {
    const { view, person } = this;
    const up = handIsUp(view, person);
    // One primary action: where the step asks for an action of its own, that is it.
    const weight = mainAct(view, person) ? "" : "main";
    const first = holds(view, person)
      ? this._button("floor.release", words.bar.release, "release", weight)
      : this._button(handRequest(view, person), up ? words.bar.hand_down : words.bar.hand_up, "hand", up ? "up" : "");
    return html`${first} ${this._button("floor.pass", words.bar.pass, "pass", "")}`;
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
        <span class="control-sign">${icon(sign)}</span><span class="control-name">${label}</span>
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
