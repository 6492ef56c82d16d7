/** Somebody would like to look on: each person says yes or no for themselves. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { isShared, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class ObserverAsks extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const { asks } = words.member;
    return html`${(view.you.asks ?? []).map(({ person, observer, name }) => {
      /** @param {boolean} agrees */
      const answer = (agrees) => void session.ask("observer.answer", { person, observer, agrees });
      return html`
        <section class="ask stack" aria-label=${asks.observer(name)}>
          <p>${asks.observer(name)}</p>
          ${isShared(view) ? html`<p class="small">${asks.for_person(nameOf(view, person))}</p>` : nothing}
          <div class="choices">
            <button class="button" type="button" @click=${() => answer(true)}>${asks.yes}</button>
            <button class="button" type="button" @click=${() => answer(false)}>${asks.no}</button>
          </div>
        </section>
      `;
    })}`;
  }
}

customElements.define("attune-observer-asks", ObserverAsks);
