import assert from "node:assert/strict";
import { test } from "node:test";

import { asksInPrivate, bigText, ownFacts, publicFacts } from "../../../../app/web/room/core/protocols/facts.js";
import { Library } from "../../../../app/web/room/core/protocols/library.js";

const people = { pt_1: { name: "Ana" }, pt_2: { name: "Ben" }, pt_3: { name: "Chloe" } };
const view = (protocol, step, facts, more = {}) => ({
  room: { kind: "group" },
  you: { people: ["pt_1"], run: { pt_1: { facts: {} } } },
  people,
  run: { protocol, step, facts, roles: {}, paused: false },
  ...more,
});
const library = new Library();
library.data = {
  ...library.data,
  prompts: { q: { id: "q", text: "What helped?" } },
  decks: { trust: { topics: [{ questions: [{ text: "First?" }, { text: "Second?" }] }] } },
  scripts: { breath: { lines: [{ text: "In.", seconds: 10 }, { text: "Out.", seconds: 10 }, { text: "Rest.", seconds: 10 }] } },
};

test("each protocol tells what everybody may know, in sentences", () => {
  assert.deepEqual(publicFacts(view("go_round", "turns", { done: 2, of: 5, next: ["pt_2", "pt_3"] })), ["2 of 5 have had their turn.", "Next: Ben, Chloe"]);
  const roles = { listener: ["pt_2"] };
  const pair = view("speaker_listener", "handover", { floors: { pt_1: 1, pt_2: 2 }, asked: true });
  assert.deepEqual(publicFacts({ ...pair, run: { ...pair.run, roles } }), ["Ben asks for the floor. It changes at the handover.", "Ana: 1 floor · Ben: 2 floors"]);
  assert.deepEqual(publicFacts(view("unheard_of", "x", { n: 1 })), []);
});

test("a paused run tells nothing", () => {
  const paused = view("go_round", "turns", { next: ["pt_2"] });
  assert.deepEqual(publicFacts({ ...paused, run: { ...paused.run, paused: true } }), []);
});

test("what only this person knows is told to them", () => {
  const own = { you: { people: ["pt_1"], run: { pt_1: { facts: { rating: 7 } } } } };
  assert.deepEqual(ownFacts(view("time_out", "ready_check", {}, own), "pt_1"), ["Your number is 7. Only your therapists see it; you can change it."]);
  assert.deepEqual(ownFacts(view("time_out", "ready_check", {}, own), "pt_2"), []);
});

test("the question of a round and of a deck stands large", () => {
  assert.equal(bigText(view("go_round", "opening", { stimulus: "q" }), library, 0), "What helped?");
  assert.equal(bigText(view("guided_discussion", "question", { deck: "trust", topic: 0, question: 1 }), library, 0), "Second?");
  assert.equal(bigText(view("guided_discussion", "question", { deck: "gone", topic: 0, question: 1 }), library, 0), "");
});

test("the lines of an exercise go on by themselves when nothing arrives any more", () => {
  const guided = view("grounding", "guided", { script: "breath", line: 0, line_since: 100 });
  assert.deepEqual([100, 111, 113, 123, 500].map((now) => bigText(guided, library, now)), ["In.", "In.", "Out.", "Rest.", "Rest."]);
});

test("steps with a private question are known", () => {
  assert.equal(asksInPrivate({ protocol: "closing_round", step: "exit_check" }), true);
  assert.equal(asksInPrivate({ protocol: "closing_round", step: "words" }), false);
});
