/**
 * What is done to a camera or a microphone before anything of it is sent: the background blurred, noise taken out. All of it
 * happens on this machine, and its code is loaded when somebody first wants it. At most one of each goes on.
 */

/** @typedef {"off" | "browser" | "strong"} Noise How much noise is taken out of the microphone's sound. */
/** @typedef {"blur_slow" | "blur_broken" | "blur_power"} CameraLost Why a camera that was to be blurred was let go. */
/** @typedef {import("./blur/blur.js").Blur} Blur */
/** @typedef {import("./quiet/quiet.js").QuietVoice} QuietVoice */

const LOAD = {
  blur: async (/** @type {MediaStreamTrack} */ source) => new (await import("./blur/blur.js")).Blur(source),
  quiet: async (/** @type {MediaStreamTrack} */ source) => new (await import("./quiet/quiet.js")).QuietVoice(source),
};

export class Treatments {
  /** @param {typeof LOAD} [load] */
  constructor(load = LOAD) {
    this._load = load;
    /** Seen in this visit: this machine does not blur fast enough. */
    this.too_slow = false;
    /** @type {{ mic: QuietVoice | null, camera: Blur | null }} */
    this._now = { mic: null, camera: null };
    /** Counts what was begun and let go, so that what comes late is known as late. */
    this._round = { mic: 0, camera: 0 };
  }

  /**
   * @param {MediaStreamTrack} source
   * @param {(problem: CameraLost) => void} lose Called at most once, also later.
   * @returns {Promise<MediaStreamTrack | null>} The blurred camera; null if it was let go, or lost.
   */
  async blur(source, lose) {
    this.letGo("camera");
    const round = this._round.camera;
    const is_late = () => round !== this._round.camera;
    const fail = (/** @type {unknown} */ problem) => {
      if (is_late()) return null;
      this.letGo("camera");
      this.too_slow ||= problem === "slow";
      lose(problem === "slow" ? "blur_slow" : "blur_broken");
      return null;
    };
    try {
      const blur = await this._load.blur(source);
      if (is_late()) return null;
      this._now.camera = blur;
      blur.addEventListener("failed", (event) => fail(/** @type {CustomEvent} */ (event).detail));
      const track = await blur.start();
      return is_late() ? null : track;
    } catch (error) {
      return fail(/** @type {{ problem?: unknown }} */ (error)?.problem);
    }
  }

  /**
   * @param {MediaStreamTrack} source
   * @param {() => void} lose Called at most once, also later: from then on the source has to do.
   * @returns {Promise<MediaStreamTrack | null>} Its sound without noise; null if it was let go, or lost.
   */
  async quieten(source, lose) {
    this.letGo("mic");
    const round = this._round.mic;
    const is_late = () => round !== this._round.mic;
    const fail = () => {
      if (is_late()) return null;
      this.letGo("mic");
      lose();
      return null;
    };
    try {
      const quiet = await this._load.quiet(source);
      if (is_late()) return null;
      this._now.mic = quiet;
      quiet.addEventListener("failed", fail);
      const track = await quiet.start();
      return is_late() ? null : track;
    } catch {
      return fail();
    }
  }

  /** Idempotent. @param {"mic" | "camera"} kind */
  letGo(kind) {
    this._round[kind] += 1;
    this._now[kind]?.stop();
    this._now[kind] = null;
  }
}
