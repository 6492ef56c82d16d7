import assert from "node:assert/strict";
import { test } from "node:test";

import {
  asksInPrivate,
  bigText,
  factOf,
  leadingFacts,
  ownFacts,
  publicFacts,
  tileTags,
} from "../../../../app/web/room/core/protocols/facts.js";
import { formOf, Library } from "../../../../app/web/room/core/protocols/library.js";

/** A protocol that has a fact of every kind, under names that no screen knows. */
const RULES = {
  private_steps: ["b"],
  facts: {
    f_flag: { kind: "flag", said: true },
    f_person: { kind: "person", said: true },
    f_people: { kind: "people", said: true, steps: ["b"] },
    f_count: { kind: "count", said: true },
    f_progress: { kind: "progress", said: true },
    f_numbers: { kind: "numbers", said: true },
    f_time: { kind: "time", said: true, fills: "time" },
    f_seconds: { kind: "seconds", said: true },
    f_word: { kind: "word", said: true },
    f_question: { kind: "question" },
    f_line: { kind: "line" },
    f_place: { kind: "deck_place" },
    f_voice: { kind: "voice" },
    f_unsaid: { kind: "count" },
    f_tiles: { kind: "tile_tags", said: true, wheel: "w" },
  },
  staff_facts: { f_tags: { kind: "tags", said: true, wheel: "w" } },
  own_facts: { f_number: { kind: "number", said: true }, f_tag: { kind: "tag", said: true, wheel: "w" } },
};
const FACTS = {
  f_flag: { text: "It holds, {listener}." },
  f_person: { text: "{person} speaks." },
  f_people: { one: "1 person agreed.", text: "{number} people agreed: {people}." },
  f_count: { text: "Round {number}" },
  f_progress: { text: "{number} of {of} had their turn." },
  f_numbers: { one: "{person}: 1 floor", text: "{person}: {number} floors" },
  f_time: { text: "Back at {time}" },
  f_seconds: { text: "{length} more" },
  f_word: { 1: "First half", 2: "Second half" },
  f_number: { text: "Your number is {number}. Only {hosts} see it." },
  f_tag: { text: "Yours: {word}, {number}" },
  f_tags: { text: "{person}: {word} {number}" },
  f_tiles: { text: "{word}, {number} of 10" },
};

const library = new Library();
library.data = {
  ...library.data,
  prompts: { q: { id: "q", text: "What helped?" } },
  decks: { trust: { topics: [{ questions: [{ text: "First?" }, { text: "Second?" }] }] } },
  scripts: {
    breath: {
      lines: [
        { text: "In.", seconds: 10 },
        { text: "Out.", seconds: 10 },
        { text: "Rest.", seconds: 10 },
      ],
    },
  },
  protocols: {
    tiny: {
      rules: RULES,
      facts: FACTS,
      values: { w: { label: "", choices: {}, groups: { g: { label: "Glad", words: { hopeful: "full of hope" } } } } },
    },
  },
};
const people = { pt_1: { name: "Ana" }, pt_2: { name: "Ben" }, pt_3: { name: "Chloe" } };
const view = (facts, { run = {}, ...more } = {}) => ({
  room: { kind: "group" },
  you: { people: ["pt_1"], run: { pt_1: { facts: {} } } },
  people,
  run: { protocol: "tiny", step: "a", facts, roles: {}, paused: false, ...run },
  ...more,
});
const told = (facts, more) => publicFacts(view(facts, more), library);

test("a fact is said by its kind, with its protocol's sentence", () => {
  assert.deepEqual(told({ f_flag: true }, { run: { roles: { listener: ["pt_2"] } } }), ["It holds, Ben."]);
  assert.deepEqual(told({ f_person: "pt_2" }), ["Ben speaks."]);
  assert.deepEqual(told({ f_count: 2 }), ["Round 2"]);
  assert.deepEqual(told({ f_progress: { done: 2, of: 5 } }), ["2 of 5 had their turn."]);
  assert.deepEqual(told({ f_numbers: { pt_1: 1, pt_2: 2 } }), ["Ana: 1 floor · Ben: 2 floors"]);
  assert.match(told({ f_time: Date.now() / 1000 })[0], /^Back at \d{1,2}:\d\d/);
  assert.deepEqual(told({ f_seconds: 42 }), ["40 seconds more"]);
  assert.deepEqual(told({ f_word: 2 }), ["Second half"]);
});

