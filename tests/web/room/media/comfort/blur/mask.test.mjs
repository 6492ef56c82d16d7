import assert from "node:assert/strict";
import { test } from "node:test";

import { alphaOf, fitWithin } from "../../../../../../app/web/room/core/media/comfort/blur/mask.js";

const alphas = (confidence, dots = confidence.length) => {
  const rgba = new Uint8ClampedArray(dots * 4).fill(255);
  alphaOf(Float32Array.from(confidence), rgba);
  return [...rgba].filter((_, at) => at % 4 === 3);
};

test("a person shows, the background does not, and the edge melts", () => {
  const [none, low, edge, high, all] = alphas([0, 0.3, 0.55, 0.8, 1]);
  assert.deepEqual([none, low, high, all], [0, 0, 255, 255]);
  assert.ok(edge > 60 && edge < 200, String(edge));
});

test("more confidence never shows less", () => {
  const rising = alphas(Array.from({ length: 101 }, (_, at) => at / 100));
  for (let at = 1; at < rising.length; at += 1) assert.ok(rising[at] >= rising[at - 1]);
});

test("a picture whose mask is missing or has another size is blurred as a whole", () => {
  assert.deepEqual(alphas([], 4), [0, 0, 0, 0]);
  assert.deepEqual(alphas([1, 1], 4), [0, 0, 0, 0]);
  assert.deepEqual(alphas([Number.NaN, 1]), [0, 255]);
});

test("a picture keeps its shape, upright and sideways, and is never made larger", () => {
  assert.deepEqual(fitWithin(1280, 720, 256), { width: 256, height: 144 });
  assert.deepEqual(fitWithin(720, 1280, 256), { width: 144, height: 256 });
  assert.deepEqual(fitWithin(64, 48, 256), { width: 64, height: 48 });
  assert.deepEqual(fitWithin(0, 0, 256), { width: 1, height: 1 });
});
