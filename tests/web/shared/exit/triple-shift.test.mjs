/** Three presses of Shift: what counts as one, and what is something else. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { listenForShift, PRESSES, TripleShift, WITHIN_MS } from "../../../../app/web/shared/core/exit/triple-shift.js";

const SHIFT = { key: "Shift" };

/** Presses keys one after the other, and returns what each release of Shift counted. */
function press(shift, ...events) {
  const counts = [];
  for (const [kind, at, key = SHIFT] of events) {
    if (kind === "down") shift.onDown(key, at);
    else counts.push(shift.onUp(key, at));
  }
  return counts;
}

const taps = (...times) =>
  times.flatMap((at) => [
    ["down", at],
    ["up", at + 60],
  ]);

test("three presses within two seconds are the sign, and the count begins anew after it", () => {
  const shift = new TripleShift();
  assert.deepEqual(press(shift, ...taps(0, 300, 700)), [1, 2, PRESSES]);
  assert.deepEqual(press(shift, ...taps(900)), [1]);
});

test("presses that began longer ago no longer count", () => {
  const shift = new TripleShift();
  assert.deepEqual(press(shift, ...taps(0, 1000, WITHIN_MS + 1)), [1, 2, 2]);
  assert.deepEqual(press(shift, ...taps(WITHIN_MS + 200)), [PRESSES]);
});

test("capitals and signs that are typed with Shift are no presses", () => {
  const shift = new TripleShift();
  const capital = (at) => [
    ["down", at],
    ["down", at + 20, { key: "A" }],
    ["up", at + 40, { key: "A" }],
    ["up", at + 60],
  ];
  assert.deepEqual(press(shift, ...capital(0), ...capital(200), ...capital(400), ...capital(600)), [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("a letter in between begins the count anew", () => {
  const shift = new TripleShift();
  const letter = ["down", 450, { key: "a" }];
  assert.deepEqual(press(shift, ...taps(0, 300), letter, ...taps(500, 700)), [1, 2, 1, 2]);
});

test("a key that is held or stuck repeats itself, and never leaves", () => {
  const shift = new TripleShift();
  const held = Array.from({ length: 40 }, (_, place) => ["down", 500 + place * 30, { key: "Shift", repeat: true }]);
  assert.deepEqual(press(shift, ["down", 0], ...held, ["up", 1700]), [0]);
  assert.deepEqual(press(shift, ["down", 1710], ["down", 1720], ["down", 1730], ["up", 1740]), [0], "a bouncing key");
});

test("shortcuts and input methods have Shift for themselves", () => {
  for (const other of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { isComposing: true }, { keyCode: 229 }]) {
    const shift = new TripleShift();
    const key = { key: "Shift", ...other };
    const events = [0, 200, 400].flatMap((at) => [
      ["down", at, key],
      ["up", at + 50, key],
    ]);
    assert.deepEqual(press(shift, ...events), [0, 0, 0], JSON.stringify(other));
  }
});

test("the right Shift counts like the left, but not both together", () => {
  const shift = new TripleShift();
  assert.deepEqual(press(shift, ["down", 0], ["down", 10], ["up", 50], ["up", 60]), [0, 0]);
  assert.deepEqual(press(shift, ...taps(100, 300, 500)), [1, 2, PRESSES]);
});

test("a window hears every press, and a click or another window begins the count anew", () => {
  const listeners = new Map();
  const window = {
    addEventListener: (kind, listener) => listeners.set(kind, listener),
    removeEventListener: (kind) => listeners.delete(kind),
  };
  const counts = [];
  const stop = listenForShift(window, (count) => counts.push(count));
  const tap = (at) => {
    listeners.get("keydown")({ key: "Shift", timeStamp: at });
    listeners.get("keyup")({ key: "Shift", timeStamp: at + 50 });
  };
  tap(0);
  tap(200);
  listeners.get("pointerdown")({});
  tap(400);
  listeners.get("blur")({});
  for (const at of [500, 600, 700]) tap(at);
  assert.deepEqual(counts, [1, 2, 1, 1, 2, 3]);
  stop();
  assert.equal(listeners.size, 0);
});
