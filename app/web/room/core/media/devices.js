/**
 * Microphone, camera and speakers of this machine. Works with any of them missing; says in `problem` what a person can do
 * about it. A camera that is switched off is really let go, so that its light goes out; a microphone is only silenced, so
 * that it comes back at once.
 */

/**
 * @typedef {"none" | "denied" | "missing" | "busy"} Problem
 * @typedef {"mic" | "camera"} DeviceKind
 * @typedef {{ id: string, label: string }} Choice
 */

const LARGEST_PICTURE_PX = 720;
const KINDS = /** @type {const} */ (["mic", "camera"]);
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Events: `change`; `lost` (detail: the kind) when one went away by itself and another, or none, has taken its place. */
export class Devices extends EventTarget {
  /** @param {Pick<import("../../../shared/core/prefs.js").Preferences, "mic_id" | "camera_id" | "mic" | "camera">} preferred */
  constructor(preferred) {
    super();
    this.on = { mic: preferred.mic, camera: preferred.camera };
    this.chosen = { mic: preferred.mic_id, camera: preferred.camera_id };
    /** @type {{ mic: Problem, camera: Problem }} */
    this.problem = { mic: "none", camera: "none" };
    /** @type {{ mic: MediaStreamTrack | null, camera: MediaStreamTrack | null }} */
    this.track = { mic: null, camera: null };
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

  /** Which way the switch is: on for a device that is silenced as well. @param {DeviceKind} kind */
  isOn(kind) {
    return this.on[kind] && this.track[kind] !== null;
  }

  /** Opens both, one question of the browser for both if it can be. */
  async start() {
    this._started = true;
    this.asking = true;
    this._changed();
    // Asked even when joining muted, so that switching on later in the group is instant and asks nothing.
    const both = this.on.camera && (await this._openBoth());
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
    if (on && (!this.track[kind] || this.silenced[kind])) await this._open(kind);
    if (kind === "mic" && this.track.mic) this.track.mic.enabled = on;
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
    await this.track.camera?.applyConstraints(pictureOf(height)).catch(() => undefined);
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
    if (this.track[kind]) return this.track[kind]?.readyState === "ended";
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
    return { ...(kind === "mic" ? AUDIO : pictureOf(this._height)), ...(id ? { deviceId: { exact: id } } : {}) };
  }

  /** @param {DeviceKind} kind @param {MediaStreamTrack | null} track */
  _take(kind, track) {
    this._release(kind);
    if (track && kind === "camera" && !this.on.camera) {
      track.stop();
      return;
    }
    this.track = { ...this.track, [kind]: track };
    this.problem = { ...this.problem, [kind]: track ? "none" : "missing" };
    if (!track) return;
    if (kind === "mic") track.enabled = this.on.mic;
    track.addEventListener("ended", () => this._onEnded(kind, track));
    for (const change of ["mute", "unmute"]) track.addEventListener(change, () => this._onSilenced(kind, track));
    this._onSilenced(kind, track);
  }

  /** @param {DeviceKind} kind @param {MediaStreamTrack} track */
  _onSilenced(kind, track) {
    if (this.track[kind] !== track || this.silenced[kind] === track.muted) return;
    this.silenced = { ...this.silenced, [kind]: track.muted };
    this._changed();
  }

  /** @param {DeviceKind} kind */
  _sends(kind) {
    return this.isOn(kind) && !this.silenced[kind];
  }

  /** @param {DeviceKind} kind */
  _release(kind) {
    this.track[kind]?.stop();
    this.track = { ...this.track, [kind]: null };
    this.silenced = { ...this.silenced, [kind]: false };
  }

  /** Unplugged, or taken away by the system. @param {DeviceKind} kind @param {MediaStreamTrack} track */
  async _onEnded(kind, track) {
    if (this.track[kind] !== track) return;
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
    if (!this.track.mic && !this.track.camera) return this._changed();
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

/** @param {number} height px @returns {MediaTrackConstraints} */
const pictureOf = (height) => ({
  width: { ideal: Math.round((height * 16) / 9) },
  height: { ideal: height },
  frameRate: { ideal: 24 },
});

/** @param {unknown} error @returns {Problem} */
export function problemOf(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}
