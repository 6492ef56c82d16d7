/** Short lines about what was done: they go by themselves, wait while somebody reads them, and can undo. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Toasts } from "../../../app/web/clinic/core/toasts.js";

function bench() {
  const timers = [];
  const toasts = new Toasts({ after: (run, ms) => timers.push({ run, ms }) - 1, clear: (id) => id !== null && timers.splice(id, 1, null) });
  return { toasts, running: () => timers.filter(Boolean) };
}

test("a line goes by itself, and one that can be undone stays longer", () => {
  const { toasts, running } = bench();
  toasts.show("Saved.");
  const short = running()[0].ms;
  toasts.show("Archived.", () => undefined);
  assert.equal(running().length, 1);
  assert.ok(running()[0].ms > short);
  running()[0].run();
  assert.equal(toasts.shown, null);
});

test("a line waits while somebody reads it", () => {
  const { toasts, running } = bench();
  toasts.show("Archived.", () => undefined);
  toasts.hold();
  assert.equal(running().length, 0);
  toasts.release();
  assert.equal(running().length, 1);
});

test("undoing does so once, and closes the line", () => {
  const { toasts } = bench();
  let undone = 0;
  toasts.show("Archived.", () => {
    undone += 1;
  });
  toasts.undo();
  toasts.undo();
  assert.deepEqual([undone, toasts.shown], [1, null]);
});
