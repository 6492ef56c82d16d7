/** An agenda as it is prepared. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, changed, copied, lengthOf, moved, sessionLength } from "../../../../app/web/clinic/core/schedule/agenda.js";

const ITEMS = [
  { id: "it_1", part: "check_in", minutes: 20 },
  { id: "it_2", part: "break", minutes: 10, mode: "quiet" },
  { part: "closing", minutes: 25 },
];
test("an item is moved, and not beyond the ends", () => {
  const order = (/** @type {any[]} */ items) => items.map(({ part }) => part);
  assert.deepEqual(order(moved(ITEMS, 2, 0)), ["closing", "check_in", "break"]);
  assert.deepEqual(order(moved(ITEMS, 0, 9)), ["break", "closing", "check_in"]);
  assert.deepEqual(order(moved(ITEMS, 1, -1)), ["break", "check_in", "closing"]);
});

test("minutes are added up and compared with the session", () => {
  assert.equal(lengthOf(ITEMS), 55);
  assert.equal(lengthOf(changed(ITEMS, 0, { minutes: NaN })), 35);
  assert.equal(sessionLength({ begins_at: "2025-12-01T14:00:00Z", ends_at: "2025-12-01T17:00:00Z" }), 180);
});

test("what is sent names what is there, and a copy is of this session", () => {
  assert.deepEqual(bodyOf(ITEMS), {
    items: [
      { id: "it_1", part: "check_in", minutes: 20 },
      { id: "it_2", part: "break", minutes: 10, mode: "quiet" },
      { part: "closing", minutes: 25 },
    ],
  });
  assert.deepEqual(bodyOf([{ part: "talk", minutes: 5, mode: null, protocol: "go_round" }]).items, [
    { part: "talk", minutes: 5, protocol: "go_round", options: {} },
  ]);
  assert.ok(copied(ITEMS).every((item) => !("id" in item)));
});
