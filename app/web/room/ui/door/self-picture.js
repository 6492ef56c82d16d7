/** The own camera, mirrored, as people know themselves; never sent anywhere by this element. */

import { words } from "../../../shared/words/words.js";
import { html, live } from "../../../vendor/lit.js";
import { initialsOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class SelfPicture extends SessionElement {
  static properties = { ...SessionElement.properties, names: { attribute: false } };

  constructor() {
    super();
    /** @type {string[]} */
    this.names = [];
    /** @type {MediaStreamTrack | null} */
    this._track = null;
    /** @type {MediaStream | null} */
    this._stream = null;
  }

  render() {
    const track = this.session.devices.track.camera;
    if (track !== this._track) {
      this._track = track;
      this._stream = track && new MediaStream([track]);
    }
    return html`
      <div class="picture" data-picture=${track ? "on" : "off"}>
        <span class="avatar" aria-hidden="true">${initialsOf(this.names)}</span>
        <video class="mirrored" autoplay playsinline .muted=${true} .srcObject=${live(this._stream)} aria-label=${words.check.own_picture}></video>
      </div>
    `;
  }
}

customElements.define("attune-self-picture", SelfPicture);
