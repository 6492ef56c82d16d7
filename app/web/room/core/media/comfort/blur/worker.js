/**
 * Blurs what is behind a person: one picture in, one picture out, on a thread of its own. The only place that runs the
 * segmenter, and the only script whose answer allows WebAssembly (app/api/headers.py). It also beats the time: a page that is
 * hidden has slow clocks, a worker has not.
 */

import "../../../../../vendor/vision/runtime.js";
import { ImageSegmenter } from "../../../../../vendor/vision/vision.js";
import { alphaOf, fitWithin } from "./mask.js";

/** @typedef {{ kind: "start", fps: number } | { kind: "picture", picture: VideoFrame | ImageBitmap | null }} ToWorker */
/** @typedef {{ kind: "ready" } | { kind: "wanted" } | { kind: "blurred", picture: ImageBitmap, cost_ms: number } | { kind: "broken" }} FromWorker */

const VENDOR = "/web/vendor/vision";
/** The segmenter looks at no more than this. */
const MASK_PX = 256;
/** The background as a whole is this wide: a face in it is three of these, a line of text is none. */
const BACKGROUND_PX = 32;
const STEP_PX = 96;

const scope = /** @type {Worker} */ (/** @type {unknown} */ (self));

/** @param {FromWorker} message @param {Transferable[]} [transfer] */
const tell = (message, transfer = []) => scope.postMessage(message, transfer);

/** @param {number} width @param {number} height */
function surface(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  return { canvas, context };
}

/** All that one size of picture needs. @param {number} width @param {number} height */
function surfaces(width, height) {
  const within = (/** @type {number} */ px) => fitWithin(width, height, px);
  const make = (/** @type {{ width: number, height: number }} */ size) => surface(size.width, size.height);
  const small = within(MASK_PX);
  return {
    whole: surface(width, height),
    small: make(small),
    mask: make(small),
    step: make(within(STEP_PX)),
    background: make(within(BACKGROUND_PX)),
    alpha: new ImageData(small.width, small.height),
  };
}

class Blurring {
  /** @param {import("../../../../../vendor/vision/vision.js").ImageSegmenter} segmenter @param {number} fps */
  constructor(segmenter, fps) {
    this._segmenter = segmenter;
    this.fps = fps;
    this._asked_ms = performance.now();
    this._last_ms = 0;
    this._on = surfaces(2, 2);
  }

  /** Asks for the next picture when its time has come. */
  ask() {
    const wait_ms = this._asked_ms + 1000 / this.fps - performance.now();
    setTimeout(
      () => {
        this._asked_ms = performance.now();
        tell({ kind: "wanted" });
      },
      Math.max(0, wait_ms),
    );
  }

  /** @param {VideoFrame | ImageBitmap} picture */
  blur(picture) {
    const began_ms = performance.now();
    const width = "displayWidth" in picture ? picture.displayWidth : picture.width;
    const height = "displayHeight" in picture ? picture.displayHeight : picture.height;
    const { canvas } = this._on.whole;
    if (width !== canvas.width || height !== canvas.height) this._on = surfaces(width, height);
    this._draw(picture);
    picture.close();
    const blurred = this._on.whole.canvas.transferToImageBitmap();
    tell({ kind: "blurred", picture: blurred, cost_ms: performance.now() - began_ms }, [blurred]);
  }

  /** @param {VideoFrame | ImageBitmap} picture */
  _draw(picture) {
    const { whole, small, mask, step, background, alpha } = this._on;
    copy(small, picture);
    this._segment(small.canvas);
    mask.context.putImageData(alpha, 0, 0);
    // Down to a handful of dots, then up in two steps: cheap, the same in every browser, and nothing can be read back from it.
    copy(step, small.canvas);
    copy(background, step.canvas);
    copy(step, background.canvas);
    copy(whole, mask.canvas);
    whole.context.globalCompositeOperation = "source-in";
    whole.context.drawImage(picture, 0, 0, whole.canvas.width, whole.canvas.height);
    whole.context.globalCompositeOperation = "destination-over";
    whole.context.drawImage(step.canvas, 0, 0, whole.canvas.width, whole.canvas.height);
  }

  /** @param {OffscreenCanvas} small */
  _segment(small) {
    // Each time has to be later than the one before.
    this._last_ms = Math.max(this._last_ms + 1, Math.round(performance.now()));
    this._segmenter.segmentForVideo(small, this._last_ms, ({ confidenceMasks }) => {
      const found = confidenceMasks?.[0];
      alphaOf(found ? found.getAsFloat32Array() : new Float32Array(0), this._on.alpha.data);
    });
  }
}

/** @param {ReturnType<typeof surface>} to @param {CanvasImageSource} from */
function copy({ canvas, context }, from) {
  context.globalCompositeOperation = "copy";
  context.drawImage(from, 0, 0, canvas.width, canvas.height);
}

/** @type {Blurring | null} */
let blurring = null;

/** @param {number} fps */
async function start(fps) {
  const segmenter = await ImageSegmenter.createFromOptions(
    // The loader has been imported above: nothing is to be loaded but the binary.
    { wasmLoaderPath: "", wasmBinaryPath: `${VENDOR}/runtime.wasm` },
    {
      baseOptions: { modelAssetPath: `${VENDOR}/selfie.tflite`, delegate: "CPU" },
      runningMode: "VIDEO",
      outputConfidenceMasks: true,
      outputCategoryMask: false,
    },
  );
  blurring = new Blurring(segmenter, fps);
  tell({ kind: "ready" });
  blurring.ask();
}

scope.onmessage = async (/** @type {MessageEvent<ToWorker>} */ { data: message }) => {
  try {
    if (message.kind === "start") return await start(message.fps);
    if (!blurring) return;
    if (message.picture) blurring.blur(message.picture);
    blurring.ask();
  } catch {
    tell({ kind: "broken" });
  }
};
