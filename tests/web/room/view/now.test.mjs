import assert from "node:assert/strict";
import { test } from "node:test";

import { Library } from "../../../../app/web/room/core/protocols/library.js";
import { nowLine, nowParts, whoSteppedOut, whoWaits } from "../../../../app/web/room/core/view/now.js";

const library = new Library();
library.data = {
  ...library.data,
  protocols: {
    go_round: { steps: { turns: { title: "Round", now: "It’s {holder}’s turn. Next: {next}.", cues: {} } }, actions: {} },
  },
};

const view = ({ people = ["pt_1"], role = "member", floor = {}, room = {}, space = "main", ...more } = {}) => ({
  room: { state: "live", ...room },
  you: { people, role, space, leads: false },
  people: {
    pt_0: { name: "Dr. Reyes", role: "facilitator" },
    pt_1: { name: "Ana", role: "member" },
    pt_2: { name: "Ben", role: "member" },
  },
  floor: { mode: "queue", queue: [], ...floor },
  ...more,
});
const run = (next = [], more = {}) => ({
  protocol: "go_round",
  step: "turns",
  next,
  facts: {},
  roles: {},
  paused: false,
  ...more,
});
const held = (person, phase = "speaking") => ({ person, phase, kind: "turn" });

test("a run says what happens, and one's place in it is added", () => {
  const round = view({ floor: { mode: "round", holder: held("pt_2") }, run: run(["pt_1"]) });
  assert.equal(nowLine(round, library), "It’s Ben’s turn. Next: Ana. You’re next.");
});

test("the own turn and a lost one go before the run's sentence", () => {
  assert.equal(nowLine(view({ floor: { mode: "round", holder: held("pt_1") }, run: run() }), library), "It’s your turn.");
  assert.match(nowLine(view({ floor: { mode: "round", holder: held("pt_2", "suspended") }, run: run() }), library), /holding Ben’s place/);
});

test("while one's turn stands still the run has the word", () => {
  const quiet = view({ floor: { mode: "quiet", holder: held("pt_1", "paused") }, run: run() });
  assert.match(nowLine(quiet, library), /^It’s Ana’s turn\./);
});

test("without a therapist, and in a private room, that is said and nothing else", () => {
  const line = { floor: { holder: held("pt_2"), queue: ["pt_1"] } };
  assert.equal(
    nowLine(view({ ...line, room: { state: "held" } }), library),
    "Your therapist is not here right now. No one can hear anyone until they’re back.",
  );
  const aside = view({ ...line, space: "private" });
  delete aside.people.pt_2;
  assert.equal(nowLine(aside, library), "You’re in a private room with Dr. Reyes. The group can’t hear you.");
});

test("one sentence says what happens, and it is true for whoever reads it", () => {
  const said = (more) => nowParts(view(more), library);
  assert.deepEqual(said({}), { sentence: "Raise your hand when you’d like to speak.", behind: "" });
  assert.deepEqual(
    said({ floor: { queue: ["pt_1"] } }),
    { sentence: "No one has the turn right now.", behind: "You’re next." },
    "whoever has raised a hand is not told to",
  );
  assert.deepEqual(said({ floor: { queue: ["pt_2", "pt_1"] } }).behind, "Next: Ben, then you.");
  assert.deepEqual(said({ run: run([], { paused: true }), floor: { queue: ["pt_2"] } }), {
    sentence: "The exercise is paused.",
    behind: "Next: Ben.",
  });
  assert.equal(said({ run: run([], { paused: true }), floor: { holder: held("pt_2") } }).sentence, "It’s Ben’s turn.");
  for (const mode of ["open", "queue", "popcorn", "staff_only", "held", "round", "dyad", "fishbowl"])
    assert.doesNotMatch(said({ floor: { mode }, role: "member" }).sentence, /Raise.*Next/);
});

test("a sentence that names the next one is not followed by them again", () => {
  const round = view({ people: ["pt_3"], floor: { mode: "round", holder: held("pt_2") }, run: run(["pt_1", "pt_3"]) });
  assert.deepEqual(nowParts(round, library), { sentence: "It’s Ben’s turn. Next: Ana.", behind: "You’re second in line." });
});

test("only those who take turns are told how to", () => {
  assert.equal(nowLine(view({ people: ["pt_0"], role: "tech_host" }), library), "No one has the turn right now.");
});

test("the group is told once that somebody stepped out, and not why", () => {
  const before = view({ seats: { se_2: { people: ["pt_2"] } } });
  before.you.seat = "se_1";
  const moved = [{ kind: "seat.moved_to_waiting", seat: "se_2" }];
  assert.equal(whoSteppedOut(moved, before), "Ben has stepped out.");
  assert.equal(whoSteppedOut([{ kind: "seat.left", seat: "se_2" }], before), "");
  assert.equal(whoSteppedOut([{ kind: "seat.moved_to_waiting", seat: "se_1" }], before), "", "oneself");
  assert.equal(whoSteppedOut(moved, null), "");
});

test("those who lead hear who waits, and nobody else does", () => {
  const joined = [{ kind: "seat.joined", seat: "se_2" }];
  const waiting = { se_2: { people: ["pt_2"] } };
  const leading = view({ role: "facilitator", people: ["pt_0"], waiting });
  leading.you.leads = true;
  assert.match(whoWaits(joined, leading), /Ben/);
  assert.equal(whoWaits(joined, view({ waiting })), "");
  assert.equal(whoWaits([], leading), "");
});
