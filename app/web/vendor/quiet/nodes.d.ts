// The part of nodes.js that is used here.
export class RnnoiseWorkletNode extends AudioWorkletNode {
  constructor(context: BaseAudioContext, options: { maxChannels: number; wasmBinary: ArrayBuffer });
  destroy(): void;
}
export function loadRnnoise(from: { url: string; simdUrl: string }): Promise<ArrayBuffer>;
