/**
 * Microphone, camera and speakers of this machine. Works with any of them missing; says in `problem` what a person can do
 * about it. A camera that is switched off is really let go, so that its light goes out; a microphone is only silenced, so
 * that it comes back at once.
 *
 * `source` is what a device gives, `track` what is sent of it. They differ where the background is blurred or noise is taken
 * out. A camera that is to be blurred and cannot be is let go: nobody is ever seen clearly who asked not to be.
 */

import { Treatments } from "./comfort/treatments.js";

/**
 * @typedef {"none" | "denied" | "missing" | "busy" | import("./comfort/treatments.js").CameraLost} Problem
 * @typedef {"mic" | "camera"} DeviceKind
 * @typedef {{ id: string, label: string }} Choice
 */

const LARGEST_PICTURE_PX = 720;
const KINDS = /** @type {const} */ (["mic", "camera"]);
const LOW_POWER_PX = 360;
const FRAMES_PER_S = 24;
const LOW_POWER_FRAMES_PER_S = 15;

/** Events: `change`; `lost` (detail: the kind) when one went away by itself and another, or none, has taken its place. */
export class Devices extends EventTarget {
  /**
   * @param {Pick<import("../../../shared/core/prefs.js").Preferences, "mic_id" | "camera_id" | "mic" | "camera" | "blur" | "noise" | "low_power">} preferred
   * @param {Treatments} [treatments]
   */
  constructor(preferred, treatments = new Treatments()) {
    super();
    this._treatments = treatments;
    this.blur = preferred.blur;
    this.noise = preferred.noise;
    this.low_power = preferred.low_power;
    this.on = { mic: preferred.mic, camera: preferred.camera };
    this.chosen = { mic: preferred.mic_id, camera: preferred.camera_id };
    /** @type {{ mic: Problem, camera: Problem }} */
    this.problem = { mic: "none", camera: "none" };
    /** @type {{ mic: MediaStreamTrack | null, camera: MediaStreamTrack | null }} */
    this.track = { mic: null, camera: null };
    /** @type {{ mic: MediaStreamTrack | null, camera: MediaStreamTrack | null }} */
    this.source = { mic: null, camera: null };
    /** The camera is there, and its first blurred picture is on its way. */
    this.blurring = false;
    /** @type {{ mic: Choice[], camera: Choice[], speaker: Choice[] }} */
    this.choices = { mic: [], camera: [], speaker: [] };
    /** What the system itself silences now: a phone call, a lid, a switch on the headset. */
    this.silenced = { mic: false, camera: false };
    this.asking = false;
    this._started = false;
    this._height = LARGEST_PICTURE_PX;
    this._onPlugged = () => void this._handlePlugged();
    // Old Safaris tell nothing: there `revive` looks.
    navigator.mediaDevices?.addEventListener?.("devicechange", this._onPlugged);
  }

  /** What is truly being sent: a switch that is on without a device, or with a silenced one, is off. */
  get switches() {
    return { mic: this._sends("mic"), camera: this._sends("camera") };
  }

  /** Whether it turned out in this visit that this machine cannot blur. */
  get too_slow() {
    return this._treatments.too_slow;
  }

  /** Which way the switch is: on for a device that is silenced, or whose first blurred picture is on its way, as well. @param {DeviceKind} kind */
  isOn(kind) {
    return this.on[kind] && this.source[kind] !== null;
  }

  /** Opens both, one question of the browser for both if it can be. */
  async start() {
    this._started = true;
    this.asking = true;
    this._changed();
    // Asked even when joining muted, so that switching on later in the group is instant and asks nothing.
    const both = this.on.camera && !this._camera_lost && (await this._openBoth());
    if (!both) {
      await this._open("mic");
      if (this.on.camera) await this._open("camera");
    }
    this.asking = false;
    await this._list();
  }

  /** @param {DeviceKind} kind @param {boolean} on */
  async set(kind, on) {
    this.on = { ...this.on, [kind]: on };
    if (kind === "camera" && !on) this._release("camera");
    // Asking anew often gets a silenced one back.
    if (on && (!this.source[kind] || this.silenced[kind])) await this._open(kind);
    if (kind === "mic" && this.source.mic) this.source.mic.enabled = on;
    await this._list();
  }

  /** @param {DeviceKind} kind @param {string} id */
  async choose(kind, id) {
    this.chosen = { ...this.chosen, [kind]: id };
    if (kind === "mic" || this.on.camera) await this._open(kind);
    await this._list();
  }

