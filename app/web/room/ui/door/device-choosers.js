/** The choice of microphone, camera and speaker, in the sheet for camera and sound. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { playTestTone } from "../../core/media/sound.js";
import { SessionElement } from "../element.js";

/** @typedef {import("../../core/media/devices.js").Choice} Choice */

export class DeviceChoosers extends SessionElement {
  static properties = { ...SessionElement.properties, kinds: { attribute: false } };
  static PICTURE = Object.freeze(["camera"]);
  static SOUND = Object.freeze(["mic", "speaker"]);

  constructor() {
    super();
    /** Which of them, in this order. @type {readonly string[]} */
    this.kinds = [];
  }

  render() {
    return this.kinds.map((kind) => (kind === "speaker" ? this._speaker() : this._device(/** @type {"mic" | "camera"} */ (kind))));
  }

  /** @param {"mic" | "camera"} kind */
  _device(kind) {
    const { devices, comfort } = this.session;
    const chosen = devices.source[kind]?.getSettings().deviceId ?? devices.chosen[kind];
    return this._chooser(words.devices[kind], devices.choices[kind], chosen, (id) => void comfort.choose(kind, id));
  }

  _speaker() {
    const { devices, prefs } = this.session;
    const speakers = "setSinkId" in HTMLMediaElement.prototype ? devices.choices.speaker : [];
    return html`${this._chooser(words.devices.speaker, speakers, prefs.speaker_id, (id) => this.session.setPreferences({ speaker_id: id }))}
      <button class="button" type="button" @click=${() => void playTestTone(prefs.speaker_id)}>${words.devices.test}</button>`;
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

customElements.define("attune-devices", DeviceChoosers);
