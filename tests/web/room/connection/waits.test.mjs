import assert from "node:assert/strict";
import { test } from "node:test";

import { MEDIA_S, SOCKET_S, Waits } from "../../../../app/web/room/core/connection/waits.js";

const series = (waits, count) => Array.from({ length: count }, () => waits.next());

test("the first try is at once, then the waits grow and never shrink", () => {
  const found = series(new Waits(SOCKET_S, () => 0), 40);
  assert.deepEqual(found.slice(0, 6), [0, 300, 1200, 2700, 4800, 7000]);
  assert.ok(found.every((wait, index) => index === 0 || wait >= found[index - 1]));
  assert.equal(found.at(-1), 20_000);
});

test("clients that were lost together do not come back together", () => {
  assert.equal(new Waits(MEDIA_S, () => 1).next(), 10_000);
  assert.deepEqual(series(new Waits(SOCKET_S, () => 1), 3), [0, 1300, 2200]);
});

test("what the server asks for is waited at least", () => {
  const waits = new Waits(SOCKET_S, () => 0);
  assert.deepEqual([waits.next(5), waits.next(1), waits.tries], [5000, 1000, 2]);
  waits.reset();
  assert.deepEqual([waits.tries, waits.next()], [0, 0]);
});
