// The part of vision.js that is used here.
export interface MaskResult {
  confidenceMasks?: { getAsFloat32Array(): Float32Array }[];
}
export class ImageSegmenter {
  static createFromOptions(
    files: { wasmLoaderPath: string; wasmBinaryPath: string },
    options: {
      baseOptions: { modelAssetPath: string; delegate: "CPU" | "GPU" };
      runningMode: "IMAGE" | "VIDEO";
      outputConfidenceMasks: boolean;
      outputCategoryMask: boolean;
    },
  ): Promise<ImageSegmenter>;
  segmentForVideo(picture: TexImageSource, at_ms: number, use: (result: MaskResult) => void): void;
}
