/** A time zone is said by its city and its name, never by its code. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { allZones, zoneName } from "../../../../app/web/clinic/core/time/zones.js";

test("a zone is called by its city and what its people call it", () => {
  assert.equal(zoneName("America/New_York", "en-US"), "New York (Eastern Time)");
  assert.match(zoneName("America/Chicago", "es-US"), /^Chicago \(hora central\)$/);
  assert.equal(zoneName("Mars/Olympus", "en-US"), "Mars/Olympus");
});

test("zones of the United States come first, all others by their names, each once", () => {
  const zones = allZones("en-US");
  assert.deepEqual(zones.slice(0, 2), ["America/New_York", "America/Chicago"]);
  assert.equal(new Set(zones).size, zones.length);
  assert.ok(zones.includes("UTC"));
  const names = zones.slice(7).map((zone) => zoneName(zone, "en-US"));
  assert.deepEqual(
    names,
    [...names].sort((a, b) => a.localeCompare(b, "en-US")),
  );
});
