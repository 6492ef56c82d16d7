/**
 * The voices of the others: one `<audio>` element per slot, outside everything that is drawn, so that no re-rendering ever
 * interrupts a voice. Browsers may forbid sound before a first tap: then `blocked` is true until `unlock()` is called by one.
 */

/** The system that stopped a voice, for a call or another app, may need a moment. */
const REVIVE_AFTER_MS = 1000;

export class Sound extends EventTarget {
  /** @param {HTMLElement} home Where the elements live. */
  constructor(home) {
    super();
    this._home = home;
    /** @type {Map<number, HTMLAudioElement>} */
    this._voices = new Map();
    this._speaker_id = "";
    this._own_slot = -1;
    this.blocked = false;
  }

  /** @param {number} slot @param {MediaStream} stream */
  play(slot, stream) {
    const voice = this._voices.get(slot) ?? this._makeVoice(slot);
    voice.srcObject = stream;
    void this._start(voice);
  }

  /** Nobody hears themselves. @param {number} slot */
  setOwnSlot(slot) {
    if (slot === this._own_slot) return;
    this._own_slot = slot;
    for (const [at, voice] of this._voices) voice.muted = at === slot;
  }

  /** @param {string} speaker_id "" for the usual one. */
  setSpeaker(speaker_id) {
    this._speaker_id = speaker_id;
    for (const voice of this._voices.values()) void this._route(voice);
  }

  /** To be called from a tap or a key. */
  async unlock() {
    this.blocked = false;
    await Promise.all([...this._voices.values()].map((voice) => this._start(voice)));
    this.dispatchEvent(new Event("change"));
  }

  /** A phone call or a lock stops elements that nobody starts again. */
  revive() {
    for (const voice of this._stopped()) void this._start(voice);
  }

  stop() {
    for (const voice of this._voices.values()) {
      voice.srcObject = null;
      voice.remove();
    }
    this._voices.clear();
    this.blocked = false;
  }

  /** @param {number} slot */
  _makeVoice(slot) {
    const voice = document.createElement("audio");
    voice.autoplay = true;
    voice.dataset.slot = String(slot);
    voice.muted = slot === this._own_slot;
    // While a page is hidden it waits to be seen again.
    voice.addEventListener("pause", () => !document.hidden && setTimeout(() => this.revive(), REVIVE_AFTER_MS));
    voice.addEventListener("playing", () => this._onPlaying());
    this._home.append(voice);
    this._voices.set(slot, voice);
    void this._route(voice);
    return voice;
  }

  /** Those who should be heard and are not. */
  _stopped() {
    return [...this._voices.values()].filter((voice) => voice.paused && voice.srcObject);
  }

  /** After a phone call some browsers go on by themselves: then nothing is asked of anybody. */
  _onPlaying() {
    if (!this.blocked || this._stopped().length) return;
    this.blocked = false;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {HTMLAudioElement} voice */
  async _start(voice) {
    try {
      await voice.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError" || this.blocked) return;
      this.blocked = true;
      this.dispatchEvent(new Event("change"));
    }
  }

  /** @param {HTMLAudioElement} voice */
  async _route(voice) {
    // A speaker that was unplugged since is not worth an error: the browser falls back to the usual one.
    if ("setSinkId" in voice) await voice.setSinkId(this._speaker_id).catch(() => undefined);
  }
}

/**
 * A soft tone to try the speaker with, as a WAV file: one second, 440 Hz, rising and falling gently.
 * @param {string} speaker_id
 */
export async function playTestTone(speaker_id) {
  const url = URL.createObjectURL(new Blob([toneWav()], { type: "audio/wav" }));
  const audio = new Audio(url);
  try {
    if (speaker_id && "setSinkId" in audio) await audio.setSinkId(speaker_id).catch(() => undefined);
    await audio.play();
    await new Promise((resolve) => audio.addEventListener("ended", resolve, { once: true }));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function toneWav() {
  const rate = 16_000;
  const samples = rate;
  const bytes = new DataView(new ArrayBuffer(44 + samples * 2));
  /** @param {number} at @param {string} text */
  const ascii = (at, text) => {
    for (const [index, letter] of [...text].entries()) bytes.setUint8(at + index, letter.charCodeAt(0));
  };
  ascii(0, "RIFF");
  bytes.setUint32(4, 36 + samples * 2, true);
  ascii(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  ascii(36, "data");
  bytes.setUint32(40, samples * 2, true);
  for (let index = 0; index < samples; index += 1) {
    const loudness = 0.22 * Math.sin((Math.PI * index) / samples) ** 2;
    bytes.setInt16(44 + index * 2, 32767 * loudness * Math.sin((2 * Math.PI * 440 * index) / rate), true);
  }
  return bytes.buffer;
}
