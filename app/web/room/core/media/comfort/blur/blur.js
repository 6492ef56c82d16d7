/**
 * A camera whose background is blurred. It fails closed: what it gives out is only ever a picture that has been blurred, and
 * when anything goes wrong it gives out nothing more. Whoever uses it then has no camera rather than a clear one.
 */

import { BLUR_FPS, paceOf } from "./pace.js";

/** @typedef {"slow" | "broken"} BlurProblem */

const WORKER = "/web/room/core/media/comfort/blur/worker.js";
/** The segmenter is three megabytes on the way: a slow link gets its time. */
const READY_WITHIN_MS = 60_000;
/** No new picture for so long means that something is broken. */
const STUCK_AFTER_MS = 4000;

/** What the blur needs of the page; tests bring their own. */
const PAGE = {
  worker: () => new Worker(WORKER, { type: "module" }),
  video: () => document.createElement("video"),
  canvas: () => document.createElement("canvas"),
  /** @param {HTMLVideoElement} video @returns {Promise<VideoFrame | ImageBitmap>} */
  picture: async (video) => ("VideoFrame" in globalThis ? new VideoFrame(video) : createImageBitmap(video)),
};

/** Events: `failed` (detail: a BlurProblem), once, after it has started. */
export class Blur extends EventTarget {
  /** @param {MediaStreamTrack} source @param {typeof PAGE} [page] */
  constructor(source, page = PAGE) {
    super();
    this._source = source;
    this._page = page;
    /** @type {number[]} */
    this._costs_ms = [];
    /** @type {Worker | null} */
    this._worker = null;
    this._watch = 0;
    this._over = false;
    /** @type {MediaStreamTrack | null} */
    this.track = null;
    this._started = deferred();
  }

  /**
   * Resolves with the blurred camera, once it has a picture.
   * @returns {Promise<MediaStreamTrack>}
   * @throws {BlurFailed}
   */
  async start() {
    try {
      this._video = this._page.video();
      this._video.muted = true;
      this._video.playsInline = true;
      this._video.srcObject = new MediaStream([this._source]);
      this._canvas = this._page.canvas();
      // A canvas of this kind is captured by every browser.
      this._context = /** @type {CanvasRenderingContext2D} */ (this._canvas.getContext("2d", { alpha: false }));
      this._worker = this._page.worker();
      this._worker.onmessage = ({ data }) => void this._onMessage(data);
      this._worker.onerror = this._worker.onmessageerror = () => this._fail("broken");
      this._watchFor(READY_WITHIN_MS);
      this._worker.postMessage({ kind: "start", fps: BLUR_FPS });
      // Refused where nothing may play: then there is no picture either, and the watch ends it.
      void this._video.play().catch(() => undefined);
    } catch {
      this._fail("broken");
    }
    return this._started.promise;
  }

  /** Idempotent. The source is its owner's to stop. */
  stop() {
    this._over = true;
    clearTimeout(this._watch);
    this._worker?.terminate();
    this._worker = null;
    this.track?.stop();
    this.track = null;
    if (this._video) this._video.srcObject = null;
    this._started.reject(new BlurFailed("broken"));
  }

  /** @param {import("./worker.js").FromWorker} message */
  async _onMessage(message) {
    if (this._over) return "picture" in message && message.picture.close();
    if (message.kind === "broken") return this._fail("broken");
    if (message.kind === "wanted") return this._give();
    if (message.kind === "blurred") this._show(message.picture, message.cost_ms);
  }

  /** The next picture of the camera, or none while it has none. */
  async _give() {
    const video = /** @type {HTMLVideoElement} */ (this._video);
    let picture = null;
    try {
      if (video.readyState >= 2 && video.videoWidth) picture = await this._page.picture(video);
    } catch {
      // A camera that changes its size has no picture for a moment.
    }
    if (this._over) return picture?.close();
    this._worker?.postMessage({ kind: "picture", picture }, picture ? [picture] : []);
  }

  /** @param {ImageBitmap} picture @param {number} cost_ms */
  _show(picture, cost_ms) {
    const canvas = /** @type {HTMLCanvasElement} */ (this._canvas);
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    this._context?.drawImage(picture, 0, 0);
    picture.close();
    this._watchFor(STUCK_AFTER_MS);
    this._costs_ms.push(cost_ms);
    if (paceOf(this._costs_ms) === "slow") return this._fail("slow");
    if (this.track) return;
    this.track = canvas.captureStream(BLUR_FPS).getVideoTracks()[0];
    this._started.resolve(this.track);
  }

  /** @param {number} within_ms Something has to come. */
  _watchFor(within_ms) {
    clearTimeout(this._watch);
    this._watch = window.setTimeout(() => this._fail("broken"), within_ms);
  }

  /** @param {BlurProblem} problem */
  _fail(problem) {
    if (this._over) return;
    const started = this.track !== null;
    this._started.reject(new BlurFailed(problem));
    this.stop();
    if (started) this.dispatchEvent(new CustomEvent("failed", { detail: problem }));
  }
}

/** Why there is no blurred picture. */
export class BlurFailed extends Error {
  /** @param {BlurProblem} problem */
  constructor(problem) {
    super(problem);
    this.problem = problem;
  }
}

function deferred() {
  /** @type {(track: MediaStreamTrack) => void} */
  let resolve = () => undefined;
  /** @type {(error: BlurFailed) => void} */
  let reject = () => undefined;
  /** @type {Promise<MediaStreamTrack>} */
  const promise = new Promise((done, failed) => {
    resolve = done;
    reject = failed;
  });
  // Whoever does not wait for it any more is told nothing.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
