import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { heightsOf, TileReport } from "../../../../app/web/room/core/media/tiles.js";

globalThis.window ??= globalThis;

function report({ refuses = false } = {}) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const sent = [];
  const tiles = new TileReport({
    page,
    send: async (heights) => {
      if (refuses) throw new Error("connection.lost");
      sent.push(heights);
    },
  });
  const look = (visibilityState) => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const after = (ms) => {
    mock.timers.tick(ms);
    return sent;
  };
  return { tiles, sent, look, after, accept: () => (refuses = false) };
}
const shown = (...heights) => new Map(heights.map((px, slot) => [slot, px]));

test("heights are device pixels, bounded, in the order of the slots", () => {
  const tiles = new Map([
    [3, 100.4],
    [0, 270],
    [1, -2],
    [2, 9000],
  ]);
  assert.deepEqual(heightsOf(tiles, 2), { 0: 540, 1: 0, 2: 4320, 3: 201 });
  assert.deepEqual(heightsOf(new Map(), 1), {});
});

test("sizes are told once they have settled, and only when they changed", () => {
  const { tiles, after } = report();
  tiles.show(shown(100));
  after(200);
  tiles.show(shown(120));
  assert.deepEqual(after(249), []);
  assert.deepEqual(after(1), [{ 0: 120 }]);
  tiles.show(shown(120));
  assert.equal(after(1000).length, 1);
  tiles.show(shown());
  assert.deepEqual(after(250).at(-1), {});
});

test("a page that is hidden for two seconds shows nothing until it is back", () => {
  const { tiles, look, after } = report();
  tiles.show(shown(100));
  after(250);
  look("hidden");
  after(1999);
  look("visible");
  assert.equal(after(5000).length, 1);
  look("hidden");
  assert.deepEqual(after(2000).at(-1), {});
  tiles.show(shown(90));
  assert.equal(after(1000).length, 2);
  look("visible");
  assert.deepEqual(after(0).at(-1), { 0: 90 });
});

test("a new conversation is told again, also when nothing changed", () => {
  const { tiles, after } = report();
  tiles.again();
  assert.deepEqual(after(1000), []);
  tiles.show(shown(100));
  after(250);
  tiles.again();
  assert.equal(after(250).length, 2);
  tiles.forget();
  tiles.again();
  assert.equal(after(1000).length, 2);
});

test("what did not arrive is told with the next change", async () => {
  const { tiles, after, accept } = report({ refuses: true });
  tiles.show(shown(100));
  assert.deepEqual(after(250), []);
  await Promise.resolve().then(() => undefined);
  accept();
  tiles.show(shown(100));
  assert.deepEqual(after(250), [{ 0: 100 }]);
});
