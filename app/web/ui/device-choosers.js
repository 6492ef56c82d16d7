/** The choice of microphone, camera and speaker, on the check page and in the help dialog. */

import { html, nothing } from "../vendor/lit.js";
import { playTestTone } from "../core/sound.js";
import { SessionElement } from "./element.js";

/** @typedef {import("../core/devices.js").Choice} Choice */

export class DeviceChoosers extends SessionElement {
  render() {
    const { devices, prefs } = this.session;
    const speakers = "setSinkId" in HTMLMediaElement.prototype ? devices.choices.speaker : [];
    return html`
      ${this._chooser("Microphone to use", devices.choices.mic, currentId(devices.track.mic, devices.chosen.mic), (id) =>
        void this.session.chooseDevice("mic", id))}
      ${this._chooser("Camera to use", devices.choices.camera, currentId(devices.track.camera, devices.chosen.camera), (id) =>
        void this.session.chooseDevice("camera", id))}
      ${this._chooser("Speaker to use", speakers, prefs.speaker_id, (id) => this.session.setPreferences({ speaker_id: id }))}
      <button class="button" type="button" @click=${() => void playTestTone(prefs.speaker_id)}>Play a soft test sound</button>
    `;
  }

  /**
   * @param {string} label
   * @param {Choice[]} choices
   * @param {string} chosen
   * @param {(id: string) => void} choose
   */
  _chooser(label, choices, chosen, choose) {
    if (!choices.length) return nothing;
    return html`
      <label class="field">
        <span class="field-label">${label}</span>
        <select @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
          ${choices.map(
            (choice, index) =>
              html`<option value=${choice.id} .selected=${choice.id === chosen}>${choice.label || `${label.split(" ")[0]} ${index + 1}`}</option>`,
          )}
        </select>
      </label>
    `;
  }
}

/** @param {MediaStreamTrack | null} track @param {string} chosen */
const currentId = (track, chosen) => track?.getSettings().deviceId ?? chosen;

customElements.define("attune-devices", DeviceChoosers);