test("what is false, empty, unknown or without a sentence is not said", () => {
  assert.deepEqual(
    told({
      f_flag: false,
      f_person: "pt_gone",
      f_count: 0,
      f_progress: { done: 0, of: 0 },
      f_numbers: {},
      f_unsaid: 3,
      f_else: 1,
    }),
    [],
  );
  assert.deepEqual(told({}, { run: { protocol: "unheard_of" } }), []);
});

test("some facts are said in some steps, and one person is spoken of as one", () => {
  const agreed = (step, who) => told({ f_people: who }, { run: { step } });
  assert.deepEqual(agreed("a", ["pt_1"]), []);
  assert.deepEqual(agreed("b", ["pt_1"]), ["1 person agreed."]);
  assert.deepEqual(agreed("b", ["pt_1", "pt_2", "pt_3"]), ["3 people agreed: Ana, Ben, & Chloe."]);
});

test("who is next is said alike for every protocol", () => {
  assert.deepEqual(told({}, { run: { next: ["pt_2", "pt_3"] } }), ["Next: Ben, Chloe"]);
});

test("a paused run tells nothing", () => {
  assert.deepEqual(told({ f_count: 2 }, { run: { paused: true, next: ["pt_2"] } }), []);
});

test("what only this person knows is told to them, a number also when it is 0", () => {
  const own = (facts) => ownFacts(view({}, { you: { people: ["pt_1"], run: { pt_1: { facts } } } }), library, "pt_1");
  assert.deepEqual(own({ f_number: 0 }), ["Your number is 0. Only your therapists see it."]);
  assert.deepEqual(own({ f_tag: { word: "hopeful", number: 3 } }), ["Yours: full of hope, 3"]);
  assert.deepEqual(ownFacts(view({}), library, "pt_2"), []);
});

test("those who lead are told both, each tag with its name", () => {
  const seen = view(
    { f_count: 1 },
    { leading: { run: { f_tags: { pt_1: { word: "hopeful", number: 3 }, pt_2: { word: "lost_word", number: 9 } } } } },
  );
  assert.deepEqual(leadingFacts(seen, library), ["Round 1", "Ana: full of hope 3 · Ben: Lost word 9"]);
});

test("a tag stands on the tile of its person, with the name where two sit there", () => {
  const seen = view({ f_tiles: { pt_1: { word: "hopeful", number: 3 }, pt_2: { word: "hopeful", number: 5 } } });
  assert.deepEqual(tileTags(seen, library, ["pt_1"]), ["full of hope, 3 of 10"]);
  assert.deepEqual(tileTags(seen, library, ["pt_1", "pt_2"]), ["Ana: full of hope, 3 of 10", "Ben: full of hope, 5 of 10"]);
  assert.deepEqual(tileTags(seen, library, ["pt_3"]), []);
  assert.deepEqual(publicFacts(seen, library), [], "it is not said twice");
});

test("the question of a round and of a deck stands large", () => {
  const big = (facts) => bigText(view(facts), library, 0);
  assert.equal(big({ f_question: "q" }), "What helped?");
  assert.equal(big({ f_question: "" }), "");
  assert.equal(big({ f_place: { deck: "trust", topic: 0, question: 1 } }), "Second?");
  assert.equal(big({ f_place: { deck: "gone", topic: 0, question: 1 } }), "");
});

test("the lines of an exercise go on by themselves when nothing arrives any more", () => {
  const guided = view({ f_line: { script: "breath", line: 0, since: 100 } });
  assert.deepEqual(
    [100, 111, 113, 123, 500].map((now) => bigText(guided, library, now)),
    ["In.", "In.", "Out.", "Rest.", "Rest."],
  );
  assert.equal(bigText(view({ f_line: { script: "", line: 0 } }), library, 0), "");
});

test("steps with a private question are known, and facts by their kind", () => {
  assert.equal(asksInPrivate({ protocol: "tiny", step: "b" }, library), true);
  assert.equal(asksInPrivate({ protocol: "tiny", step: "a" }, library), false);
  assert.equal(factOf(view({ f_voice: "pt_2" }), library, "voice"), "pt_2");
  assert.equal(factOf(view({}), library, "voice"), undefined);
});

test("a sentence has the plural forms of its language", () => {
  assert.equal(formOf({ one: "1 turn", text: "{number} turns" }, 1), "1 turn");
  assert.equal(formOf({ one: "1 turn", text: "{number} turns" }, 0), "{number} turns");
  assert.equal(formOf({ text: "No one yet" }), "No one yet");
});
