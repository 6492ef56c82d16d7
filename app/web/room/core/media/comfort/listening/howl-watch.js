/** Listens to the own microphone while it is on, for a howl alone: nothing is kept but the loudest tone of the last two seconds. */

import { glimpseOf, hear, isHowling, LOOK_EVERY_MS, NOTHING_HEARD } from "./howl.js";

const FFT = 2048;
/** Told once, and then not again for a while: whoever is looking for a headset needs no second sentence. */
const TOLD_FOR_MS = 60_000;

export class HowlWatch {
  /** @param {{ tell: () => void, now_ms?: () => number, context?: () => AudioContext }} options */
  constructor({ tell, now_ms = () => performance.now(), context = () => new AudioContext() }) {
    this._tell = tell;
    this._now_ms = now_ms;
    this._make = context;
    /** @type {MediaStreamTrack | null} */
    this._track = null;
    /** @type {AudioContext | null} */
    this._context = null;
    this._timer = 0;
    this._told_at_ms = -Infinity;
    this._heard = NOTHING_HEARD;
  }

  /** Listens to this track from now on; null: to nothing. @param {MediaStreamTrack | null} track */
  follow(track) {
    if (track === this._track) return;
    this._stop();
    this._track = track;
    if (!track) return;
    try {
      this._context = this._make();
      const analyser = new AnalyserNode(this._context, { fftSize: FFT, smoothingTimeConstant: 0 });
      this._context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      const spectrum_db = new Float32Array(analyser.frequencyBinCount);
      this._timer = window.setInterval(() => {
        analyser.getFloatFrequencyData(spectrum_db);
        this.look(spectrum_db);
      }, LOOK_EVERY_MS);
    } catch {
      // A browser that cannot listen warns of nothing.
      this._stop();
    }
  }

  /** @param {Float32Array} spectrum_db */
  look(spectrum_db) {
    this._heard = hear(this._heard, glimpseOf(spectrum_db));
    if (!isHowling(this._heard) || this._now_ms() - this._told_at_ms < TOLD_FOR_MS) return;
    this._told_at_ms = this._now_ms();
    this._tell();
  }

  _stop() {
    clearInterval(this._timer);
    this._heard = NOTHING_HEARD;
    if (this._context && this._context.state !== "closed") void this._context.close();
    this._context = null;
  }
}
