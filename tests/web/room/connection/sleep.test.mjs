import assert from "node:assert/strict";
import { test } from "node:test";

import { Sleep } from "../../../../app/web/room/core/connection/sleep.js";

/** What is seen second by second of both clocks. */
function gaps(...looks) {
  const sleep = new Sleep(100, 5000);
  return looks.map(([steady, wall]) => sleep.look(steady, wall));
}

test("a page that is awake, or hidden, has no gaps", () => {
  assert.deepEqual(gaps([101, 5001], [102, 5002], [103.9, 5003.9]), [false, false, false]);
});

test("timers that stood still are a gap", () => {
  assert.deepEqual(gaps([101, 5001], [161, 5061], [162, 5062]), [false, true, false]);
});

test("a sleep in which the steady clock stood still is a gap", () => {
  assert.deepEqual(gaps([101, 5001], [102, 8600]), [false, true]);
});

test("a clock that is set, forward or back, is looked at", () => {
  assert.deepEqual(gaps([101, 5841], [102, 5842], [103, 5003]), [true, false, true]);
});
