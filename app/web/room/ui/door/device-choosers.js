/** The choice of microphone, camera and speaker, on the check page and in the help dialog. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { playTestTone } from "../../core/media/sound.js";
import { SessionElement } from "../element.js";

/** @typedef {import("../../core/media/devices.js").Choice} Choice */

export class DeviceChoosers extends SessionElement {
  render() {
    const { devices, prefs } = this.session;
    const { mic, camera, speaker, test } = words.devices;
    const speakers = "setSinkId" in HTMLMediaElement.prototype ? devices.choices.speaker : [];
    return html`
      ${this._chooser(
        mic,
        devices.choices.mic,
        currentId(devices.track.mic, devices.chosen.mic),
        (id) => void this.session.chooseDevice("mic", id),
      )}
      ${this._chooser(
        camera,
        devices.choices.camera,
        currentId(devices.track.camera, devices.chosen.camera),
        (id) => void this.session.chooseDevice("camera", id),
      )}
      ${this._chooser(speaker, speakers, prefs.speaker_id, (id) => this.session.setPreferences({ speaker_id: id }))}
      <button class="button" type="button" @click=${() => void playTestTone(prefs.speaker_id)}>${test}</button>
    `;
  }

  /**
   * @param {{ use: string, one: string }} text What the choice is called, and one device that has no name.
   * @param {Choice[]} choices
   * @param {string} chosen
   * @param {(id: string) => void} choose
   */
  _chooser(text, choices, chosen, choose) {
    if (!choices.length) return nothing;
    return html`
      <label class="field">
        <span class="field-label">${text.use}</span>
        <select @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
          ${choices.map(
            (choice, index) =>
              html`<option value=${choice.id} .selected=${choice.id === chosen}>${choice.label || `${text.one} ${index + 1}`}</option>`,
          )}
        </select>
      </label>
    `;
  }
}

/** @param {MediaStreamTrack | null} track @param {string} chosen */
const currentId = (track, chosen) => track?.getSettings().deviceId ?? chosen;

customElements.define("attune-devices", DeviceChoosers);
