import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Mending } from "../../app/web/core/mending.js";

globalThis.window ??= globalThis;

/** What was asked: "back" for a way back, "new" for a new connection. */
function mending({ refuses = false } = {}) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const mend = new Mending(async (fresh) => {
    asked.push(fresh ? "new" : "back");
    if (refuses) throw new Error("connection.lost");
  });
  const after = (ms) => (mock.timers.tick(ms), asked.join(" "));
  return { mend, after };
}

test("a short disconnection is waited out", () => {
  const { mend, after } = mending();
  mend.follow("connected");
  mend.follow("disconnected");
  assert.equal(after(3999), "");
  mend.follow("connected");
  assert.equal(after(60_000), "");
});

test("a longer one asks for a way back, then for new connections", () => {
  const { mend, after } = mending();
  mend.follow("disconnected");
  assert.equal(after(4000), "back");
  mend.follow("failed");
  mend.follow("connecting");
  assert.equal(after(7999), "back");
  assert.equal(after(1), "back new");
  assert.equal(after(8000), "back new new");
});

test("a failed connection asks at once, and once", () => {
  const { mend, after } = mending();
  mend.follow("failed");
  mend.follow("disconnected");
  assert.equal(after(4000), "back");
  mend.follow("connected");
  assert.equal(after(60_000), "back");
});

test("a refused question is asked again in its time", () => {
  const { mend, after } = mending({ refuses: true });
  mend.follow("failed");
  assert.equal(after(8000), "back new");
});

test("a new way to the server asks again for what is not whole", () => {
  const { mend, after } = mending();
  mend.recheck();
  mend.follow("connected");
  mend.recheck();
  assert.equal(after(0), "");
  mend.follow("disconnected");
  mend.recheck();
  assert.equal(after(0), "back");
  mend.recheck();
  assert.equal(after(0), "back back");
});

test("what cannot be used asks for a new one", () => {
  const { mend, after } = mending();
  mend.despair(1000);
  assert.equal(after(999), "");
  assert.equal(after(1), "new");
});

test("after a new connection the old one's troubles are forgotten", () => {
  const { mend, after } = mending();
  mend.follow("failed");
  mend.reset();
  mend.recheck();
  assert.equal(after(60_000), "back");
});
