/**
 * Says back what somebody said: three seconds of the own microphone, played on the chosen speaker. The sound stays in this
 * page's memory and is gone afterwards.
 */

import { levelOf } from "./meter.js";

/** @typedef {"idle" | "recording" | "playing" | "silent" | "failed"} VoiceTestState */

export const RECORDS_MS = 3000;
/** Less than this is no voice. */
const HEARD = 0.3;

/** Events: `change`. */
export class VoiceTest extends EventTarget {
  /** @param {{ context?: () => AudioContext, wait?: (ms: number) => Promise<unknown> }} [options] */
  constructor({ context = () => new AudioContext(), wait = (ms) => new Promise((done) => setTimeout(done, ms)) } = {}) {
    super();
    this._make = context;
    this._wait = wait;
    /** @type {VoiceTestState} */
    this.state = "idle";
    this._round = 0;
    /** @type {() => void} */
    this._end = () => undefined;
  }

  get busy() {
    return this.state === "recording" || this.state === "playing";
  }

  /** @param {MediaStreamTrack} track Heard by nobody meanwhile: that is for whoever asks. @param {string} speaker_id "" for the usual one. */
  async run(track, speaker_id) {
    if (this.busy) return;
    const round = ++this._round;
    const over = () => round !== this._round;
    // A copy is heard here also while the microphone is off for the others.
    const copy = track.clone();
    copy.enabled = true;
    try {
      this._set("recording");
      const { blob, loudest } = await this._record(copy);
      if (over()) return;
      if (loudest < HEARD) return this._set("silent");
      this._set("playing");
      await this._play(blob, speaker_id);
      if (!over()) this._set("idle");
    } catch {
      if (!over()) this._set("failed");
    } finally {
      copy.stop();
    }
  }

  /** Ends what goes on. Idempotent. */
  stop() {
    this._round += 1;
    this._end();
    this._set("idle");
  }

  /** @param {MediaStreamTrack} track */
  async _record(track) {
    const stream = new MediaStream([track]);
    const context = this._make();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, levelOf(samples));
    }, 80);
    try {
      const recorder = new MediaRecorder(stream);
      /** @type {Blob[]} */
      const parts = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      const stopped = new Promise((done) => {
        recorder.onstop = done;
      });
      recorder.start();
      const ended = new Promise((done) => {
        this._end = () => void done(undefined);
      });
      await Promise.race([this._wait(RECORDS_MS), ended]);
      if (recorder.state !== "inactive") recorder.stop();
      await stopped;
      return { blob: new Blob(parts, { type: recorder.mimeType }), loudest };
    } finally {
      clearInterval(timer);
      void context.close();
    }
  }

  /** @param {Blob} blob @param {string} speaker_id */
  async _play(blob, speaker_id) {
    const url = URL.createObjectURL(blob);
    const audio = new Audio(url);
    try {
      if (speaker_id && "setSinkId" in audio) await audio.setSinkId(speaker_id).catch(() => undefined);
      const ended = new Promise((done, failed) => {
        audio.onended = done;
        audio.onerror = failed;
        this._end = () => {
          audio.pause();
          done(undefined);
        };
      });
      await audio.play();
      await ended;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** @param {VoiceTestState} state */
  _set(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
