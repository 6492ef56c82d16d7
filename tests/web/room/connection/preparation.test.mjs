/** What is said before the room: what is sent, whose step comes next, and what is made of the answers. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isBehind, nextStep, Preparation, sendPreparation } from "../../../../app/web/room/core/connection/preparation.js";

const STEPS = { people: [{ id: "pt_ana", todo: ["location", "surroundings"] }], offer: null };
const answering = (status, body) => async () => ({ ok: status < 300, status, json: async () => body });

test("reading says nothing, and answering says one step", async () => {
  const bodies = [];
  const fetched = async (path, options) => {
    assert.equal(path, "/api/v1/seats/preparation");
    assert.equal(options.cache, "no-store");
    bodies.push(JSON.parse(options.body));
    return { ok: true, status: 200, json: async () => STEPS };
  };
  const said = { step: "location", person: "pt_ana", place: null };
  assert.deepEqual((await sendPreparation("secret", null, fetched)).steps, STEPS);
  await sendPreparation("secret", said, fetched);
  assert.deepEqual(bodies, [{ invitation: "secret" }, { invitation: "secret", said }]);
});

test("what is wrong is known by its field", async () => {
  const errors = [{ field: "phone", code: "field.phone" }];
  const answer = await sendPreparation("a", null, answering(422, { code: "form.invalid", errors }));
  assert.deepEqual(answer, { steps: null, code: "form.invalid", errors: { phone: "field.phone" } });
});

test("without an answer that makes sense it may be tried again", async () => {
  assert.equal((await sendPreparation("a", null, answering(502, {}))).code, "service.unreachable");
  const failing = async () => {
    throw new TypeError("network");
  };
  assert.equal((await sendPreparation("a", null, failing)).code, "service.unreachable");
});

test("the first step left comes next, and steps of other pages are passed over", () => {
  assert.equal(nextStep(null), null);
  assert.deepEqual(nextStep(STEPS), { person: "pt_ana", step: "location" });
  const later = [
    { id: "pt_ana", todo: ["elsewhere"] },
    { id: "pt_ben", todo: ["elsewhere", "surroundings"] },
  ];
  assert.deepEqual(nextStep({ people: later, offer: null }), { person: "pt_ben", step: "surroundings" });
});

test("one answer at a time, and a refusal keeps the step", async () => {
  let answer = { steps: STEPS, code: "", errors: {} };
  let told = 0;
  const preparation = new Preparation(
    { text: "a" },
    () => told++,
    async () => answer,
  );
  await preparation.look();
  assert.equal(preparation.next?.step, "location");
  answer = { steps: null, code: "form.invalid", errors: { city: "field.required" } };
  const said = { step: "location", person: "pt_ana", place: null };
  const [first, second] = await Promise.all([preparation.say(said), preparation.say(said)]);
  assert.deepEqual([first, second], [false, false]);
  assert.deepEqual([preparation.code, preparation.errors.city], ["form.invalid", "field.required"]);
  assert.equal(preparation.next?.step, "location");
  assert.equal(told, 4);
});

test("that nobody has shown who they are is no refusal of an answer", async () => {
  const preparation = new Preparation(
    { text: "a" },
    () => undefined,
    async () => ({ steps: null, code: "admission.unproved", errors: {} }),
  );
  await preparation.look();
  assert.deepEqual([preparation.next, preparation.code], [null, ""]);
});

test("reading is tried again by itself once what was in the way may have passed, and an answer is not", async () => {
  const codes = ["storage.unavailable", "service.unreachable", "admission.unproved", "storage.unavailable"];
  const waits = [];
  const preparation = new Preparation(
    { text: "a" },
    () => undefined,
    async () => ({ steps: null, code: codes.shift() ?? "", errors: {} }),
    (again) => waits.push(again),
  );
  await preparation.look();
  assert.equal(waits.length, 1);
  waits[0]();
  await new Promise((done) => setImmediate(done));
  assert.equal(waits.length, 2);
  waits[1]();
  await new Promise((done) => setImmediate(done));
  assert.equal(await preparation.say({ step: "location", person: "pt_ana", place: null }), false);
  assert.equal(waits.length, 2);
});

test("documents are steps, whatever their kind", () => {
  const people = [{ id: "pt_ana", todo: ["acknowledge.agreement", "location"], document: null }];
  assert.deepEqual(nextStep({ people, offer: null }), { person: "pt_ana", step: "acknowledge.agreement" });
});

test("a text that changed meanwhile is read anew, and nothing was signed", async () => {
  const NEWER = { people: [{ id: "pt_ana", todo: ["sign.agreement"], document: { version: "dv_2" } }], offer: null };
  const answers = [
    { steps: null, code: "consent.changed", errors: {} },
    { steps: NEWER, code: "", errors: {} },
    { steps: NEWER, code: "", errors: {} },
  ];
  const asked = [];
  const preparation = new Preparation(
    { text: "a" },
    () => undefined,
    async (_invitation, said) => {
      asked.push(said?.step ?? "read");
      return answers.shift();
    },
  );
  const said = { step: "sign", person: "pt_ana", version: "dv_1", language: "en" };
  assert.equal(await preparation.say(said), false);
  assert.deepEqual(asked, ["sign", "read"]);
  assert.deepEqual([preparation.code, preparation.asked], ["consent.changed", NEWER]);
  assert.equal(await preparation.say({ ...said, version: "dv_2" }), true);
  assert.equal(preparation.code, "");
});

test("the page reads again only what the room knows and it does not", () => {
  const asked = { people: [{ id: "pt_ana", todo: ["surroundings"], document: null }], offer: null };
  assert.equal(isBehind(asked, {}), false);
  assert.equal(isBehind(asked, { pt_ana: ["begin", "surroundings"] }), false);
  assert.equal(isBehind(asked, { pt_ana: ["sign.group", "surroundings"] }), true);
});

test("whoever would rather talk first is not kept from the waiting room", async () => {
  let told = 0;
  const preparation = new Preparation(
    { text: "a" },
    () => told++,
    async () => ({ steps: STEPS, code: "", errors: {} }),
  );
  preparation.putOff();
  assert.deepEqual([preparation.put_off, told], [true, 1]);
});
