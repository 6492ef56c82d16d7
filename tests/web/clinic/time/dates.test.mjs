/** Days and hours on the wall of a zone: across both changes of the clocks, on 29 February, at the ends of years. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  addDays,
  addMinutes,
  dayOf,
  instantOf,
  minutesBetween,
  mondayOf,
  utc,
  Writer,
  wallTime,
  weekdayOf,
  weekOf,
} from "../../../../app/web/clinic/core/time/dates.js";
import { allZones, ownZone, zoneName } from "../../../../app/web/clinic/core/time/zones.js";

const NY = "America/New_York";

test("the wall shows the hour of its zone, around both changes of the clocks", () => {
  for (const [at, wall] of [
    ["2026-03-08T06:59:00Z", "2026-03-08T01:59"],
    ["2026-03-08T07:00:00Z", "2026-03-08T03:00"],
    ["2026-11-01T05:30:00Z", "2026-11-01T01:30"],
    ["2026-11-01T06:30:00Z", "2026-11-01T01:30"],
    ["2026-01-01T04:59:00Z", "2025-12-31T23:59"],
  ])
    assert.equal(wallTime(at, NY), wall);
  assert.equal(wallTime("2026-01-01T00:00:00Z", "Asia/Kathmandu"), "2026-01-01T05:45");
});

test("a wall time is an instant: the first of an hour that comes twice, the next of one that is skipped", () => {
  for (const [wall, at] of [
    ["2026-03-02T09:00", "2026-03-02T14:00:00Z"],
    ["2026-03-08T02:30", "2026-03-08T07:30:00Z"],
    ["2026-11-01T01:30", "2026-11-01T05:30:00Z"],
    ["2026-11-01T02:30", "2026-11-01T07:30:00Z"],
  ])
    assert.equal(utc(instantOf(wall, NY)), at, wall);
});

test("every hour of a year that exists once comes back from its instant", () => {
  for (const zone of [NY, "America/Phoenix", "Australia/Lord_Howe", "UTC"])
    for (let day = 0; day < 365; day += 1) {
      const wall = `${addDays("2026-01-01", day)}T09:15`;
      assert.equal(wallTime(instantOf(wall, zone), zone), wall, zone);
    }
});

test("weeks begin on Monday, across months, years and 29 February", () => {
  assert.equal(mondayOf("2026-03-08"), "2026-03-02");
  assert.equal(mondayOf("2026-03-02"), "2026-03-02");
  assert.deepEqual(weekOf("2028-02-29").slice(0, 3), ["2028-02-28", "2028-02-29", "2028-03-01"]);
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.deepEqual(weekOf("2026-03-05").map(weekdayOf), [0, 1, 2, 3, 4, 5, 6]);
});

test("minutes are added on the wall and counted between instants", () => {
  assert.equal(addMinutes("2026-03-02T23:30", 75), "2026-03-03T00:45");
  assert.equal(minutesBetween("2026-03-02T14:00:00Z", "2026-03-02T15:30:00Z"), 90);
  assert.equal(dayOf("2026-03-03T03:00:00Z", NY), "2026-03-02");
});

const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, " ");

test("times are written as people of the language do, in their own zone", () => {
  const en = new Writer("en-US", NY);
  assert.equal(plain(en.time("2026-03-02T14:00:00Z")), "9:00 AM");
  assert.equal(plain(en.range("2026-03-02T14:00:00Z", "2026-03-02T15:30:00Z")), "9:00 – 10:30 AM");
  assert.equal(plain(en.range("2026-03-03T04:30:00Z", "2026-03-03T05:30:00Z")), "11:30 PM – 12:30 AM");
  assert.equal(en.date("2026-03-02T14:00:00Z"), "Monday, March 2");
  assert.equal(en.day("2026-03-02"), "Monday, March 2");
  assert.equal(plain(en.wall("2026-03-02T13:05")), "1:05 PM");
  assert.equal(plain(en.days("2026-03-02", "2026-03-08")), "Mar 2 – 8, 2026");
  assert.equal(en.weekday(0), "Monday");
  assert.equal(new Writer("es-US", NY).weekday(6), "domingo");
});

test("how far away something is, is said by what says something", () => {
  const en = new Writer("en-US", NY);
  const now = Date.parse("2026-03-02T14:00:00Z");
  assert.equal(en.away("2026-03-02T14:20:00Z", now), "in 20 minutes");
  assert.equal(en.away("2026-03-02T13:55:00Z", now), "5 minutes ago");
  assert.equal(en.away("2026-03-02T17:00:00Z", now), "in 3 hours");
  assert.equal(en.away("2026-03-06T14:00:00Z", now), "in 4 days");
});

test("a length says hours and minutes, and nothing that is zero", () => {
  const en = new Writer("en-US", NY);
  assert.deepEqual(
    [0, 50, 60, 90, 510].map((minutes) => plain(en.length(minutes))),
    ["0 min", "50 min", "1 hr", "1 hr 30 min", "8 hr 30 min"],
  );
});

test("zones that most people here need come first, each once, with words that find them", () => {
  const zones = allZones();
  assert.equal(zones[0], NY);
  assert.equal(new Set(zones).size, zones.length);
  assert.match(zoneName("America/New_York", "en-US"), /New York \(.*Eastern/);
  assert.equal(zoneName("Not/A_Zone", "en-US"), "Not/A_Zone");
  assert.ok(ownZone());
});
