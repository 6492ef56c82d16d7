/** How loud the microphone is, for the check page. Listens only; nothing is played or kept. */

const FLOOR_DB = -60;

export class Meter {
  /** @param {MediaStreamTrack} track @param {(level: number) => void} onLevel Called with 0 to 1, about 12 times a second. */
  constructor(track, onLevel) {
    this._context = new AudioContext();
    // After a phone call some browsers leave it suspended.
    this._context.onstatechange = () => this.wake();
    this._source = this._context.createMediaStreamSource(new MediaStream([track]));
    this._analyser = this._context.createAnalyser();
    this._analyser.fftSize = 1024;
    this._source.connect(this._analyser);
    const samples = new Float32Array(this._analyser.fftSize);
    this._timer = setInterval(() => {
      this._analyser.getFloatTimeDomainData(samples);
      onLevel(levelOf(samples));
    }, 80);
  }

  /** Idempotent. */
  stop() {
    clearInterval(this._timer);
    this._source.disconnect();
    if (this._context.state !== "closed") void this._context.close();
  }

  /** Some browsers start silent until the first tap. */
  wake() {
    // "interrupted", where the system took the sound away, is no state of the standard yet.
    if (!["running", "closed"].includes(this._context.state)) void this._context.resume().catch(() => undefined);
  }
}

/** Loudness on a scale that ears find even: 0 at -60 dB or less, 1 at full scale. @param {ArrayLike<number>} samples */
export function levelOf(samples) {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += samples[index] ** 2;
  const loudness_db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, 1 - loudness_db / FLOOR_DB));
}
