/** Courses as points: inside the picture, in order, and only what has a score. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BOTTOM,
  HEIGHT,
  heightOf,
  LEFT,
  pointsOf,
  RIGHT,
  scoresOf,
  someOf,
  spanOf,
  TOP,
  WIDTH,
} from "../../../../app/web/clinic/core/measures/course.js";

const DAY = 86_400_000;

test("values lie from the first day to the last, a higher one above a lower one", () => {
  const values = [0, 1, 2].map((day) => ({ at: day * DAY, value: day * 10 }));
  const points = pointsOf(values, 20, spanOf([values]));
  assert.deepEqual(
    points.map(({ x }) => x),
    [LEFT, (LEFT + WIDTH - RIGHT) / 2, WIDTH - RIGHT],
  );
  assert.deepEqual([points[0].y, points[2].y], [HEIGHT - BOTTOM, TOP]);
});

test("a single value lies in the middle", () => {
  const [point] = pointsOf([{ at: DAY, value: 5 }], 10, spanOf([[{ at: DAY, value: 5 }]]));
  assert.equal(point.x, LEFT + (WIDTH - LEFT - RIGHT) / 2);
  assert.equal(point.y, heightOf(5, 10));
});

test("of many days a few are written, the first and the last among them", () => {
  const days = Array.from({ length: 30 }, (_, day) => day);
  const some = someOf(days, 5);
  assert.equal(some.length, 5);
  assert.deepEqual([some[0], some[4]], [0, 29]);
  assert.deepEqual(someOf([1, 2], 5), [1, 2]);
  assert.deepEqual(spanOf([]), [0, 0]);
});

test("answers without a score are left out, and one that was made up from fewer items is hollow", () => {
  const sent = [
    { instrument: "phq9", answered_at: "2026-03-02T10:00:00Z", total: 12, prorated: false },
    { instrument: "phq9", answered_at: "2026-03-09T10:00:00Z", total: null, prorated: false },
    { instrument: "gad7", answered_at: "2026-03-09T10:00:00Z", total: 3, prorated: false },
    { instrument: "phq9", answered_at: "2026-03-16T10:00:00Z", total: 9, prorated: true },
  ];
  const found = scoresOf(/** @type {any} */ (sent), "phq9");
  assert.deepEqual(
    found.map(({ value, hollow }) => [value, hollow]),
    [
      [12, false],
      [9, true],
    ],
  );
});
