/** A tone that rings until it is stopped: two notes, every other second. Browsers let it sound once somebody has pressed something. */

const NOTES_HZ = [880, 660];
const NOTE_S = 0.35;
const EVERY_MS = 2000;
const LOUDNESS = 0.35;

export class Ring {
  /** @param {() => AudioContext} [open] */
  constructor(open = () => new AudioContext()) {
    this._open = open;
    /** @type {AudioContext | null} */
    this._context = null;
    this._timer = 0;
  }

  /** Whether it can be heard when it rings. */
  get is_ready() {
    return this._context?.state === "running";
  }

  get rings() {
    return this._timer !== 0;
  }

  /** Has to be called while somebody presses a button. */
  async unlock() {
    this._context ??= this._open();
    await this._context.resume();
  }

  start() {
    if (this.rings) return;
    this._timer = window.setInterval(() => this._sound(), EVERY_MS);
    this._sound();
  }

  /** What is heard stops at once, in the middle of a note. */
  stop() {
    clearInterval(this._timer);
    this._timer = 0;
    this._silence?.();
  }

  close() {
    this.stop();
    void this._context?.close();
    this._context = null;
  }

  _sound() {
    const context = this._context;
    if (context?.state !== "running") return;
    const loudness = context.createGain();
    loudness.gain.value = LOUDNESS;
    loudness.connect(context.destination);
    for (const [place, hz] of NOTES_HZ.entries()) {
      const note = context.createOscillator();
      note.frequency.value = hz;
      note.connect(loudness);
      note.start(context.currentTime + place * NOTE_S);
      note.stop(context.currentTime + (place + 1) * NOTE_S);
    }
    this._silence = () => loudness.disconnect();
  }
}
