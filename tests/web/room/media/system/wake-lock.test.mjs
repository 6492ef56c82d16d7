import assert from "node:assert/strict";
import { test } from "node:test";

import { keepAwake } from "../../../../../app/web/room/core/media/system/wake-lock.js";

/** A phone; `asked` counts how often it was asked to stay awake. */
function phone({ refuses = false, can = true } = {}) {
  const world = { asked: 0, lock: null };
  globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  globalThis.window = new EventTarget();
  const wakeLock = {
    request: async () => {
      world.asked += 1;
      if (refuses) throw new DOMException("low battery", "NotAllowedError");
      world.lock = {
        released: false,
        release: async () => {
          world.lock.released = true;
        },
      };
      return world.lock;
    },
  };
  Object.defineProperty(globalThis, "navigator", { value: can ? { wakeLock } : {}, configurable: true });
  const session = Object.assign(new EventTarget(), { phase: "check" });
  keepAwake(session);
  const comes = async (phase) => {
    session.phase = phase;
    session.dispatchEvent(new Event("change"));
    await settled();
  };
  /** The system lets go of the lock of a page that is hidden. */
  const seen = async (state) => {
    document.visibilityState = state;
    if (state === "hidden" && world.lock) world.lock.released = true;
    document.dispatchEvent(new Event("visibilitychange"));
    await settled();
  };
  return { world, comes, seen };
}
const settled = () => new Promise((done) => setImmediate(done));

test("the screen stays on from the waiting room to the end of the visit", async () => {
  const { world, comes } = phone();
  assert.equal(world.asked, 0);
  await comes("waiting");
  assert.equal(world.asked, 1);
  await comes("room");
  assert.equal(world.asked, 1);
  await comes("message");
  assert.equal(world.lock.released, true);
});

test("a phone that was locked stays awake again when it is unlocked", async () => {
  const { world, comes, seen } = phone();
  await comes("room");
  await seen("hidden");
  assert.equal(world.asked, 1);
  await seen("visible");
  assert.deepEqual([world.asked, world.lock.released], [2, false]);
});

test("a phone that refuses, or cannot, goes dark as it always would", async () => {
  for (const options of [{ refuses: true }, { can: false }]) {
    const { comes, seen } = phone(options);
    await comes("room");
    await seen("hidden");
    await seen("visible");
  }
});
