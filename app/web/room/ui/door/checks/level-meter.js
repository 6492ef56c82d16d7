/** A bar that moves with the voice, and the same in words. */

import { words } from "../../../../shared/words/words.js";
import { html } from "../../../../vendor/lit.js";
import { Meter } from "../../../core/media/comfort/listening/meter.js";
import { SessionElement } from "../../element.js";

const HEARD = 0.35;
const HEARD_FOR_MS = 6000;

export class LevelMeter extends SessionElement {
  static properties = { ...SessionElement.properties, _heard: { state: true } };

  constructor() {
    super();
    this._heard = false;
    this._shown = 0;
    this._heard_at_ms = -Infinity;
    /** @type {Meter | null} */
    this._meter = null;
    /** @type {MediaStreamTrack | null} */
    this._track = null;
    this._wake = () => this._meter?.wake();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("pointerdown", this._wake);
    window.addEventListener("keydown", this._wake);
    document.addEventListener("visibilitychange", this._wake);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("pointerdown", this._wake);
    window.removeEventListener("keydown", this._wake);
    document.removeEventListener("visibilitychange", this._wake);
    this._meter?.stop();
    this._meter = this._track = null;
  }

  render() {
    const { on, track } = this.session.devices;
    const text = !track.mic ? words.check.missing : !on.mic ? words.check.off : this._heard ? words.check.heard : words.check.silent;
    return html`<div class="meter" aria-hidden="true"><span class="meter-bar"></span></div>
      <p class="meter-text" role="status">${text}</p>`;
  }

  updated() {
    const track = this.session.devices.track.mic;
    if (track === this._track) return;
    this._meter?.stop();
    this._track = track;
    this._meter = track && new Meter(track, (level) => this._onLevel(level));
  }

  /** @param {number} level */
  _onLevel(level) {
    const now = performance.now();
    if (level > HEARD) this._heard_at_ms = now;
    this._heard = now - this._heard_at_ms < HEARD_FOR_MS;
    // Falls slowly, so that the bar follows the voice and does not flicker with it.
    this._shown = Math.max(level, this._shown * 0.86);
    /** @type {HTMLElement | null} */ (this.querySelector(".meter"))?.style.setProperty("--level", this._shown.toFixed(3));
  }
}

customElements.define("attune-level", LevelMeter);
