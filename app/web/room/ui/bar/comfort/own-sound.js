/** The own microphone in the sheet: how loud it is, how it sounds to others, and how much noise is taken out. */

import { words } from "../../../../shared/words/words.js";
import { html } from "../../../../vendor/lit.js";
import "../../door/checks/level-meter.js";
import { SessionElement } from "../../element.js";

const NOISES = /** @type {const} */ (["browser", "strong", "off"]);

export class OwnSound extends SessionElement {
  disconnectedCallback() {
    super.disconnectedCallback();
    this.session?.comfort.voice_test.stop();
  }

  render() {
    const { session } = this;
    const { devices, comfort } = session;
    const { sound } = words.comfort;
    const { state, busy } = comfort.voice_test;
    const cannot = devices.noise === "strong" && devices.source.mic !== null && devices.track.mic === devices.source.mic;
    return html`
      <attune-level .session=${session}></attune-level>
      <div class="stack">
        <button class="button" type="button" aria-disabled=${busy || !devices.source.mic ? "true" : "false"} @click=${this._test}>${sound.test}</button>
        <p class="small" role="status">${sound.states[state] || sound.test_note}</p>
      </div>
      <label class="field">
        <span class="field-label">${sound.noise}</span>
        <select @change=${this._choose}>
          ${NOISES.map((noise) => html`<option value=${noise} .selected=${noise === devices.noise}>${sound.noises[noise]}</option>`)}
        </select>
      </label>
      <p class="small">${cannot ? sound.noise_cannot : sound.noise_note}</p>
    `;
  }

  _test() {
    const { session } = this;
    if (!session.devices.source.mic) return session.toast(words.comfort.sound.no_mic);
    void session.comfort.hearYourself();
  }

  /** @param {Event} event */
  _choose(event) {
    const noise = /** @type {(typeof NOISES)[number]} */ (/** @type {HTMLSelectElement} */ (event.currentTarget).value);
    void this.session.comfort.setNoise(noise);
  }
}

customElements.define("attune-own-sound", OwnSound);
