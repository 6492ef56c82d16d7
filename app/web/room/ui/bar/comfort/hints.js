/** What somebody is told about their own devices: an echo, and that less power may do. On their own screen only, never in the way. */

import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { SessionElement } from "../../element.js";

export class ComfortHints extends SessionElement {
  static needs_view = true;

  render() {
    const { comfort } = this.session;
    const { howl, howl_mute, power } = words.comfort;
    if (comfort.howls) return this._hint(howl, [[howl_mute, () => comfort.muteHowl()]]);
    const { offer } = comfort;
    if (!offer) return nothing;
    return this._hint(power.offers[offer], [
      [power.yes, () => comfort.setLowPower(true)],
      [power.no, () => comfort.refuseOffer()],
    ]);
  }

  /** @param {string} text @param {[string, () => unknown][]} deeds */
  _hint(text, deeds) {
    return html`<div class="notice comfort-hint">
      <p>${text}</p>
      ${deeds.map(([label, act]) => html`<button class="button" type="button" @click=${() => void act()}>${label}</button>`)}
    </div>`;
  }
}

customElements.define("attune-comfort-hints", ComfortHints);
