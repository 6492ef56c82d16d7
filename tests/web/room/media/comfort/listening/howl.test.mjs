import assert from "node:assert/strict";
import { test } from "node:test";

import { glimpseOf, hear, isHowling, NOTHING_HEARD } from "../../../../../../app/web/room/core/media/comfort/listening/howl.js";
import { HowlWatch } from "../../../../../../app/web/room/core/media/comfort/listening/howl-watch.js";

const BINS = 1024;

/** One moment: a quiet room with tones in it. @param {[number, number][]} tones Bin and level. */
function spectrum(tones, room_db = -90) {
  const db = new Float32Array(BINS).fill(room_db);
  for (const [bin, level] of tones) db[bin] = level;
  return db;
}

const heardOf = (moments) => moments.reduce((heard, moment) => hear(heard, glimpseOf(moment)), NOTHING_HEARD);
const times = (count, moment) => Array.from({ length: count }, (_, at) => moment(at));

test("a tone that stays and grows is a howl, and so is one at full loudness", () => {
  assert.ok(isHowling(heardOf(times(14, (at) => spectrum([[120, -58 + at * 2]])))));
  assert.ok(isHowling(heardOf(times(14, () => spectrum([[120, -18]])))));
});

test("a short one is none yet", () => {
  assert.equal(isHowling(heardOf(times(11, (at) => spectrum([[120, -58 + at * 3]])))), false);
});

test("a steady beep in the background is none", () => {
  assert.equal(isHowling(heardOf(times(40, () => spectrum([[120, -45]])))), false);
});

test("a voice is none: its tones move, and there are many of them", () => {
  const gliding = times(60, (at) => spectrum([[60 + Math.round(9 * Math.sin(at)), -20]]));
  assert.equal(isHowling(heardOf(gliding)), false);
  const rich = times(60, () => spectrum(times(600, (at) => [20 + at, -30 - (at % 7)])));
  assert.equal(isHowling(heardOf(rich)), false);
});

test("silence, the hum of the mains and a broken spectrum are none", () => {
  assert.equal(isHowling(heardOf(times(40, () => spectrum([], -Infinity)))), false);
  assert.equal(isHowling(heardOf(times(40, () => spectrum([[3, -10]])))), false);
  assert.equal(isHowling(heardOf(times(40, () => new Float32Array(0)))), false);
});

test("whatever is heard, only the last moments are kept", () => {
  const heard = heardOf(times(500, (at) => spectrum([[200, at % 50 ? -30 : -10]])));
  assert.ok(heard.glimpses.length <= 12);
});

test("somebody is told once a minute at most", () => {
  let now_ms = 0;
  let told = 0;
  const watch = new HowlWatch({ tell: () => (told += 1), now_ms: () => now_ms });
  for (let at = 0; at < 300; at += 1, now_ms += 150) watch.look(spectrum([[120, -18]]));
  assert.equal(told, 1);
  now_ms += 60_000;
  for (let at = 0; at < 20; at += 1) watch.look(spectrum([[120, -18]]));
  assert.equal(told, 2);
});
