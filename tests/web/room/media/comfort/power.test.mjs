import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { PowerWatch, reasonToSave } from "../../../../../app/web/room/core/media/comfort/power.js";
import { Redraws } from "../../../../../app/web/room/core/media/comfort/redraws.js";
import { heightsOf } from "../../../../../app/web/room/core/media/tiles.js";

const facts = { battery: null, saves_data: false, memory: undefined, too_slow: false };

test("it is offered for a low battery that is not charging, for saved data, and for a device that is too slow", () => {
  assert.equal(reasonToSave(facts), "");
  assert.equal(reasonToSave({ ...facts, battery: { level: 0.15, charging: false } }), "battery");
  assert.equal(reasonToSave({ ...facts, battery: { level: 0.15, charging: true } }), "");
  assert.equal(reasonToSave({ ...facts, battery: { level: 0.9, charging: false } }), "");
  assert.equal(reasonToSave({ ...facts, saves_data: true }), "data");
  assert.equal(reasonToSave({ ...facts, memory: 2 }), "slow");
  assert.equal(reasonToSave({ ...facts, too_slow: true }), "slow");
});

test("a browser that does not tell of its battery, or refuses to, offers nothing because of it", async () => {
  const refusing = new PowerWatch({ too_slow: () => false, machine: { getBattery: async () => Promise.reject(new Error("no")) } });
  const silent = new PowerWatch({ too_slow: () => false, machine: {} });
  await Promise.resolve();
  assert.deepEqual([refusing.reason, silent.reason], ["", ""]);
});

test("a battery that runs low later is noticed", async () => {
  const battery = Object.assign(new EventTarget(), { level: 0.5, charging: false });
  const watch = new PowerWatch({ too_slow: () => false, machine: { getBattery: async () => battery } });
  let changes = 0;
  watch.addEventListener("change", () => (changes += 1));
  await Promise.resolve();
  await Promise.resolve();
  battery.level = 0.1;
  battery.dispatchEvent(new Event("levelchange"));
  assert.deepEqual([watch.reason, changes], ["battery", 2]);
});

test("with less power many changes are drawn together, and the last is never lost", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const clock = mock.method(performance, "now", () => now_ms);
  let now_ms = 1000;
  let drawn = 0;
  const redraws = new Redraws(() => (drawn += 1));
  for (let at = 0; at < 5; at += 1) redraws.ask();
  assert.equal(drawn, 5);
  redraws.seldom = true;
  now_ms = 2000;
  for (let at = 0; at < 5; at += 1) redraws.ask();
  assert.equal(drawn, 6);
  mock.timers.tick(250);
  assert.equal(drawn, 7);
  mock.timers.tick(1000);
  assert.equal(drawn, 7);
  clock.mock.restore();
  mock.timers.reset();
});

test("with less power no picture is asked for larger than the limit, and small ones stay as they are", () => {
  const tiles = new Map([
    [1, 400],
    [2, 90],
  ]);
  assert.deepEqual(heightsOf(tiles, 2), { 1: 800, 2: 180 });
  assert.deepEqual(heightsOf(tiles, 1, 180), { 1: 180, 2: 90 });
});
