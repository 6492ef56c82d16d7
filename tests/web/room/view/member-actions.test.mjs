import assert from "node:assert/strict";
import { test } from "node:test";

import { mayAddToPoint, nameableBy, offersPause } from "../../../../app/web/room/core/view/floor-actions.js";
import { actsOf, placeholders, primaryAct } from "../../../../app/web/room/core/protocols/run.js";

const view = ({ can = ["floor.request"], floor = {}, kind = "group", ...more } = {}) => ({
  room: { kind },
  you: { seat: "se_1", people: ["pt_1"], can: { pt_1: can }, run: {} },
  people: { pt_1: { name: "Ana", role: "member" }, pt_2: { name: "Ben", role: "member" }, pt_3: { name: "Chloe", role: "member" } },
  seats: Object.fromEntries(["pt_1", "pt_2", "pt_3"].map((id, index) => [`se_${index + 1}`, { people: [id], since: index }])),
  floor: { mode: "queue", queue: [], heard: [], ...floor },
  ...more,
});
const by_ben = { holder: { person: "pt_2" } };

test("a point is added to while somebody else speaks in a line, and the hand is down", () => {
  assert.equal(mayAddToPoint(view({ floor: by_ben }), "pt_1"), true);
  for (const other of [{}, { holder: { person: "pt_1" } }, { ...by_ben, queue: ["pt_1"] }, { ...by_ben, mode: "round" }]) {
    assert.equal(mayAddToPoint(view({ floor: other }), "pt_1"), false);
  }
  assert.equal(mayAddToPoint(view({ can: [], floor: by_ben }), "pt_1"), false);
});

test("popcorn: who was not heard can be named, and everybody once all were", () => {
  const can = ["floor.name_next"];
  assert.deepEqual(nameableBy(view({ can, floor: { heard: ["pt_2"] } }), "pt_1"), ["pt_3"]);
  assert.deepEqual(nameableBy(view({ can, floor: { heard: ["pt_2", "pt_3"] } }), "pt_1"), ["pt_2", "pt_3"]);
  assert.deepEqual(nameableBy(view(), "pt_1"), []);
});

test("a pause is offered in rooms for couples and while two people talk", () => {
  assert.deepEqual([view(), view({ kind: "couples" }), view({ kind: "multi_couple" }), view({ floor: { mode: "dyad" } })].map(offersPause), [false, true, true, true]);
});

test("of two actions that undo each other one is offered, and neither is what the step asks for", () => {
  const exercise = (sitting_out) => {
    const seen = view();
    seen.you.run = { pt_1: { acts: ["sit_out", "join_again", "rate"], facts: { sitting_out } } };
    return actsOf(seen, "pt_1");
  };
  assert.deepEqual(exercise(false), ["sit_out", "rate"]);
  assert.deepEqual(exercise(true), ["join_again", "rate"]);
  assert.equal(primaryAct(exercise(false)), "rate");
  assert.equal(primaryAct(["ask_floor"]), undefined);
});

test("a time to come back fills its place in a sentence", () => {
  const { time } = placeholders(view({ run: { roles: {}, facts: { back_at: Date.now() / 1000 } } }));
  assert.match(time, /^\d{1,2}:\d\d\s[AP]M$/u);
});
