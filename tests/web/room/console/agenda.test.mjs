/** Where the group is in its agenda, and what it would have to give up. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { currentOf, cutsOf, leftMin, lineOf, nextOf, overMin, toCome } from "../../../../app/web/room/core/console/agenda.js";

const NOW = 10_000;
const item = (/** @type {string} */ id, /** @type {string} */ part, /** @type {number} */ minutes, more = {}) => ({
  id,
  part,
  minutes,
  planned_min: minutes,
  ...more,
});
const agenda = (more = {}) =>
  /** @type {any} */ ({
    version: 3,
    items: [
      item("1", "check_in", 20, { spent_s: 1500 }),
      item("2", "psychoeducation", 50),
      item("3", "break", 10),
      item("4", "process_group", 75),
      item("5", "skills", 30, { dropped: true }),
      item("6", "closing", 25),
    ],
    current: "2",
    since: NOW - 600,
    ends_at: NOW + 150 * 60,
    ...more,
  });

test("what is on, what is next and what is to come", () => {
  assert.equal(currentOf(agenda())?.id, "2");
  assert.equal(nextOf(agenda())?.id, "3");
  assert.deepEqual(
    toCome(agenda()).map(({ id }) => id),
    ["3", "4", "5", "6"],
  );
  assert.equal(currentOf(agenda({ current: undefined })), null);
  assert.equal(nextOf(agenda({ items: [] })), null);
});

test("the minutes that are left go below zero", () => {
  assert.equal(leftMin(agenda(), NOW), 40);
  assert.equal(leftMin(agenda(), NOW + 45 * 60), -5);
  assert.equal(leftMin(agenda({ current: undefined }), NOW), 0);
});

test("a session that fits gives nothing up, nor does one whose end nobody said", () => {
  assert.equal(overMin(agenda(), NOW), 0);
  assert.deepEqual(cutsOf(agenda(), NOW), []);
  assert.equal(overMin(agenda({ ends_at: undefined }), NOW + 9999), 0);
});

test("the longest later item gives first", () => {
  assert.deepEqual(cutsOf(agenda({ ends_at: NOW + 146 * 60 }), NOW), [{ id: "4", from: 75, to: 71 }]);
});

test("running over the present item shortens later ones, too", () => {
  assert.equal(overMin(agenda(), NOW + 44 * 60), 4);
  assert.deepEqual(cutsOf(agenda(), NOW + 44 * 60), [{ id: "4", from: 75, to: 71 }]);
});

test("breaks and the closing give last, and all of it adds up", () => {
  const late = agenda({ ends_at: NOW + 80 * 60 });
  assert.deepEqual(cutsOf(late, NOW), [{ id: "4", from: 75, to: 5 }]);
  const latest = agenda({ ends_at: NOW + 50 * 60 });
  const cuts = cutsOf(latest, NOW);
  assert.deepEqual(cuts.find(({ id }) => id === "4")?.to, 0);
  assert.equal(
    cuts.reduce((sum, { from, to }) => sum + from - to, 0),
    overMin(latest, NOW),
  );
  const gone = agenda({ ends_at: NOW - 60 });
  assert.ok(cutsOf(gone, NOW).every(({ to }) => to === 0));
});

test("whatever is left, nothing gets longer or shorter than nothing", () => {
  for (let left = -10; left < 170; left += 7) {
    for (const { from, to } of cutsOf(agenda({ ends_at: NOW + left * 60 }), NOW)) assert.ok(to >= 0 && to < from);
  }
});

test("the line has a stretch for each item that is not dropped", () => {
  const line = lineOf(agenda(), NOW);
  assert.deepEqual(
    line.map(({ id, past, over }) => [id, past, over]),
    [
      ["1", 1, true],
      ["2", 0.2, false],
      ["3", 0, false],
      ["4", 0, false],
      ["6", 0, false],
    ],
  );
  const late = lineOf(agenda(), NOW + 50 * 60)[1];
  assert.deepEqual([late.past, late.over, late.minutes], [1, true, 60]);
});
