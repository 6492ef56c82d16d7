/** What is happening now, in words, and who is in line. */

import { holds, nameOf } from "../core/selectors.js";
import { words } from "../core/words.js";
import { html, nothing } from "../vendor/lit.js";
import { SessionElement } from "./element.js";
import { icon } from "./icons.js";

export class FloorPanel extends SessionElement {
  static needs_view = true;

  render() {
    const { view } = this;
    const queue = view.floor?.queue ?? [];
    const yours = view.you.people.some((person) => holds(view, person));
    return html`
      <section class="now" aria-label="What is happening now" data-yours=${yours ? "yes" : "no"}>
        <span class="now-sign">${icon(yours ? "voice" : "floor")}</span>
        <p class="now-line">${queue.length > 1 ? words.nowBesideLine(view) : words.now(view)}</p>
        ${queue.length > 1
          ? html`<div class="now-next"><span aria-hidden="true">${words.in_line}</span><ol class="now-queue" aria-label="In line">
              ${queue.slice(0, 4).map((person) => html`<li>${nameOf(view, person)}</li>`)}
              ${queue.length > 4 ? html`<li class="now-more">and ${queue.length - 4} more</li>` : nothing}
            </ol></div>`
          : nothing}
      </section>
    `;
  }
}

customElements.define("attune-floor", FloorPanel);
