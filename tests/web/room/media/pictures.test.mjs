import assert from "node:assert/strict";
import { test } from "node:test";

import { PausedPictures } from "../../../../app/web/room/core/media/pictures.js";

function watch() {
  const scene = { expected: [1, 2], frames: new Map(), hidden: false, now_ms: 0, changes: 0 };
  const paused = new PausedPictures({
    expected: () => scene.expected,
    frames: async () => new Map(scene.frames),
    hidden: () => scene.hidden,
    now_ms: () => scene.now_ms,
  });
  paused.addEventListener("change", () => (scene.changes += 1));
  /** A second goes by, and these slots get a frame. */
  const second = async (...moving) => {
    scene.now_ms += 1000;
    for (const slot of moving) scene.frames.set(slot, (scene.frames.get(slot) ?? 0) + 1);
    await paused.look();
    return [1, 2, 12].filter((slot) => paused.has(slot));
  };
  return { scene, paused, second };
}

test("a picture that stands still for three seconds is paused until it moves", async () => {
  const { scene, second } = watch();
  await second(1, 2);
  await second(1);
  await second(1);
  assert.deepEqual(await second(1), [2]);
  assert.deepEqual(await second(1), [2]);
  assert.deepEqual(await second(1, 2), []);
  assert.equal(scene.changes, 2);
});

test("a camera that is off is not paused, and starts anew when it is on", async () => {
  const { scene, second } = watch();
  await second(1, 2);
  scene.expected = [1];
  for (let index = 0; index < 5; index += 1) assert.deepEqual(await second(1), []);
  scene.expected = [1, 2];
  assert.deepEqual(await second(1), []);
});

test("a hidden page does not judge, and looks anew when it is back", async () => {
  const { scene, second } = watch();
  await second(1, 2);
  scene.hidden = true;
  for (let index = 0; index < 5; index += 1) assert.deepEqual(await second(), []);
  scene.hidden = false;
  assert.deepEqual(await second(), []);
  await second();
  await second();
  assert.deepEqual(await second(), [1, 2]);
});

test("slot 1 is not slot 12", async () => {
  const { scene, second } = watch();
  scene.expected = [12];
  for (let index = 0; index < 5; index += 1) await second();
  assert.deepEqual(await second(), [12]);
});

test("after a stop nothing is paused", async () => {
  const { paused, second } = watch();
  for (let index = 0; index < 5; index += 1) await second();
  paused.stop();
  assert.equal(paused.has(1), false);
});
