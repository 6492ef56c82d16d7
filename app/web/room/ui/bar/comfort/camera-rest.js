/** A member's camera rest: asked for with one tap, told while it lasts, and ended by the same hand. */

import { minutes, timeOfDay } from "../../../../shared/core/clock.js";
import { TickingElement } from "../../../../shared/ui/ticking-element.js";
import { locale, words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { mayAny } from "../../../core/view/selectors.js";

export class CameraRest extends TickingElement {
  render() {
    const { session } = this;
    const view = session.view;
    const rest = view?.you.rest;
    if (!view || !rest || view.you.space !== "main") return nothing;
    const texts = words.comfort.rest;
    const now = session.now();
    if (rest.until !== undefined) {
      return html`<p role="status">${texts.now(minutes(rest.until - now))}</p>
        <button class="button" type="button" @click=${() => void session.switchDevice("camera", true)}>${texts.end}</button>`;
    }
    if (rest.next_at !== undefined && rest.next_at > now)
      return html`<p class="small">${texts.next(timeOfDay(rest.next_at, locale()))}</p>`;
    if (!mayAny(view, "camera.rest")) return nothing;
    return html`<button class="button" type="button" @click=${() => void session.comfort.rest()}>${texts.start(Math.round(rest.for_s / 60))}</button>
      <p class="small">${texts.note}</p>`;
  }
}

customElements.define("attune-camera-rest", CameraRest);
