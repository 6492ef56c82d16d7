/**
 * A microphone with noise taken out, by RNNoise in an audio worklet. Unlike the blur it fails open: when it cannot go on, the
 * microphone itself is used, because a voice that nobody hears is worse than a fan that everybody hears.
 */

import { loadRnnoise, RnnoiseWorkletNode } from "../../../../../vendor/quiet/nodes.js";

const VENDOR = "/web/vendor/quiet";
/** RNNoise knows no other. */
const RATE_HZ = 48_000;

/** Events: `failed`, when it does not go on. */
export class QuietVoice extends EventTarget {
  /** @param {MediaStreamTrack} source */
  constructor(source) {
    super();
    this._source = source;
    this._context = new AudioContext({ sampleRate: RATE_HZ, latencyHint: "interactive" });
    this._context.onstatechange = () => this._onState();
    this._started = false;
  }

  /** @returns {Promise<MediaStreamTrack>} @throws {Error} This browser cannot do it, or not before somebody has tapped. */
  async start() {
    const context = this._context;
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: `${VENDOR}/rnnoise.wasm`, simdUrl: `${VENDOR}/rnnoise_simd.wasm` }),
      context.audioWorklet.addModule(`${VENDOR}/worklet.js`),
      context.resume(),
    ]);
    if (context.state !== "running") throw new Error("no sound before a tap");
    this._node = new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 });
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    context
      .createMediaStreamSource(new MediaStream([this._source]))
      .connect(this._node)
      .connect(out);
    this._node.onprocessorerror = () => this.dispatchEvent(new Event("failed"));
    this._started = true;
    return out.stream.getAudioTracks()[0];
  }

  /** Idempotent. */
  stop() {
    this._started = false;
    this._node?.destroy();
    this._node = undefined;
    if (this._context.state !== "closed") void this._context.close();
  }

  /** The system may take the sound away; a page that may not process it would send silence. */
  _onState() {
    if (this._started && this._context.state !== "running") this.dispatchEvent(new Event("failed"));
  }
}