  /** The camera takes pictures of this height from now on: more than is sent would only cost. @param {number} height px */
  async fitCamera(height) {
    this._height = height;
    // A camera that does not do it goes on as it is; its picture is scaled before it is sent.
    await this.source.camera?.applyConstraints(this._picture).catch(() => undefined);
  }

  /** From now on only a blurred picture leaves; until there is one, none does. @param {boolean} on */
  async setBlur(on) {
    this.blur = on;
    const camera = this.source.camera;
    const lost = this._camera_lost;
    if (!camera && this.on.camera) await this._open("camera");
    else if (camera && lost) this._loseCamera(lost);
    else if (camera) this._treatCamera(camera);
    await this._list();
  }

  /** @param {import("./comfort/treatments.js").Noise} noise */
  async setNoise(noise) {
    this.noise = noise;
    // What the browser itself does to a microphone is settled when it is opened.
    if (this.source.mic) await this._open("mic");
    await this._list();
  }

  /** Smaller and fewer pictures, and no blur. A camera that was blurred is let go. @param {boolean} on */
  async setLowPower(on) {
    this.low_power = on;
    const lost = this._camera_lost;
    if (lost && this.source.camera) this._loseCamera(lost);
    else if (!this.source.camera && this.on.camera && this.problem.camera === "blur_power") await this._open("camera");
    await this.fitCamera(this._height);
    this._changed();
  }

  /** What went away unseen, or was in use elsewhere, is tried again. */
  async revive() {
    if (!this._started || this.asking) return;
    for (const kind of KINDS) {
      if (this.on[kind] && this._mayBeBack(kind)) await this._open(kind);
    }
    this._changed();
  }

  /** Whether trying again may help, without asking anybody anew. @param {DeviceKind} kind */
  _mayBeBack(kind) {
    if (this.source[kind]) return this.source[kind]?.readyState === "ended";
    return this.problem[kind] === "busy" || (this.problem[kind] === "missing" && !("ondevicechange" in (navigator.mediaDevices ?? {})));
  }

  /** Lets everything go. The choices stay for `start`. */
  stop() {
    this._started = false;
    this._release("mic");
    this._release("camera");
    this._changed();
  }

  async _openBoth() {
    const stream = await this._ask({ audio: this._wish("mic"), video: this._wish("camera") }).catch(() => null);
    if (!stream) return false;
    this._take("mic", stream.getAudioTracks()[0] ?? null);
    this._take("camera", stream.getVideoTracks()[0] ?? null);
    return true;
  }

  /** @param {DeviceKind} kind */
  async _open(kind) {
    if (kind === "camera" && this._camera_lost) return this._loseCamera(this._camera_lost);
    const name = kind === "mic" ? "audio" : "video";
    try {
      let stream;
      try {
        stream = await this._ask({ [name]: this._wish(kind) });
      } catch (error) {
        // The chosen one is unplugged: any other is better than none.
        if (!this.chosen[kind] || problemOf(error) === "denied") throw error;
        this.chosen = { ...this.chosen, [kind]: "" };
        stream = await this._ask({ [name]: this._wish(kind) });
      }
      this._take(kind, stream.getTracks()[0] ?? null);
    } catch (error) {
      this._release(kind);
      this.problem = { ...this.problem, [kind]: problemOf(error) };
    }
  }

  /** @param {MediaStreamConstraints} constraints */
  async _ask(constraints) {
    if (!navigator.mediaDevices) throw new DOMException("no media devices", "NotFoundError");
    return navigator.mediaDevices.getUserMedia(constraints);
  }

  /** @param {DeviceKind} kind @returns {MediaTrackConstraints} */
  _wish(kind) {
    const id = this.chosen[kind];
    return { ...(kind === "mic" ? soundOf(this.noise) : this._picture), ...(id ? { deviceId: { exact: id } } : {}) };
  }

  get _picture() {
    return this.low_power ? pictureOf(Math.min(this._height, LOW_POWER_PX), LOW_POWER_FRAMES_PER_S) : pictureOf(this._height, FRAMES_PER_S);
  }

  /** Why a camera that is to be blurred cannot be, as far as that is known beforehand. @returns {import("./comfort/treatments.js").CameraLost | null} */
  get _camera_lost() {
    if (!this.blur) return null;
    return this.low_power ? "blur_power" : this.too_slow ? "blur_slow" : null;
  }

