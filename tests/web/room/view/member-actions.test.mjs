import assert from "node:assert/strict";
import { test } from "node:test";
import { Library } from "../../../../app/web/room/core/protocols/library.js";
import { actsOf, mainAct, placeholders } from "../../../../app/web/room/core/protocols/run.js";
import { mayAddToPoint, nameableBy } from "../../../../app/web/room/core/view/floor-actions.js";

const view = ({ can = ["floor.request"], floor = {}, kind = "group", ...more } = {}) => ({
  room: { kind },
  you: { seat: "se_1", people: ["pt_1"], can: { pt_1: can }, run: {} },
  people: {
    pt_1: { name: "Ana", role: "member" },
    pt_2: { name: "Ben", role: "member" },
    pt_3: { name: "Chloe", role: "member" },
  },
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

test("popcorn: whom a speaker may name the room says", () => {
  const seen = view();
  seen.you.names = { pt_1: ["pt_3"] };
  assert.deepEqual(nameableBy(seen, "pt_1"), ["pt_3"]);
  assert.deepEqual(nameableBy(view(), "pt_1"), []);
});

test("the actions, and which of them the step asks for, are as the room says", () => {
  const seen = view();
  seen.you.run = { pt_1: { starts: [], acts: ["one", "two"], main: "two" } };
  assert.deepEqual([actsOf(seen, "pt_1"), mainAct(seen, "pt_1")], [["one", "two"], "two"]);
  assert.deepEqual([actsOf(view(), "pt_1"), mainAct(view(), "pt_1")], [[], undefined]);
});

test("a fact fills its place in the run's sentences, as its kind is said", () => {
  const library = new Library();
  const facts = {
    when: { kind: "time", fills: "time" },
    how_many: { kind: "count", fills: "number" },
    who: { kind: "person", fills: "person" },
  };
  library.data = { ...library.data, protocols: { tiny: { rules: { facts } } } };
  const seen = view({ run: { protocol: "tiny", roles: {}, facts: { when: Date.now() / 1000, how_many: 3, who: "pt_2" } } });
  const { time, number, person } = placeholders(seen, library);
  assert.deepEqual([number, person], ["3", "Ben"]);
  assert.match(time, /^\d{1,2}:\d\d\s[AP]M$/u);
});
