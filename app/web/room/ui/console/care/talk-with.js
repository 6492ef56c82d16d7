/** Somebody with whom those who lead have to talk before the session ends, until one of them says that they will. */

import { icon } from "../../../../shared/ui/icons.js";
import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { cardOf, seatToTalk } from "../../../core/console/alerts.js";
import { takeOn } from "../../../core/console/care.js";
import { nameOf } from "../../../core/view/selectors.js";
import { SessionElement } from "../../element.js";

export class TalkWith extends SessionElement {
  static properties = { ...SessionElement.properties, person: { attribute: false }, _refused: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this.person = "";
    this._refused = false;
  }

  render() {
    const { person, session, view } = this;
    const text = words.alerts.talk_with;
    const name = nameOf(view, person);
    const seat = seatToTalk(view, [person]);
    return html`<article class="alert" data-seen="no" aria-label=${text.title(name)}>
      <h2>${icon("help")}<span>${text.title(name)}</span></h2>
      <p>${text.why}</p>
      <p class="small">${words.alerts.quiet}</p>
      <div class="choices">
        <button class="button button-firm" type="button" @click=${() => void this._take()}>${text.take}</button>
        <a class="button" href=${cardOf(person)} target="_blank" rel="noopener">${words.alerts.card}</a>
        ${seat ? html`<button class="button" type="button" @click=${() => void session.ask("private.move", { seat, join: true })}>${words.alerts.talk}</button>` : nothing}
      </div>
      <p class="small" role="status">${this._refused ? text.refused : text.otherwise}</p>
    </article>`;
  }

  async _take() {
    this._refused = !(await takeOn(this.person));
  }
}

customElements.define("attune-talk-with", TalkWith);
