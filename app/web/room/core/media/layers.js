/**
 * How the camera is sent: which of its layers, how large, with how many bits. Pure. The server names the layers with its offer,
 * smallest first, and says which of them somebody wants; a camera may be smaller than the largest of them.
 */

/** @typedef {import("../wire.js").VideoLayer} VideoLayer */

/** One picture, for an offer that asks for no layers. */
export const SINGLE = Object.freeze({ rid: "", height: 360, max_bps: 700_000 });

/**
 * What is set on every encoding of the camera's sender.
 * @param {object} facts
 * @param {string[]} facts.rids The names of the sender's encodings; one without a name is the only one.
 * @param {readonly VideoLayer[]} facts.layers As offered, smallest first.
 * @param {readonly string[] | null} facts.wanted What the server wants now; null for all of them.
 * @param {number} facts.height Of the camera's picture, px; 0 when it is not known.
 * @returns {{ active: boolean, scaleResolutionDownBy: number, maxBitrate: number }[]} In the order of `rids`.
 */
export function encodingsFor({ rids, layers, wanted, height }) {
  const known = rids.map((rid) => layers.find((layer) => layer.rid === rid));
  if (rids.length === 1 && !known[0]) {
    // A room with one layer offers no choice, so that the browser drops its name.
    const only = layers.length === 1 ? layers[0] : SINGLE;
    return [encoding(only, height, !wanted || wanted.length > 0)];
  }
  const useful = usefulLayers(layers, height);
  const largest = useful[useful.length - 1];
  // Who wants a larger picture than the camera has gets the largest there is.
  const sent = new Set((wanted ?? rids).map((rid) => (useful.some((layer) => layer.rid === rid) ? rid : largest?.rid)));
  return known.map((layer) => (layer ? encoding(layer, height, sent.has(layer.rid)) : encoding(SINGLE, height, false)));
}

/**
 * The layers that differ: one whose smaller neighbour holds the whole picture already would repeat it.
 * @param {readonly VideoLayer[]} layers
 * @param {number} height
 */
function usefulLayers(layers, height) {
  return layers.filter((_, index) => index === 0 || !height || layers[index - 1].height < height);
}

/** @param {VideoLayer} layer @param {number} height @param {boolean} active */
function encoding(layer, height, active) {
  return { active, scaleResolutionDownBy: Math.max(1, (height || layer.height) / layer.height), maxBitrate: layer.max_bps };
}
