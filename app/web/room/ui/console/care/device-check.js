/** For whoever makes a device check: with whom they are, when the other one's turn can begin, and the way back for both. */

import { TickingElement } from "../../../../shared/ui/ticking-element.js";
import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { deviceCheckOf } from "../../../core/console/care.js";
import { nameOf } from "../../../core/view/selectors.js";

export class DeviceCheck extends TickingElement {
  render() {
    const { session } = this;
    const { view } = session;
    const check = view ? deviceCheckOf(view, session.now()) : null;
    if (!view || !check) return nothing;
    const text = words.alerts.device_check;
    const { name, other } = check;
    return html`<section class="panel-part" aria-labelledby="device-check-title">
      <h2 id="device-check-title">${text.title}</h2>
      <p>${check.mine ? text.with(name, other) : text.colleague(nameOf(view, check.by))}</p>
      ${check.mine && check.is_second ? html`<p class="small">${text.took(words.console.length(check.first_s))}</p>` : nothing}
      ${check.mine && !check.is_second && check.left_s ? html`<p class="small">${text.next_in(words.console.length(check.left_s))}</p>` : nothing}
      <div class="choices">
        ${
          check.mine && !check.is_second
            ? html`<button class="button button-main" type="button" aria-disabled=${check.left_s > 0 ? "true" : "false"} @click=${() => void this._next(check.left_s)}>${text.next(other)}</button>`
            : nothing
        }
        <button class="button ${check.is_second ? "button-main" : ""}" type="button" @click=${() => void session.ask("device_check.end")}>${text.end}</button>
      </div>
    </section>`;
  }

  /** @param {number} left_s */
  _next(left_s) {
    if (left_s <= 0) return this.session.ask("device_check.next");
    // Whoever presses too early hears why nothing happens.
    return this.session.toast(words.alerts.device_check.next_in(words.console.length(left_s)));
  }
}

customElements.define("attune-device-check", DeviceCheck);
