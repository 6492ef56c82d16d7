/** What keeps somebody from coming in, calmly: it is being tried again by itself, and can be tried at once. */

import { words } from "../core/words.js";
import { html, nothing } from "../vendor/lit.js";
import { SessionElement } from "./element.js";

export class Hindrance extends SessionElement {
  render() {
    const code = this.session.hindrance;
    return html`<div class="hindrance stack" role="status">
      ${code
        ? html`<p class="notice">${words.hindrance(code)}</p>
            <button class="button" type="button" @click=${() => this.session.look()}>${words.try_now}</button>`
        : nothing}
    </div>`;
  }
}

customElements.define("attune-hindrance", Hindrance);
