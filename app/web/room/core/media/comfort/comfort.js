/**
 * What people choose about their own camera, sound and power, and what they are told about their own devices. It composes the
 * parts that do it; every choice is kept on this device, and nothing here is told to anybody else but a camera's rest.
 */

import { words } from "../../../../shared/words/words.js";
import { HowlWatch } from "./listening/howl-watch.js";
import { VoiceTest } from "./listening/voice-test.js";
import { PowerWatch } from "./power.js";
import { Redraws } from "./redraws.js";

/** @typedef {import("../devices.js").DeviceKind} DeviceKind */
/** @typedef {import("./treatments.js").Noise} Noise */

/** Small pictures are asked for then, device px. */
const LOW_POWER_TILE_PX = 180;
const HOWL_TOLD_FOR_MS = 20_000;

export class Comfort {
  /** @param {import("../../session.js").Session} session */
  constructor(session) {
    this._session = session;
    this.voice_test = new VoiceTest();
    this.redraws = new Redraws(() => session.dispatchEvent(new Event("change")));
    this._howl_watch = new HowlWatch({ tell: () => this._onHowl() });
    this._power = new PowerWatch({ too_slow: () => session.devices.too_slow });
    this._offered = false;
    this._rested = false;
    /** Whether two devices echo each other, this one among them. */
    this.howls = false;
    this._howling = 0;
    for (const part of [this.voice_test, this._power]) part.addEventListener("change", () => this.redraws.ask());
    session.addEventListener("change", () => this._follow());
    this._applyPower();
  }

  /** Why it is offered to use less power; "" while it is not. */
  get offer() {
    return this._session.prefs.low_power || this._offered ? "" : this._power.reason;
  }

  /** @param {DeviceKind} kind @param {string} id */
  async choose(kind, id) {
    this._session.setPreferences(kind === "mic" ? { mic_id: id } : { camera_id: id });
    await this._session.devices.choose(kind, id);
  }

  /** @param {boolean} blur */
  async setBlur(blur) {
    this._session.setPreferences({ blur });
    await this._session.devices.setBlur(blur);
  }

  /** @param {Noise} noise */
  async setNoise(noise) {
    this._session.setPreferences({ noise });
    await this._session.devices.setNoise(noise);
  }

  /** @param {boolean} low_power */
  async setLowPower(low_power) {
    this._offered = true;
    this._session.setPreferences({ low_power });
    this._applyPower();
    await this._session.devices.setLowPower(low_power);
  }

  /** Not now: it is not offered again in this visit. */
  refuseOffer() {
    this._offered = true;
    this.redraws.ask();
  }

  /** The camera rests: the room is told, and it is let go here. What is kept about cameras on this device stays as it is. */
  async rest() {
    if (await this._session.ask("camera.rest")) await this._session.devices.set("camera", false);
  }

  /** Says back what somebody says. In the room nobody else hears it: the microphone is off for them meanwhile. */
  async hearYourself() {
    const { devices, prefs, phase } = this._session;
    const mic = devices.source.mic;
    if (!mic || this.voice_test.busy) return;
    const mutes = phase === "room" && devices.on.mic;
    if (mutes) await devices.set("mic", false);
    await this.voice_test.run(mic, prefs.speaker_id);
    if (mutes && this._session.phase === "room") await devices.set("mic", true);
  }

  muteHowl() {
    this._setHowls(false);
    return this._session.switchDevice("mic", false);
  }

  _applyPower() {
    const { low_power } = this._session.prefs;
    this.redraws.seldom = low_power;
    this._session.tiles.limit(low_power ? LOW_POWER_TILE_PX : null);
  }

  _follow() {
    const { devices, phase, view } = this._session;
    const open = phase === "room" && devices.switches.mic;
    this._howl_watch.follow(open ? devices.source.mic : null);
    if (!open && this.howls) this._setHowls(false);
    const rests = view?.you.rest?.until !== undefined;
    if (this._rested && !rests && phase === "room" && !devices.on.camera) this._session.toast(words.comfort.rest.over);
    this._rested = rests;
  }

  _onHowl() {
    this._setHowls(true);
    clearTimeout(this._howling);
    this._howling = window.setTimeout(() => this._setHowls(false), HOWL_TOLD_FOR_MS);
  }

  /** @param {boolean} howls */
  _setHowls(howls) {
    this.howls = howls;
    this.redraws.ask();
  }
}
