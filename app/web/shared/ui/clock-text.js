/** The clock of the own turn or of the step, as text that ticks; hidden where the person does not want it. */

import { clockText } from "../../room/core/view/turn-clock.js";
import { html, nothing } from "../../vendor/lit.js";
import { TickingElement } from "./ticking-element.js";

export class ClockText extends TickingElement {
  static needs_view = true;

  render() {
    const { hide_clock, calm } = this.session.prefs;
    const clock = hide_clock || calm ? null : clockText(this.view, this.session.now());
    return clock ? html`<span class="clock" role="timer" data-tone=${clock.tone}>${clock.text}</span>` : nothing;
  }
}

customElements.define("attune-clock", ClockText);
