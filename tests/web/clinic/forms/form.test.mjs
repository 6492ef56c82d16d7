/** Forms keep what was typed when the service refuses, know what is wrong where, and notice what is not saved. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem, Unreachable } from "../../../../app/web/clinic/core/api/problems.js";
import { Form } from "../../../../app/web/clinic/core/forms/form.js";
import { fieldsOf, initialsOf, newPerson, tintOf } from "../../../../app/web/clinic/core/forms/person.js";
import { fieldsOfPolicy, policyBody, shownRange, shownValue } from "../../../../app/web/clinic/core/forms/policy.js";

const form = (values) => new Form(values, () => undefined);

test("what was typed stays when the service refuses, and each field knows what is wrong with it", async () => {
  const person = form({ name: "", email: "x", "address.city": "" });
  person.set("name", "Ana");
  const answer = await person.submit(async () => {
    throw new Problem(422, {
      code: "form.invalid",
      errors: [
        { field: "email", code: "field.email" },
        { field: "body.address.city", code: "field.too_long" },
        { field: "unknown", code: "field.email" },
      ],
    });
  });
  assert.equal(answer, undefined);
  assert.equal(person.values.name, "Ana");
  assert.deepEqual(person.errors, { email: "field.email", "address.city": "field.too_long" });
  assert.equal(person.code, "form.invalid");
  assert.equal(person.is_dirty, true);
});

test("what is wrong with one of many belongs to the field that holds them", async () => {
  const session = form({ attendees: [] });
  await session.submit(async () =>
    Promise.reject(new Problem(422, { code: "form.malformed", errors: [{ field: "attendees.0.person", code: "form.missing" }] })),
  );
  assert.deepEqual(session.errors, { attendees: "form.missing" });
});

test("a refusal whose reason is a field is said at that field", async () => {
  const session = form({ zone: "Mars/Olympus" });
  await session.submit(async () => Promise.reject(new Problem(409, { code: "schedule.zone", reason: "zone" })));
  assert.deepEqual(session.errors, { zone: "schedule.zone" });
});

test("typing into a field takes its complaint away, and only its", async () => {
  const person = form({ name: "", email: "" });
  person.refuse({ name: "field.required", email: "field.required" });
  person.set("name", "Ana");
  assert.deepEqual(person.errors, { email: "field.required" });
});

test("without a network the form waits as it is; a mistake of the page is not hidden", async () => {
  const person = form({ name: "Ana" });
  await person.submit(async () => Promise.reject(new Unreachable()));
  assert.deepEqual([person.code, person.values.name, person.busy], ["service.unreachable", "Ana", false]);
  await assert.rejects(
    person.submit(async () => Promise.reject(new TypeError("bug"))),
    TypeError,
  );
  assert.equal(person.busy, false);
});

test("a form is sent once, however often the button is pressed", async () => {
  const person = form({ name: "Ana" });
  let sent = 0;
  let finish = () => undefined;
  const send = () => {
    sent += 1;
    return new Promise((done) => {
      finish = done;
    });
  };
  const first = person.submit(send);
  const second = person.submit(send);
  finish({ id: 1 });
  assert.deepEqual([await first, await second, sent], [{ id: 1 }, undefined, 1]);
});

test("only what was changed is sent, with the whole of what a part belongs to", () => {
  const person = form({ name: "Ana", email: "", "address.city": "Bend", "address.state": "OR" });
  assert.deepEqual([person.is_dirty, person.changes], [false, {}]);
  person.set("address.city", "Salem");
  assert.deepEqual(person.changes, { address: { city: "Salem", state: "OR" } });
  person.set("address.city", "Bend");
  assert.equal(person.is_dirty, false);
});

test("what was saved is what is compared from then on", async () => {
  const person = form({ name: "Ana" });
  person.set("name", "Anna");
  await person.submit(async () => ({}));
  assert.equal(person.is_dirty, false);
});

test("a person without most facts fills a form with empty fields", () => {
  const fields = fieldsOf({ name: "Ana", time_zone: "America/Denver", languages: [], reach: null });
  assert.deepEqual(
    [fields.languages, fields["reach.channel"], fields["emergency_contact.permission"], fields["address.country"]],
    [["en"], "none", false, "US"],
  );
  assert.ok(Object.values(fields).every((value) => value !== undefined && value !== null));
  assert.equal(newPerson("client", "America/Denver", "es").languages[0], "es");
});

test("a face shows the first and the last word of a name, in any script", () => {
  const first = (text) => Array.from(text)[0] ?? "";
  assert.equal(initialsOf("Ana María Rivera", first), "AR");
  assert.equal(initialsOf("  Cher ", first), "C");
  assert.equal(initialsOf("فاطمة محمد", first), "فم");
  assert.equal(initialsOf("", first), "");
  assert.equal(tintOf("pt_1"), tintOf("pt_1"));
  assert.ok(Array.from({ length: 50 }, (_, id) => tintOf(`pt_${id}`)).every((tint) => tint >= 0 && tint <= 5));
});

const POLICY = {
  kind: "group",
  fields: { max_people: 10, late_after_s: 600, lock_after_s: null, chat: "off", location_each_session: true },
  defaults: { max_people: 12, late_after_s: 600, lock_after_s: 900, chat: "windows", location_each_session: true },
  limits: {
    max_people: { low: 2, high: 12, whole: true },
    late_after_s: { low: 0, high: 3600, optional: true },
    lock_after_s: { low: 0, high: 3600, optional: true },
    chat: { options: ["off", "windows", "on"] },
    location_each_session: { options: [true] },
  },
  version: 1,
};

test("long times of a policy are minutes in the form, and seconds again for the service", () => {
  const fields = fieldsOfPolicy(POLICY);
  assert.deepEqual(fields, { max_people: 10, late_after_s: 10, lock_after_s: null, chat: "off", location_each_session: "true" });
  assert.deepEqual(shownRange("late_after_s", POLICY.limits.late_after_s), { from: 0, to: 60 });
  assert.equal(shownValue("quick_s", 20), 20);
  assert.deepEqual(policyBody(POLICY, { ...fields, late_after_s: 5 }), {
    fields: { max_people: 10, late_after_s: 300, lock_after_s: null, chat: "off" },
  });
});

test("a policy as by default says nothing", () => {
  assert.deepEqual(policyBody(POLICY, fieldsOfPolicy({ ...POLICY, fields: POLICY.defaults })), { fields: {} });
});

test("what is given up knowingly is not asked about again, and stays as it was typed", () => {
  const note = form({ reason: "" });
  note.set("reason", "A fall");
  assert.equal(note.is_dirty, true);
  note.drop();
  assert.equal(note.is_dirty, false);
  assert.equal(note.values.reason, "A fall");
});
