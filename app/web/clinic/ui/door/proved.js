/** Where somebody comes back from their organization's sign-in, in a tab of its own: says how it went, and closes. */

import { html } from "../../../vendor/lit.js";
import { tellProved } from "../../core/account/provider-proof.js";
import { takeRefusal } from "../../core/account/secret-link.js";
import { words } from "../../words/words.js";
import { emptyState } from "../common/pieces.js";
import { PageElement } from "../element.js";

export class ProvedPage extends PageElement {
  constructor() {
    super();
    this._refused = takeRefusal();
  }

  connectedCallback() {
    super.connectedCallback();
    tellProved(this._refused);
    // Some browsers keep a tab open that was at another address meanwhile; the page says what to do then.
    if (!this._refused) window.close();
  }

  render() {
    const { proved } = words.door;
    const title = this._refused ? proved.refused : proved.title;
    const text = this._refused ? `${words.refusal({ code: this._refused })} ${proved.again}` : proved.text;
    return html`<h1 class="for-readers" tabindex="-1">${title}</h1>
      ${emptyState(this._refused ? "careful" : "check", title, text)}`;
  }
}

customElements.define("clinic-proved", ProvedPage);
