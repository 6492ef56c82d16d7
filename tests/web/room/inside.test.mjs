/** Nobody goes in with a page that cannot show what is inside, or with one of an older release. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "../../../app/web/room/core/connection/patience.js";
import { Inside } from "../../../app/web/room/inside.js";

const nothing = () => undefined;

/** @param {{ loads?: boolean, is_old?: boolean, answers?: boolean[] }} how */
function bench({ loads = true, is_old = false, answers = [true] } = {}) {
  const steps = [];
  const inside = new Inside({
    load: async () => {
      steps.push("load");
      if (!loads) throw new TypeError("not found");
    },
    release: { is_old, renew: () => steps.push("renew"), look: async () => steps.push("look") && (answers.shift() ?? true) },
    quiet: async () => void steps.push("quiet"),
  });
  return { inside, steps };
}

test("what is inside is loaded once the check page is drawn, and then what else is wanted there", async () => {
  const { inside, steps } = bench();
  await inside.ahead(async () => steps.push("library"));
  assert.deepEqual(steps, ["quiet", "load", "library"]);
});

test("loading ahead may fail: it is done again on the way in", async () => {
  const { inside, steps } = bench({ loads: false });
  await inside.ahead(async () => steps.push("library"));
  assert.deepEqual(steps, ["quiet", "load", "library"]);
});

test("a page of today that has all its parts goes in", async () => {
  const { inside, steps } = bench();
  assert.equal(await inside.isReady(new Patience(), nothing), true);
  assert.deepEqual(steps, ["load"]);
});

test("a page of an older release is loaded anew before it goes in", async () => {
  const { inside, steps } = bench({ is_old: true });
  assert.equal(await inside.isReady(new Patience(), nothing), false);
  assert.deepEqual(steps, ["load", "renew"]);
});

test("a page whose parts do not come is loaded anew once the service answers", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { inside, steps } = bench({ loads: false, answers: [false, true] });
  const ready = inside.isReady(new Patience(() => 0), nothing);
  for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
  assert.deepEqual(steps, ["load", "look"]);
  t.mock.timers.runAll();
  assert.equal(await ready, false);
  assert.deepEqual(steps, ["load", "look", "look", "renew"]);
});

test("whoever comes back after a loss looks whether the service is another now, and nobody else does", async () => {
  const { inside, steps } = bench();
  const connection = Object.assign(new EventTarget(), { state: "opening" });
  inside.follow(connection);
  for (const state of ["open", "open", "lost", "lost", "open", "open"]) {
    connection.state = state;
    connection.dispatchEvent(new Event("state"));
  }
  await new Promise(setImmediate);
  assert.deepEqual(steps, ["quiet", "look"]);
});

test("the first ticket may have been asked for early; a refusal is heard by whoever takes it, and the next is asked for anew", async () => {
  const asked = [];
  const answers = [Response.json({ code: "link.invalid" }, { status: 404 }), Response.json({ ticket: "t2" })];
  const release = { is_old: false, fetch: async (path) => asked.push(path) && answers.shift() };
  const inside = new Inside({ load: async () => undefined, release });
  inside.askEarly("an invitation");
  assert.equal(asked.length, 1);
  await assert.rejects(inside.ticket("an invitation"), { code: "link.invalid" });
  assert.equal(asked.length, 1);
  assert.equal((await inside.ticket("an invitation")).ticket, "t2");
  assert.equal(asked.length, 2);
});
