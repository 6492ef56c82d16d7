import assert from "node:assert/strict";
import { test } from "node:test";

import { BLUR_FPS, paceOf } from "../../../../../../app/web/room/core/media/comfort/blur/pace.js";

const costs = (ms, count = 60) => Array.from({ length: count }, () => ms);

test("nothing is said before enough pictures were seen", () => {
  assert.equal(paceOf([]), "unknown");
  assert.equal(paceOf(costs(500, 37)), "unknown");
});

test("a machine that spends most of its time on blurring is too slow", () => {
  assert.equal(paceOf(costs(12)), "fine");
  assert.equal(paceOf(costs(1000 / BLUR_FPS)), "slow");
});

test("the first pictures, which cost more everywhere, decide nothing; nor do single ones later", () => {
  assert.equal(paceOf([...costs(900, 8), ...costs(12)]), "fine");
  const with_hiccups = costs(12).map((ms, at) => (at % 3 ? ms : 300));
  assert.equal(paceOf(with_hiccups), "fine");
});

test("what is slow later, while a turn goes on, takes nobody's camera away", () => {
  assert.equal(paceOf([...costs(12), ...costs(400)]), "fine");
});
