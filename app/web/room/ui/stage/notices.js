/** Banners in words: a dropped connection, sound that waits for a tap, and what facilitators should know. Never blocks the room. */

import { words } from "../../../shared/words/words.js";
import { html } from "../../../vendor/lit.js";
import { troubleOf } from "../../core/connection/trouble.js";
import { SessionElement } from "../element.js";
import "../bar/comfort/hints.js";
import "./sound-tap.js";

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
      <attune-sound-tap .session=${session}></attune-sound-tap>
    `;
  }
}

customElements.define("attune-notices", Notices);
