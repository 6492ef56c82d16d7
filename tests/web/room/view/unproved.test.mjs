/** Who has yet to show who they are, before the room is seen and in it; and what staff are asked about them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrivingAt, mayBeAway, unprovedHere } from "../../../../app/web/room/core/view/unproved.js";
import { words } from "../../../../app/web/shared/words/words.js";

const ELENA = { id: "pt_e", name: "Elena" };
const FINN = { id: "pt_f", name: "Finn" };

test("on the check page the ticket says who has yet to show who they are", () => {
  const ticket = { seat: { people: [ELENA, FINN], unproved: ["pt_f"] } };
  assert.deepEqual(unprovedHere(null, ticket), [{ person: "pt_f", name: "Finn", proof: "unproved" }]);
  assert.deepEqual(unprovedHere(null, null), []);
});

test("in the room the view says it, also of whoever is away", () => {
  const absent = { person: "pt_f", name: "Finn", proof: "absent" };
  assert.deepEqual(unprovedHere({ you: { unproved: [absent] } }, null), [absent]);
  assert.deepEqual(unprovedHere({ you: {} }, { seat: { people: [ELENA], unproved: ["pt_e"] } }), []);
});

test("somebody may be away only if somebody else stays", () => {
  assert.deepEqual(mayBeAway({ people: ["pt_e", "pt_f"], unproved: ["pt_f"] }), ["pt_f"]);
  assert.deepEqual(mayBeAway({ people: ["pt_f"], unproved: ["pt_f"] }), []);
  assert.deepEqual(mayBeAway({ people: ["pt_e", "pt_f"] }), []);
});

test("staff are asked whether they see somebody beside their partner", () => {
  const view = { arriving: { pt_f: { name: "Finn", seat: "se_1" } }, seats: { se_1: { people: ["pt_e"] } } };
  assert.deepEqual(arrivingAt(view), [{ person: "pt_f", name: "Finn", beside: ["pt_e"] }]);
  assert.deepEqual(arrivingAt({}), []);
});

test("a refused PIN has a sentence, whatever the reason", () => {
  assert.match(words.pinRefused("sign_in.wrong"), /try again/);
  assert.equal(words.pinRefused("unheard.of"), words.member.proof.refused_else);
});
