/** What the blur's worker does with numbers alone. Pure. */

/** Below this it is background, above the other it is the person; between them they melt. */
const SURELY_NOT = 0.35;
const SURELY = 0.75;

/**
 * How much of the person shows at each dot, written into the last of four channels. Where nothing is known, nobody shows: a
 * picture without a mask is blurred as a whole.
 * @param {Float32Array} confidence 0 to 1 per dot.
 * @param {Uint8ClampedArray} rgba Of the same picture.
 */
export function alphaOf(confidence, rgba) {
  const known = confidence.length * 4 === rgba.length;
  for (let dot = 0, at = 3; at < rgba.length; dot += 1, at += 4) {
    const share = known ? (confidence[dot] - SURELY_NOT) / (SURELY - SURELY_NOT) : 0;
    const within = share > 0 ? Math.min(1, share) : 0;
    rgba[at] = 255 * within * within * (3 - 2 * within);
  }
}

/**
 * The same shape, its longer side no longer than `longest`.
 * @param {number} width px @param {number} height px @param {number} longest px
 */
export function fitWithin(width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
