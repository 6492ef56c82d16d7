/**
 * Where the browser plays no sound before it was touched: a bar that nobody overlooks. Any tap or key will do, wherever it
 * lands, because browsers ask for no more.
 */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

const TOUCHES = ["pointerup", "keydown"];

export class SoundTap extends SessionElement {
  constructor() {
    super();
    this._unlock = () => {
      if (this.session.sound.blocked) void this.session.sound.unlock();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    for (const touch of TOUCHES) window.addEventListener(touch, this._unlock, { capture: true });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const touch of TOUCHES) window.removeEventListener(touch, this._unlock, { capture: true });
  }

  render() {
    if (!this.session.sound.blocked) return nothing;
    return html`<div class="sound-tap" role="alert">
      <button class="button button-main button-wide" type="button" @click=${this._unlock}>${icon("voice")}<span>${words.sound_tap.button}</span></button>
      <p class="small">${words.sound_tap.why}</p>
    </div>`;
  }
}

customElements.define("attune-sound-tap", SoundTap);
