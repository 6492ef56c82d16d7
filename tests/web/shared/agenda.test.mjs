/** What an item of an agenda can be and start. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bounded,
  choicesOf,
  decksOf,
  protocolsOf,
  startingWith,
  startsOf,
  stepped,
  textsOf,
  titleOf,
} from "../../../app/web/shared/core/agenda.js";

const LIBRARY = /** @type {any} */ ({
  decks: { trust: { id: "trust", title: "Trust, step by step" } },
  scripts: { breath: { id: "breath", title: "Breath" } },
  prompts: { a: { id: "a", text: "What helps?", question: true }, b: { id: "b", text: "No hurry." } },
  protocols: {
    guided_discussion: {
      id: "guided_discussion",
      title: "Guided discussion",
      rules: { options: { deck: { type: "known", kind: "deck" } }, emergency: false },
    },
    go_round: {
      id: "go_round",
      title: "A round",
      rules: { options: { people: { type: "people" }, limit_s: { type: "number" } }, emergency: false },
    },
    crisis_break: { id: "crisis_break", title: "Crisis break", rules: { options: {}, emergency: true } },
    bare: { id: "bare", title: "Without rules" },
  },
});

test("what an item starts goes into one list and comes back", () => {
  for (const value of ["", "mode:quiet", "deck:guided_discussion:trust", "protocol:go_round"]) {
    assert.equal(startsOf({ part: "talk", minutes: 5, ...startingWith(value) }), value);
  }
  assert.equal(startsOf({ part: "talk", minutes: 5, protocol: "guided_discussion", options: {} }), "protocol:guided_discussion");
});

test("people and emergencies cannot be chosen beforehand", () => {
  assert.deepEqual(
    choicesOf(LIBRARY.protocols.go_round).map(([name]) => name),
    ["limit_s"],
  );
  assert.deepEqual(choicesOf(undefined), []);
  assert.deepEqual(
    protocolsOf(LIBRARY).map(({ id }) => id),
    ["go_round", "guided_discussion"],
  );
});

test("an item is called by its set of questions, else by its protocol", () => {
  const item = { part: "talk", minutes: 5, protocol: "guided_discussion", options: { deck: "trust" } };
  assert.equal(titleOf(item, LIBRARY), "Trust, step by step");
  assert.equal(titleOf({ ...item, options: {} }, LIBRARY), "Guided discussion");
  assert.equal(titleOf(item, null), "");
  assert.equal(titleOf({ ...item, protocol: "gone", options: {} }, LIBRARY), "");
  assert.equal(titleOf({}, LIBRARY), "");
});

test("a set of questions is offered with the protocol that goes through it", () => {
  assert.deepEqual(decksOf(LIBRARY), [["deck:guided_discussion:trust", "Trust, step by step"]]);
});

test("only questions can be a question", () => {
  assert.deepEqual(textsOf(LIBRARY, "question"), [["a", "What helps?"]]);
  assert.deepEqual(textsOf(LIBRARY, "deck"), [["trust", "Trust, step by step"]]);
  assert.deepEqual(textsOf(LIBRARY, "script"), [["breath", "Breath"]]);
});

test("lengths go in steps of five and stay within what is allowed", () => {
  assert.deepEqual([stepped(20, 1), stepped(22, 1), stepped(22, -1), stepped(5, -1), stepped(240, 1)], [25, 25, 20, 1, 240]);
  assert.deepEqual([bounded(0), bounded(Number("x")), bounded(500), bounded(7.4)], [1, 1, 240, 7]);
});
