import assert from "node:assert/strict";
import { test } from "node:test";

import { encodingsFor, SINGLE } from "../../../../app/web/room/core/media/layers.js";

const LAYERS = [
  { rid: "q", height: 180, max_bps: 150_000 },
  { rid: "h", height: 360, max_bps: 450_000 },
  { rid: "f", height: 720, max_bps: 1_200_000 },
];
const RIDS = ["q", "h", "f"];
const sent = (height, wanted = null, layers = LAYERS) =>
  encodingsFor({ rids: RIDS, layers, wanted, height })
    .map(({ active, scaleResolutionDownBy }, index) => (active ? `${RIDS[index]}${Math.round(height / scaleResolutionDownBy)}` : ""))
    .filter(Boolean)
    .join(" ");

test("a large camera sends every layer in its size, with its bits", () => {
  assert.deepEqual(encodingsFor({ rids: RIDS, layers: LAYERS, wanted: null, height: 720 }), [
    { active: true, scaleResolutionDownBy: 4, maxBitrate: 150_000 },
    { active: true, scaleResolutionDownBy: 2, maxBitrate: 450_000 },
    { active: true, scaleResolutionDownBy: 1, maxBitrate: 1_200_000 },
  ]);
  assert.equal(sent(1080), "q180 h360 f720");
});

test("a smaller camera sends no picture twice and none larger than it has", () => {
  const rows = [
    [719, "q180 h360 f719"],
    [480, "q180 h360 f480"],
    [360, "q180 h360"],
    [240, "q180 h240"],
    [180, "q180"],
    [120, "q120"],
  ];
  for (const [height, wanted] of rows) assert.equal(sent(height), wanted, String(height));
});

test("only wanted layers are sent", () => {
  assert.equal(sent(720, ["q"]), "q180");
  assert.equal(sent(720, ["f", "q"]), "q180 f720");
  assert.equal(sent(720, []), "");
  assert.equal(sent(720, ["x"]), "f720");
});

test("who wants more than the camera has gets the most it has", () => {
  assert.equal(sent(360, ["f"]), "h360");
  assert.equal(sent(180, ["h", "f"]), "q180");
  assert.equal(sent(360, ["q", "f"]), "q180 h360");
});

test("a camera of unknown height is taken to be as large as each layer", () => {
  const found = encodingsFor({ rids: RIDS, layers: LAYERS, wanted: null, height: 0 });
  assert.deepEqual(
    found.map((each) => [each.active, each.scaleResolutionDownBy]),
    [
      [true, 1],
      [true, 1],
      [true, 1],
    ],
  );
});

test("an offer without layers gets one picture of medium size", () => {
  const one = (layers, wanted = null, height = 720) => encodingsFor({ rids: [""], layers, wanted, height })[0];
  assert.deepEqual(one([]), { active: true, scaleResolutionDownBy: 2, maxBitrate: SINGLE.max_bps });
  assert.deepEqual(one(LAYERS), one([]));
  assert.equal(one([], null, 360).scaleResolutionDownBy, 1);
  assert.equal(one([], []).active, false);
});

test("a room with one layer sends that one, though the browser dropped its name", () => {
  const [only] = encodingsFor({ rids: [""], layers: LAYERS.slice(0, 1), wanted: ["q"], height: 720 });
  assert.deepEqual(only, { active: true, scaleResolutionDownBy: 4, maxBitrate: 150_000 });
});

test("a layer that the server did not describe is not sent", () => {
  const found = encodingsFor({ rids: ["q", "z"], layers: LAYERS, wanted: null, height: 720 });
  assert.deepEqual(
    found.map(({ active }) => active),
    [true, false],
  );
});
