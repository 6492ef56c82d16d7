/** The screen that this person shows in place of the camera, until they or the browser's own button stop it. */

const PICTURE = { frameRate: { ideal: 10, max: 15 }, height: { max: 1080 } };

/** Events: `change`. */
export class ScreenShare extends EventTarget {
  constructor() {
    super();
    /** @type {MediaStreamTrack | null} */
    this.track = null;
  }

  /** Asks the browser, which asks its user. @returns {Promise<boolean>} Whether a screen is shown now. */
  async start() {
    const stream = await navigator.mediaDevices?.getDisplayMedia?.({ video: PICTURE, audio: false }).catch(() => null);
    const track = stream?.getVideoTracks()[0] ?? null;
    if (!track) return false;
    this.stop();
    track.contentHint = "detail";
    track.addEventListener("ended", () => this._onEnded(track));
    this._set(track);
    return true;
  }

  stop() {
    const track = this.track;
    if (!track) return;
    track.stop();
    this._set(null);
  }

  /** The browser's own button, or a window that was closed. @param {MediaStreamTrack} track */
  _onEnded(track) {
    if (this.track === track) this._set(null);
  }

  /** @param {MediaStreamTrack | null} track */
  _set(track) {
    this.track = track;
    this.dispatchEvent(new Event("change"));
  }
}
