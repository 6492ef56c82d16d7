/** Who is signed in, and the log-off of somebody who does nothing: with a warning, and any key puts it off. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Idle } from "../../../../app/web/clinic/core/account/idle.js";
import { SignedIn } from "../../../../app/web/clinic/core/account/session.js";
import { Answers } from "../../../../app/web/clinic/core/api/answers.js";

const T0 = Date.UTC(2026, 2, 2, 14);
const at = (seconds) => new Date(T0 + seconds * 1000).toISOString();
const me = (id = "pt_1", idle_s = 900) => ({
  person: { id, kind: "staff", languages: ["en"] },
  can: ["people.read"],
  idle_at: at(idle_s),
  warn_at: at(idle_s - 20),
});

/** A service with a clock that is set by hand, and timers that run when it is moved. */
function bench() {
  const timers = new Map();
  let now = T0;
  let stays = 0;
  let next = 0;
  const http = {
    answers: new Answers(),
    now: () => now,
    onSignedOut: () => undefined,
    get: async () => me(),
    post: async () => {
      stays += 1;
      return { idle_at: at((now - T0) / 1000 + 900), warn_at: at((now - T0) / 1000 + 880) };
    },
    delete: async () => undefined,
  };
  const signed_in = new SignedIn(http, {
    after: (run, ms) => {
      next += 1;
      timers.set(next, { run, due: now + ms });
      return next;
    },
    clear: (timer) => timers.delete(timer),
  });
  const move = (seconds) => {
    const end = T0 + seconds * 1000;
    for (;;) {
      const [id, timer] = [...timers].sort((a, b) => a[1].due - b[1].due)[0] ?? [];
      if (!timer || timer.due > end) break;
      timers.delete(id);
      now = Math.max(now, timer.due);
      timer.run();
    }
    now = end;
  };
  return { signed_in, http, move, stays: () => stays };
}

test("twenty seconds before the log-off there is a warning that counts down, and then it is over", () => {
  const idle = new Idle();
  idle.follow({ idle_at: at(900), warn_at: at(880) }, T0);
  assert.deepEqual(
    [0, 879, 880, 899, 900].map((second) => idle.phase(T0 + second * 1000)),
    ["awake", "awake", "warned", "warned", "over"],
  );
  assert.equal(idle.left_s(T0 + 889_500), 11);
  assert.equal(idle.wait_ms(T0), 880_000);
  assert.equal(idle.wait_ms(T0 + 880_000), 1000);
  assert.equal(idle.wait_ms(T0 + 900_000), null);
});

test("the service is told once a minute that somebody is there, and at once during the warning", () => {
  const idle = new Idle();
  idle.follow({ idle_at: at(900), warn_at: at(880) }, T0);
  assert.deepEqual(
    [10, 59, 61, 90, 121, 881, 882].map((second) => idle.tells(T0 + second * 1000)),
    [false, false, true, false, true, true, true],
  );
  assert.equal(idle.tells(T0 + 900_000), false);
});

test("nobody is told of when nobody is signed in", () => {
  assert.equal(new Idle().tells(T0), false);
  assert.equal(new Idle().wait_ms(T0), null);
});

test("who does nothing is warned, signed out, and nothing of theirs stays", () => {
  const { signed_in, http, move } = bench();
  http.answers.keep("/people", ["Ana"], 1);
  const phases = [];
  signed_in.addEventListener("change", () => phases.push(signed_in.me ? signed_in.phase : signed_in.ended));
  signed_in.take(me());
  move(881);
  assert.equal(signed_in.phase, "warned");
  assert.equal(signed_in.left_s, 19);
  move(1000);
  assert.deepEqual([phases[0], phases.at(-1)], ["awake", "idle"]);
  assert.equal(signed_in.me, null);
  assert.equal(http.answers.last("/people"), undefined);
});

test("any key during the warning keeps somebody signed in", async () => {
  const { signed_in, move, stays } = bench();
  signed_in.take(me());
  move(885);
  signed_in.onActivity();
  await new Promise((done) => setImmediate(done));
  assert.equal(stays(), 1);
  move(1000);
  assert.equal(signed_in.phase, "awake");
  assert.ok(signed_in.me);
});

test("when another person signs in, nothing that was answered before is kept", () => {
  const { signed_in, http } = bench();
  signed_in.take(me("pt_1"));
  http.answers.keep("/people", ["Ana"], 1);
  signed_in.take(me("pt_1"));
  assert.ok(http.answers.last("/people"));
  signed_in.take(me("pt_2"));
  assert.equal(http.answers.last("/people"), undefined);
});

test("what somebody may do is what the service said", () => {
  const { signed_in } = bench();
  assert.equal(signed_in.can("people.read"), false);
  signed_in.take(me());
  assert.deepEqual([signed_in.can("people.read"), signed_in.can("staff.manage")], [true, false]);
});

test("signing out counts even if the service cannot be reached", async () => {
  const { signed_in, http } = bench();
  signed_in.take(me());
  http.delete = async () => Promise.reject(new Error("gone"));
  await assert.rejects(signed_in.signOut());
  assert.deepEqual([signed_in.me, signed_in.ended], [null, "out"]);
});
