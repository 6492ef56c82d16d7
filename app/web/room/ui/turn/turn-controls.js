/** Hand, pass and release of one person. Pass has the same weight as the others and is always there. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { mainAct } from "../../core/protocols/run.js";
import { SteadyHand } from "../../core/view/access/steady-hand.js";
import { handIsUp, handRequest } from "../../core/view/floor-actions.js";
import { holds, isShared, may, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class TurnControls extends SessionElement {
  static properties = { ...SessionElement.properties, person: { attribute: false } };
  static needs_view = true;

  constructor() {
    super();
    this.person = "";
    /** The first control changes its meaning, the second never. */
    this._hands = [new SteadyHand(), new SteadyHand()];
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
      ? this._button(0, "floor.release", words.bar.release, "release", weight)
      : this._button(0, handRequest(view, person), up ? words.bar.hand_down : words.bar.hand_up, "hand", up ? "up" : "");
    return html`${first} ${this._button(1, "floor.pass", words.bar.pass, "pass", "")}`;
  }

  /**
   * @param {number} place
   * @param {string} request
   * @param {string} label
   * @param {Parameters<typeof icon>[0]} sign
   * @param {string} weight
   */
  _button(place, request, label, sign, weight) {
    const possible = may(this.view, this.person, request);
    const hand = this._hands[place];
    hand.mean(request, performance.now());
    return html`
      <button
        class="control control-turn"
        type="button"
        data-weight=${weight}
        aria-disabled=${possible ? "false" : "true"}
        @pointerdown=${(/** @type {PointerEvent} */ event) => hand.down(performance.now(), event.pointerType !== "mouse")}
        @keydown=${(/** @type {KeyboardEvent} */ event) => event.repeat && event.key === "Enter" && event.preventDefault()}
        @click=${(/** @type {MouseEvent} */ event) => hand.isMeant(event.detail) && this._act(request, possible)}
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
