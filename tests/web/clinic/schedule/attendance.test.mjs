import assert from "node:assert/strict";
import { test } from "node:test";
import { barOf, placeOf, spansOf, ticksOf, typed, wholeOf } from "../../../../app/web/clinic/core/schedule/attendance.js";

const ZONE = "America/New_York";
const whole = { begins_at: "2026-03-02T14:00:00Z", ends_at: "2026-03-02T17:00:00Z" };
const person = { present: [], recorded: [], private: [] };

test("a span lies in its session in parts of a hundred, and what is outside is left out", () => {
  assert.deepEqual(placeOf({ begins_at: "2026-03-02T14:45:00Z", ends_at: "2026-03-02T15:30:00Z" }, whole), { start: 25, width: 25 });
  assert.deepEqual(placeOf({ begins_at: "2026-03-02T13:00:00Z", ends_at: "2026-03-02T18:00:00Z" }, whole), { start: 0, width: 100 });
});

test("the picture spans what was corrected beyond the session, and is never empty", () => {
  const late = { ...person, present: [{ begins_at: "2026-03-02T16:00:00Z", ends_at: "2026-03-02T17:30:00Z" }] };
  assert.equal(wholeOf({ ...whole, people: [late] }).ends_at, "2026-03-02T17:30:00.000Z");
  const nothing = wholeOf({ ...whole, ends_at: whole.begins_at, people: [person] });
  assert.ok(Date.parse(nothing.ends_at) > Date.parse(nothing.begins_at));
});

test("there are at most six times above the bars", () => {
  assert.deepEqual(ticksOf(whole), ["2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z", "2026-03-02T16:00:00Z"]);
  for (const minutes of [10, 50, 75, 180, 600]) {
    const ends_at = new Date(Date.parse(whole.begins_at) + minutes * 60_000).toISOString();
    assert.ok(ticksOf({ ...whole, ends_at }).length <= 6);
  }
});

test("a time that was not touched keeps its seconds", () => {
  const span = { begins_at: "2026-03-02T14:00:20Z", ends_at: "2026-03-02T15:31:40Z" };
  const one = typed(span, ZONE);
  assert.deepEqual([one.from, one.to], ["09:00", "10:31"]);
  assert.deepEqual(spansOf([{ ...one, to: "10:45" }], whole.begins_at, ZONE), [
    { begins_at: "2026-03-02T14:00:20Z", ends_at: "2026-03-02T15:45:00Z" },
  ]);
});

test("over midnight a time is of the next day", () => {
  const night = "2026-03-03T04:00:00Z";
  assert.deepEqual(spansOf([{ from: "23:00", to: "00:30" }], night, ZONE), [
    { begins_at: "2026-03-03T04:00:00Z", ends_at: "2026-03-03T05:30:00Z" },
  ]);
});

test("a bar is as long as its share of the longest, and a week without a target has no line", () => {
  assert.deepEqual(barOf(270, 540, 300), { width: 50, target: 100 });
  assert.deepEqual(barOf(600, 540, 600), { width: 100, target: 90 });
  assert.deepEqual(barOf(0, 0, 0), { width: 0, target: null });
});
