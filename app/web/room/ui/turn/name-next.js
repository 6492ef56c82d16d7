/** Popcorn: whoever speaks, or spoke last, names who goes next. */

import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { nameableBy } from "../../core/view/floor-actions.js";
import { nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class NameNext extends SessionElement {
  static needs_view = true;

  render() {
    return html`${this.view.you.people.map((person) => this._list(person))}`;
  }

  /** @param {string} person */
  _list(person) {
    const { session, view } = this;
    const others = nameableBy(view, person);
    if (!others.length) return nothing;
    const { turns } = words.member;
    return html`
      <section class="stack" aria-label=${turns.next}>
        <h3>${turns.next}</h3>
        <p class="small">${turns.next_hint}</p>
        <div class="choices">
          ${repeat(
            others,
            (next) => next,
            (next) =>
              html`<button class="button" type="button" @click=${() => void session.askFloor("floor.name_next", { person, next })}><bdi>${nameOf(view, next)}</bdi></button>`,
          )}
        </div>
      </section>
    `;
  }
}

customElements.define("attune-name-next", NameNext);
