import assert from "node:assert/strict";
import { test } from "node:test";

import { Library } from "../../../../app/web/room/core/protocols/library.js";
import { awayPeople, circleOf, growing, placesOf } from "../../../../app/web/room/core/view/places.js";

const seat = (person, slot, more = {}) => ({ people: [person], slot, since: slot, presence: "here", ...more });
const view = (more = {}) => ({
  you: { seat: "se_3" },
  people: { pt_0: { role: "facilitator" }, pt_1: { role: "member" }, pt_2: { role: "interpreter" }, pt_3: { role: "member" } },
  seats: { se_0: seat("pt_0", 0), se_1: seat("pt_1", 1), se_2: seat("pt_2", 2), se_3: seat("pt_3", 3) },
  floor: { mode: "queue" },
  ...more,
});
const ids = ({ tiles }) => tiles.map(({ id }) => id);

test("tiles keep their lasting order", () => {
  assert.deepEqual(ids(placesOf(view(), { with_own: true, pin_interpreter: false })), ["se_0", "se_1", "se_2", "se_3"]);
});

test("a pinned interpreter stands beside who speaks, or else beside who leads", () => {
  const pinned = { with_own: true, pin_interpreter: true };
  assert.deepEqual(ids(placesOf(view(), pinned)), ["se_0", "se_2", "se_1", "se_3"]);
  assert.deepEqual(ids(placesOf(view({ floor: { mode: "queue", holder: { person: "pt_1" } } }), pinned)), ["se_1", "se_2", "se_0", "se_3"]);
});

test("a shared screen is large for everybody but its owner", () => {
  const seats = { ...view().seats, se_1: seat("pt_1", 1, { sharing: true }) };
  const places = placesOf(view({ seats }), { with_own: true, pin_interpreter: false });
  assert.equal(places.large.id, "se_1");
  assert.deepEqual(ids(places), ["se_0", "se_2", "se_3"]);
  assert.equal(placesOf(view({ seats, you: { seat: "se_1" } }), { with_own: true, pin_interpreter: false }).large, null);
});

test("where some talk and others listen, each seat is in a circle", () => {
  const library = new Library();
  library.data = {
    ...library.data,
    protocols: { tiny: { rules: { circles: { talks: "inner", listens: "outer", visits: "inner" } } } },
  };
  const run = {
    protocol: "tiny",
    paused: false,
    roles: { talks: ["pt_1"], listens: ["pt_2", "pt_3"], visits: ["pt_3"], elsewhere: ["pt_0"] },
  };
  const bowl = view({ run, floor: { mode: "fishbowl" } });
  assert.deepEqual(
    Object.values(bowl.seats).map((one) => circleOf(bowl, library, one)),
    ["", "inner", "outer", "inner"],
  );
  assert.equal(circleOf({ ...bowl, run: { ...run, paused: true } }, library, bowl.seats.se_2), "");
});

test("who stepped out is told by person", () => {
  assert.deepEqual(awayPeople(view({ away: { se_9: { people: ["pt_4", "pt_5"] } } })), ["pt_4", "pt_5"]);
  assert.deepEqual(awayPeople(view()), []);
});

test("whose turn it is stands larger, in a dialogue the two, and never oneself", () => {
  const people = Object.fromEntries(
    ["pt_0", "pt_1", "pt_2", "pt_3"].map((id) => [id, { role: id === "pt_0" ? "facilitator" : "member", seat: `se_${id[3]}` }]),
  );
  const seen = (floor, more = {}) => [...growing(view({ people, floor, ...more }))];
  assert.deepEqual(seen({ mode: "queue", holder: { person: "pt_1", phase: "speaking" } }), ["se_1"]);
  assert.deepEqual(seen({ mode: "queue", holder: { person: "pt_3", phase: "speaking" } }), [], "one's own");
  assert.deepEqual(seen({ mode: "queue", holder: { person: "pt_1", phase: "paused" } }), []);
  const run = { roles: { speaker: ["pt_1"], listener: ["pt_2"], coach: ["pt_0"] } };
  assert.deepEqual(seen({ mode: "dyad", holder: { person: "pt_1", phase: "speaking" } }, { run }), ["se_1", "se_2"]);
  assert.deepEqual(seen({ mode: "dyad" }, { run: { ...run, paused: true } }), []);
});
