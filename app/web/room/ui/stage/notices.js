/** Banners in words: a dropped connection, held sound, and what facilitators should know. Never blocks the room. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { troubleOf } from "../../core/connection/trouble.js";
import { SessionElement } from "../element.js";
import "../bar/comfort/hints.js";

export class Notices extends SessionElement {
  static needs_view = true;

  render() {
    const { session } = this;
    const texts = (this.view.notices ?? []).map((code) => words.notice(code)).filter(Boolean);
    const lacks = words.lacks(session.media.cannot);
    if (lacks) texts.unshift(lacks);
    const trouble = troubleOf(session);
    if (trouble) texts.unshift(words.trouble(trouble));
    return html`
      <div class="notices" role="status">${texts.map((text) => html`<p class="notice">${text}</p>`)}<attune-comfort-hints .session=${session}></attune-comfort-hints></div>
      ${
        session.sound.blocked
          ? html`<div class="notice notice-action">
            <p>${words.sound_blocked}</p>
            <button class="button button-main" type="button" @click=${() => void session.sound.unlock()}>${words.sound_on}</button>
          </div>`
          : nothing
      }
    `;
  }
}

customElements.define("attune-notices", Notices);
