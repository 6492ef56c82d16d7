/** A new release, told to those who are inside: they may stay on this page until the end, or load it anew when it suits them. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

/** Anywhere else the page renews itself. */
const ASKED_IN = ["waiting", "room", "companion"];

export class Renewal extends SessionElement {
  static properties = { ...SessionElement.properties, _later: { state: true } };

  constructor() {
    super();
    this._later = false;
  }

  render() {
    const { inside, phase } = this.session;
    const { release } = inside;
    if (!release.is_old || this._later || !ASKED_IN.includes(phase)) return nothing;
    const { renewal } = words;
    return html`
      <section class="card renewal" aria-label=${renewal.title} role="status">
        <p>${renewal.text}</p>
        <div class="renewal-answers">
          <button class="button" type="button" @click=${() => release.renew()}>${renewal.now}</button>
          <button class="button button-quiet" type="button" @click=${() => (this._later = true)}>${renewal.later}</button>
        </div>
      </section>
    `;
  }
}

customElements.define("attune-renewal", Renewal);
