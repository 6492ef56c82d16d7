/** "Camera and sound": everything people choose about their own devices, in one place, before the room and in it. */

import { icon } from "../../../../shared/ui/icons.js";
import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { DeviceChoosers } from "../../door/device-choosers.js";
import { SessionElement } from "../../element.js";
import { isChecked } from "./own-camera.js";
import "./own-sound.js";

export class ComfortSheet extends SessionElement {
  static properties = { ...SessionElement.properties, _open: { state: true } };

  constructor() {
    super();
    this._open = false;
  }

  render() {
    return html`
      <dialog class="dialog comfort" aria-labelledby="comfort-title" @close=${() => (this._open = false)}>${this._open ? this._content() : nothing}</dialog>
    `;
  }

  async show() {
    this._open = true;
    await this.updateComplete;
    const dialog = this.querySelector("dialog");
    if (!dialog?.open) dialog?.showModal();
  }

  /** Once there is nothing left to choose for, it goes. */
  updated() {
    if (this._open && ["message", "companion", "loading"].includes(this.session.phase)) this.querySelector("dialog")?.close();
  }

  _content() {
    const { session } = this;
    const { title, only_here, picture, sound, power, close } = words.comfort;
    return html`
      <div class="dialog-head">
        <h2 id="comfort-title">${title}</h2>
        <button class="button button-quiet" type="button" autofocus @click=${() => this.querySelector("dialog")?.close()}>${icon("close")} ${close}</button>
      </div>
      <div class="dialog-body">
        <p class="small">${only_here}</p>
        <section class="stack" aria-labelledby="comfort-picture">
          <h3 id="comfort-picture">${picture.title}</h3>
          <attune-own-camera class="stack" .session=${session}></attune-own-camera>
          <attune-devices class="stack" .session=${session} .kinds=${DeviceChoosers.PICTURE}></attune-devices>
        </section>
        <section class="stack" aria-labelledby="comfort-sound">
          <h3 id="comfort-sound">${sound.title}</h3>
          <attune-own-sound class="stack" .session=${session}></attune-own-sound>
          <attune-devices class="stack" .session=${session} .kinds=${DeviceChoosers.SOUND}></attune-devices>
        </section>
        <section class="stack" aria-labelledby="comfort-power">
          <h3 id="comfort-power">${power.title}</h3>
          <label class="switch"
            ><input type="checkbox" .checked=${session.prefs.low_power} @change=${(/** @type {Event} */ event) => void session.comfort.setLowPower(isChecked(event))} /><span>${power.low}</span></label
          >
          <p class="small">${power.low_note}</p>
        </section>
      </div>
    `;
  }
}

customElements.define("attune-comfort-sheet", ComfortSheet);