  /** @param {DeviceKind} kind @param {MediaStreamTrack | null} track */
  _take(kind, track) {
    this._release(kind);
    if (track && kind === "camera" && !this.on.camera) {
      track.stop();
      return;
    }
    this.source = { ...this.source, [kind]: track };
    this.problem = { ...this.problem, [kind]: track ? "none" : "missing" };
    if (!track) return;
    if (kind === "mic") track.enabled = this.on.mic;
    if (kind === "mic") this._treatMic(track);
    else this._treatCamera(track);
    track.addEventListener("ended", () => this._onEnded(kind, track));
    for (const change of ["mute", "unmute"]) track.addEventListener(change, () => this._onSilenced(kind, track));
    this._onSilenced(kind, track);
  }

  /** What others hear: the microphone itself, or what is left of it without noise. @param {MediaStreamTrack} source */
  _treatMic(source) {
    this.track = { ...this.track, mic: source };
    if (this.noise !== "strong") return;
    // Until that is ready, and where it cannot be, the browser's own suppression does what it can.
    const use = (/** @type {MediaStreamTrack} */ track) => {
      if (this.source.mic !== source) return;
      this.track = { ...this.track, mic: track };
      this._changed();
    };
    void this._treatments.quieten(source, () => use(source)).then((quiet) => quiet && use(quiet));
  }

  /** What others see: the camera itself, or nothing until there is a blurred picture of it. @param {MediaStreamTrack} source */
  _treatCamera(source) {
    this._treatments.letGo("camera");
    this.blurring = this.blur;
    this.track = { ...this.track, camera: this.blur ? null : source };
    this._changed();
    if (!this.blur) return;
    const lose = (/** @type {import("./comfort/treatments.js").CameraLost} */ problem) => {
      if (this.source.camera !== source || !this.blur) return;
      this._loseCamera(problem);
      this._changed();
    };
    void this._treatments.blur(source, lose).then((blurred) => {
      if (this.source.camera !== source || !blurred) return;
      this.blurring = false;
      this.track = { ...this.track, camera: blurred };
      this._changed();
    });
  }

  /** @param {Problem} problem */
  _loseCamera(problem) {
    this._release("camera");
    this.problem = { ...this.problem, camera: problem };
  }

  /** @param {DeviceKind} kind @param {MediaStreamTrack} track */
  _onSilenced(kind, track) {
    if (this.source[kind] !== track || this.silenced[kind] === track.muted) return;
    this.silenced = { ...this.silenced, [kind]: track.muted };
    this._changed();
  }

  /** @param {DeviceKind} kind */
  _sends(kind) {
    return this.isOn(kind) && this.track[kind] !== null && !this.silenced[kind];
  }

  /** @param {DeviceKind} kind */
  _release(kind) {
    this._treatments.letGo(kind);
    if (kind === "camera") this.blurring = false;
    this.source[kind]?.stop();
    this.source = { ...this.source, [kind]: null };
    this.track = { ...this.track, [kind]: null };
    this.silenced = { ...this.silenced, [kind]: false };
  }

  /** Unplugged, or taken away by the system. @param {DeviceKind} kind @param {MediaStreamTrack} track */
  async _onEnded(kind, track) {
    if (this.source[kind] !== track) return;
    this._release(kind);
    // At once: its picture or voice is gone, whatever comes in its place.
    this._changed();
    if (this.on[kind] && this._started) {
      await this._open(kind);
      this.dispatchEvent(new CustomEvent("lost", { detail: kind }));
    }
    await this._list();
  }

  /** A microphone or camera that was missing is taken as soon as it is plugged in. */
  async _handlePlugged() {
    if (!this._started) return;
    for (const kind of KINDS) {
      if (this.problem[kind] === "missing" && (kind === "mic" || this.on.camera)) await this._open(kind);
    }
    await this._list();
  }

  /** Which there are. Not before the browser's user gave one: some browsers take the question for spying, and name none. */
  async _list() {
    if (!this.source.mic && !this.source.camera) return this._changed();
    const found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    /** @param {MediaDeviceKind} kind */
    const of = (kind) =>
      found.filter((device) => device.kind === kind && device.deviceId).map((device) => ({ id: device.deviceId, label: device.label }));
    this.choices = { mic: of("audioinput"), camera: of("videoinput"), speaker: of("audiooutput") };
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {number} height px @param {number} frames A second. @returns {MediaTrackConstraints} */
const pictureOf = (height, frames) => ({
  width: { ideal: Math.round((height * 16) / 9) },
  height: { ideal: height },
  frameRate: { ideal: frames },
});

/** @param {import("./comfort/treatments.js").Noise} noise @returns {MediaTrackConstraints} */
const soundOf = (noise) => ({ echoCancellation: true, noiseSuppression: noise !== "off", autoGainControl: true });

/** @param {unknown} error @returns {Problem} */
export function problemOf(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}
