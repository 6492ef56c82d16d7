import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Mending } from "../../../../app/web/room/core/connection/mending.js";

globalThis.window ??= globalThis;

/** What was asked: "back" for a way back, "new" for a new connection. */
function mending({ refuses = null } = {}) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const asked = [];
  const ask = async (fresh) => {
    asked.push(fresh ? "new" : "back");
    if (refuses) throw refuses;
  };
  const mend = new Mending(ask, { random: () => 0, now_ms: () => Date.now() });
  const after = (ms) => {
    mock.timers.tick(ms);
    return asked.join(" ");
  };
  /** The same, with what follows from refusals. */
  const passed = async (ms) => {
    await new Promise((done) => setImmediate(done));
    return after(ms);
  };
  return { mend, after, passed, asked };
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
  const { mend, after } = mending({ refuses: new Error("connection.lost") });
  mend.follow("failed");
  assert.equal(after(8000), "back new");
});

test("a server that makes no more connections so soon is asked when it said", async () => {
  const { mend, passed, asked } = mending({ refuses: Object.assign(new Error(), { code: "media.too_soon", reason: "13" }) });
  mend.follow("failed");
  assert.equal(await passed(12_999), "back");
  asked.length = 0;
  assert.equal(await passed(1), "new");
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

test("a connection that does not come about is asked for anew", () => {
  const { mend, after } = mending();
  mend.renewed();
  mend.follow("connecting");
  assert.equal(after(14_999), "");
  assert.equal(after(1), "new");
});

test("connections that fail at once, one after the other, are asked for at longer and longer intervals", () => {
  const { mend, asked } = mending();
  const at_s = [];
  mend.renewed();
  mend.follow("failed");
  for (let second = 0; second < 300; second += 1) {
    while (at_s.length < asked.length) {
      at_s.push(second);
      mend.renewed();
      mend.follow("failed");
    }
    mock.timers.tick(1000);
  }
  const gaps = at_s.slice(1).map((at, index) => at - at_s[index]);
  assert.ok(at_s.length <= 14, `${at_s.length} connections in five minutes`);
  assert.ok(
    gaps.every((gap, index) => index === 0 || gap >= gaps[index - 1] - 1),
    String(gaps),
  );
});

test("from the second failure in a row on it is known that there is one", () => {
  const { mend } = mending();
  mend.renewed();
  mend.follow("failed");
  assert.equal(mend.failures, 1);
  mend.renewed();
  mend.follow("failed");
  assert.equal(mend.failures, 2);
  mend.follow("connected");
  assert.equal(mend.failures, 0);
});

test("a service that cannot do better is no failure of the way to it", async () => {
  const { mend, passed } = mending({ refuses: Object.assign(new Error(), { code: "media.unavailable" }) });
  mend.follow("disconnected");
  await passed(4000);
  await passed(8000);
  assert.equal(mend.failures, 0);
});

test("a connection that held begins the waits anew; one that came for a moment does not", () => {
  const { mend, after } = mending();
  mend.follow("failed");
  mend.follow("connected");
  after(9000);
  mend.follow("failed");
  assert.equal(after(0), "back back");
  mend.follow("connected");
  after(1000);
  mend.follow("failed");
  assert.equal(after(0), "back back");
  mend.follow("connected");
  after(11_000);
  mend.follow("failed");
  assert.equal(after(0), "back back back");
});

test("when the network is another it is tried at once, but not over and over", () => {
  const { mend, after } = mending();
  mend.follow("failed");
  after(8000 + 8000 + 12_000);
  const before = after(4000);
  for (let round = 0; round < 10; round += 1) mend.hurry();
  assert.equal(after(0), `${before} new`);
  mend.follow("connected");
  mend.hurry();
  assert.equal(after(60_000), `${before} new`);
});

test("once nothing is wanted nothing is asked", () => {
  const { mend, after } = mending();
  mend.follow("failed");
  mend.reset();
  mend.recheck();
  mend.hurry();
  assert.equal(after(60_000), "back");
});
