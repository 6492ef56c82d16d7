/** What the console's card says and offers, by the state of the room. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { askKey, asksOf, askText } from "../../../../app/web/room/core/console/asks.js";
import {
  besides,
  clockOf,
  missingOf,
  nextTwo,
  otherActs,
  primaryOf,
  privateRooms,
  stepPlace,
} from "../../../../app/web/room/core/console/now.js";
import { promptGroups } from "../../../../app/web/room/core/console/prompts.js";
import { LEADING_SHORTCUTS, meaningOf, SHORTCUTS } from "../../../../app/web/room/core/keys.js";
import { questionOf } from "../../../../app/web/room/core/protocols/deck.js";
import { Library } from "../../../../app/web/room/core/protocols/library.js";
import { silenceOf, talkRows } from "../../../../app/web/room/core/view/talk-time.js";
import { words } from "../../../../app/web/shared/words/words.js";

const LEAD = "pt_0";
const EVERYTHING = ["floor.next", "floor.revoke", "floor.stay_with", "protocol.resume", "seat.admit_all"];

/** What a facilitator sees: Ana, Ben, and Dana and Eli on one camera. */
function room({ floor = {}, leading = {}, acts = [], main = undefined, starts = ["go_round"], can = EVERYTHING, ...more } = {}) {
  const seat = (people, since) => ({ people, since, presence: "here", mic: true, camera: true, audio: true, video: true });
  const member = (name, at) => ({ name, role: "member", seat: at });
  return {
    room: { id: "ss_1", title: "Group", kind: "group", state: "live", seats: 15 },
    you: {
      seat: "se_0",
      people: [LEAD],
      role: "facilitator",
      leads: true,
      space: "main",
      can: { [LEAD]: can },
      run: { [LEAD]: { starts, acts, main } },
    },
    people: {
      [LEAD]: { name: "Dr. Reyes", role: "facilitator", seat: "se_0" },
      pt_1: member("Ana", "se_1"),
      pt_2: member("Ben", "se_2"),
      pt_4: member("Dana", "se_4"),
      pt_5: member("Eli", "se_4"),
    },
    seats: { se_0: seat([LEAD], 0), se_1: seat(["pt_1"], 1), se_2: seat(["pt_2"], 2), se_4: seat(["pt_4", "pt_5"], 4) },
    floor: { mode: "queue", seq: 3, queue: [], quick: [], heard: [], ...floor },
    leading: { come_back: [], distress: [], voices: {}, splits: {}, private: {}, observers: {}, ...leading },
    ...more,
  };
}
const holder = (person, more = {}) => ({ person, kind: "turn", phase: "speaking", since: 100, starts_at: 103, ...more });
const turn = (person, more = {}) => ({ person, phase: "speaking", asked: false, stayed: false, ...more });
const running = (protocol, step, more = {}) => ({
  number: 1,
  protocol,
  step,
  since: 100,
  roles: {},
  paused: false,
  below: [],
  facts: {},
  ...more,
});

const library = new Library();
library.data = {
  ...library.data,
  occasions: { thank: "Thank" },
  prompts: {
    a: { id: "a", protocol: "go_round", step: "turns", audience: "all", text: "Pass is fine.", language: "en" },
    b: { id: "b", step: "thank", audience: "holder", text: "Thank you.", language: "en" },
    c: { id: "c", protocol: "go_round", step: "turns", audience: "facilitator", text: "Wait.", language: "en" },
  },
  decks: {
    trust: {
      id: "trust",
      title: "Trust",
      topics: [{ title: "Small", hint: "Slowly.", questions: [{ id: "q", text: "What helps?" }] }],
    },
  },
  protocols: {
    tiny: {
      asks: {
        pressing: { text: "{people}: {number}. Who will follow up?" },
        away: { one: "{people} is away.", text: "{people} are away." },
        slow: { text: "{length} over." },
        numbers: { text: "How upset: {numbers}." },
        plain: { text: "What now?" },
      },
      deeds: { shorten: "Shorten to {number} s" },
      actions: { seen_to: { label: "Seen to", does: "" } },
      rules: { facts: { place: { kind: "deck_place" }, back_at: { kind: "time", fills: "time" } } },
    },
    go_round: {
      id: "go_round",
      title: "Go-round",
      actions: { begin: { label: "Begin", does: "" } },
      rules: {
        steps: ["opening", "turns"],
        acts: { begin: { takes: {} }, shorten: { takes: { limit_s: {} } }, close: { takes: {} } },
      },
    },
  },
};

test("the clock tells what is left, what is over, and counts where there is no limit", () => {
  const at = (more, now, held = {}) =>
    clockOf(room({ floor: { holder: holder("pt_1", held) }, leading: { turn: turn("pt_1", more) } }), now);
  assert.deepEqual(at({ ends_at: 200 }, 140), { kind: "left", seconds: 60 });
  assert.deepEqual(at({ ends_at: 200 }, 220), { kind: "over", seconds: 20 });
  assert.deepEqual(at({ counts_from: 100 }, 180), { kind: "counting", seconds: 80 });
  assert.deepEqual(at({ stayed: true, counts_from: 100 }, 180), { kind: "stayed", seconds: 80 });
  assert.deepEqual(at({ left_s: 30 }, 180, { phase: "paused" }), { kind: "stands", seconds: 30 });
  assert.deepEqual(at({}, 180, { phase: "suspended", hold_until: 190 }), { kind: "holding", seconds: 10 });
  assert.deepEqual(at({ ends_at: 200 }, 101, { phase: "announced" }), { kind: "announced", seconds: 2 });
  assert.equal(clockOf(room(), 100), null);
});

test("being over is a word and a colour", () => {
  assert.deepEqual(words.console.clock({ kind: "over", seconds: 20 }), { text: "over by 0:20", over: true });
  assert.equal(words.console.clock({ kind: "left", seconds: 45 }).over, false);
});

test("the next two are the follower, then the run's order, else the line; never who speaks", () => {
  assert.deepEqual(nextTwo(room({ floor: { queue: ["pt_2", "pt_4", "pt_5"] } })), ["pt_2", "pt_4"]);
  assert.deepEqual(
    nextTwo(room({ floor: { holder: holder("pt_4"), queue: ["pt_1"] }, leading: { turn: turn("pt_4", { then: "pt_5" }) } })),
    ["pt_5", "pt_1"],
  );
  assert.deepEqual(nextTwo(room({ floor: { holder: holder("pt_1") }, run: running("go_round", "turns", { next: ["pt_1", "pt_2"] }) })), [
    "pt_2",
  ]);
});

test("the one action follows the state", () => {
  const word = (view) => primaryOf(view)?.action ?? primaryOf(view)?.word;
  assert.equal(word(room()), "choose");
  assert.equal(word(room({ waiting: { se_9: { people: ["pt_9"], since: 1, presence: "here" } } })), "admit_all");
  assert.equal(word(room({ floor: { queue: ["pt_2"] } })), "next");
  assert.equal(word(room({ floor: { holder: holder("pt_1") } })), undefined);
  assert.equal(word(room({ run: running("go_round", "opening"), acts: ["begin"], main: "begin" })), "begin");
  assert.equal(
    word(room({ run: running("go_round", "opening"), acts: ["begin"] })),
    undefined,
    "what the room does not ask for is not the one action",
  );
  assert.equal(
    word(room({ run: running("go_round", "turns"), acts: ["shorten", "close"], floor: { mode: "round", holder: holder("pt_1") } })),
    "next",
  );
  assert.equal(word(room({ run: running("go_round", "closing"), acts: ["finish"], main: "finish" })), "finish");
  assert.equal(word(room({ run: running("go_round", "turns", { paused: true }) })), "resume");
  assert.equal(word(room({ you: { ...room().you, space: "private" } })), "back");
  assert.equal(word(room({ room: { ...room().room, state: "held" } })), undefined);
});

test("in one's own device check the card offers no second way back", () => {
  const you = { ...room().you, space: "private" };
  const at = (by) => ({ ...room({ you }), care: { device_check: { by } } });
  assert.deepEqual([primaryOf(at(you.people[0])), besides(at(you.people[0]))], [null, []]);
  assert.equal(primaryOf(at("pt_colleague"))?.word, "back");
});

test("stay with and take back stand beside it while somebody speaks, unless they are asked for already", () => {
  const list = (more) =>
    besides(room({ floor: { holder: holder("pt_1") }, leading: { turn: turn("pt_1", more) } })).map(({ word }) => word);
  assert.deepEqual(list({}), ["stay_with", "revoke"]);
  assert.deepEqual(list({ asked: true }), ["revoke"]);
  assert.deepEqual(list({ decide_until: 300 }), []);
});

test("an overrun and a lost holder ask with their answers", () => {
  const asks = (more) => asksOf(room({ floor: { holder: holder("pt_1") }, leading: { turn: turn("pt_1", more) } }));
  assert.deepEqual(asks({ overrun: 200 }), [], "the room says when it asks");
  assert.equal(asks({ asked: true, ask: "overrun_long", overrun: 200 })[0].code, "overrun_long");
  const [over] = asks({ asked: true, ask: "overrun", overrun: 125 });
  assert.deepEqual(
    over.deeds.map(({ word }) => word),
    ["let_run", "more", "gentle_close", "stay_with"],
  );
  const [lost] = asks({ ask: "hold_over", decide_until: 130 });
  assert.deepEqual(
    lost.deeds.map(({ fields }) => fields.choice),
    ["wait", "defer", "skip"],
  );
  assert.match(words.console.ask(room(), lost, 115), /Ana lost the connection .* in 0:15\.$/);
});

test("a partner who asks gets the word, or both do, one after the other", () => {
  const [ask] = asksOf(
    room({ floor: { holder: holder("pt_4") }, leading: { turn: turn("pt_4"), voices: { se_4: { person: "pt_5", since: 1 } } } }),
  );
  assert.deepEqual(
    ask.deeds.map(({ request, fields }) => [request, fields]),
    [
      ["voice.give", { person: LEAD, seat: "se_4", to: "pt_5" }],
      ["floor.grant", { person: "pt_4", then: "pt_5" }],
    ],
  );
});

test("what the run asks is said with its protocol's sentences, and each ask is told apart", () => {
  const asks = [
    { code: "pressing", people: ["pt_1"], number: 8, deeds: [{ action: "seen_to", values: { person: ["pt_1"] } }] },
    { code: "pressing", people: ["pt_2"], number: 9 },
    { code: "away", people: ["pt_1", "pt_2"] },
    { code: "away", people: ["pt_4"] },
    { code: "slow", seconds: 540, deeds: [{ action: "seen_to", word: "shorten", number: 40 }] },
    { code: "numbers", numbers: { pt_1: 4, pt_2: 6 } },
    { code: "plain", deeds: [{ protocol: "go_round", word: "shorten" }] },
    { code: "unheard_of" },
  ];
  const view = room({ run: running("tiny", "x"), leading: { asks } });
  const found = asksOf(view);
  assert.deepEqual(
    found.map((ask) => askText(view, library, ask, 0)),
    [
      "Ana: 8. Who will follow up?",
      "Ben: 9. Who will follow up?",
      "Ana & Ben are away.",
      "Dana is away.",
      "9 minutes over.",
      "How upset: Ana 4 · Ben 6.",
      "What now?",
      "",
    ],
  );
  assert.equal(new Set(found.map(askKey)).size, found.length);
  assert.deepEqual([found[0].deeds[0].action, found[0].deeds[0].fields], ["seen_to", { person: ["pt_1"] }]);
  assert.equal(found[6].deeds[0].protocol, "go_round");
  assert.deepEqual(
    found.flatMap(({ deeds }) => deeds).map((deed) => library.deed("tiny", deed)),
    ["Seen to", "Shorten to 40 s", "Shorten to  s"],
  );
});

test("a paused run asks nothing", () => {
  assert.deepEqual(asksOf(room({ run: running("tiny", "x", { paused: true }) })), []);
});

test("talk is shown by seat, never by amount; a couple that cannot be told apart is one row", () => {
  const of = (share, more = {}) => ({
    seconds: 60,
    share,
    fair: 0.25,
    per_minute: [30, 90],
    separated: true,
    unreliable: false,
    ...more,
  });
  const view = room({
    airtime: {
      people: { pt_1: of(0.1, { hint: "under" }), pt_2: of(0.6, { hint: "over" }), pt_4: of(0.1), pt_5: of(0.2) },
      units: { se_4: of(0.3, { separated: false }) },
    },
  });
  const rows = talkRows(view);
  assert.deepEqual(
    rows.map(({ people }) => people),
    [["pt_1"], ["pt_2"], ["pt_4", "pt_5"]],
  );
  assert.deepEqual(rows[0].bars, [0.5, 1]);
  assert.match(words.console.hint(view, rows[1]), /Ben .*bring in others\?/);
  assert.match(words.console.hint(view, rows[2]), /can’t tell which partner/);
  assert.deepEqual(talkRows(room()), []);
});

test("silence counts up and is long only after its hint is due", () => {
  const view = room({ silence: { since: 100, hint_at: 120, without_media: 0 } });
  assert.deepEqual(silenceOf(view, 110), { seconds: 10, long: false });
  assert.deepEqual(silenceOf(view, 130), { seconds: 30, long: true });
  assert.equal(silenceOf(room({ silence: { without_media: 2 } }), 130), null);
});

test("prompts for others come by protocol first, then by occasion; those for facilitators are not sent", () => {
  assert.deepEqual(
    promptGroups(room(), library).map(({ id, prompts }) => [id, prompts.map((prompt) => prompt.id)]),
    [["thank", ["b"]]],
  );
  assert.deepEqual(
    promptGroups(room({ run: running("go_round", "turns") }), library).map(({ title, prompts }) => [title, prompts.length]),
    [
      ["Go-round", 1],
      ["Thank", 1],
    ],
  );
});

test("a prompt with a hole that nothing fills now is not offered", () => {
  const data = {
    ...library.data,
    prompts: { ...library.data.prompts, t: { id: "t", step: "thank", audience: "all", text: "We close at {time}." } },
  };
  const offered = (view) =>
    promptGroups(view, Object.assign(new Library(), { data })).flatMap(({ prompts }) => prompts.map(({ id }) => id));
  assert.ok(!offered(room()).includes("t"));
  assert.ok(offered(room({ run: running("tiny", "x", { facts: { back_at: 1_764_000_000 } }) })).includes("t"));
});

test("a deck knows its question, and none once the topics are over", () => {
  const at = (topic, question) =>
    questionOf(room({ run: running("tiny", "x", { facts: { place: { deck: "trust", topic, question } } }) }), library);
  assert.deepEqual([at(0, 0)?.text, at(0, 0)?.place, at(0, 0)?.of], ["What helps?", 1, 1]);
  assert.equal(at(1, 0)?.text, "");
  assert.equal(questionOf(room(), library), null);
});

test("a start needs its people and its deck, and nothing else", () => {
  const takes = {
    people: { type: "people", least: 2, most: 2 },
    first: { type: "people", least: 0 },
    deck: { type: "known", kind: "deck" },
    topic: { type: "known", kind: "prompt" },
  };
  assert.deepEqual(missingOf(takes, {}), ["people", "deck"]);
  assert.deepEqual(missingOf(takes, { people: ["pt_1", "pt_2"], deck: "trust" }), []);
});

test("steps are counted and private rooms are listed by number", () => {
  assert.deepEqual(stepPlace(room({ run: running("go_round", "turns") }), library), { place: 2, of: 2 });
  const view = room({
    leading: { private: { se_2: { room: 2 }, se_1: { room: 1 }, se_4: { room: 2 } } },
    away: { se_1: { people: ["pt_1"] }, se_2: { people: ["pt_2"] }, se_4: { people: ["pt_4"] } },
  });
  assert.deepEqual(privateRooms(view), [
    [1, ["pt_1"]],
    [2, ["pt_2", "pt_4"]],
  ]);
});

test("facilitators' keys are beside everybody's, and can be switched off", () => {
  const press = (key, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });
  const page = { tag: "BODY", editable: false, in_dialog: false };
  assert.equal(meaningOf(press("N"), page, true, LEADING_SHORTCUTS), "next");
  assert.equal(meaningOf(press("n"), page, false, LEADING_SHORTCUTS), null);
  assert.equal(meaningOf(press("s"), { ...page, tag: "TEXTAREA" }, true, LEADING_SHORTCUTS), null);
  assert.deepEqual(
    Object.keys(LEADING_SHORTCUTS).filter((key) => key in SHORTCUTS),
    [],
  );
});

test("what the card offers is not offered a second time below it, unless it takes a choice", () => {
  const library = new Library();
  const takes = { people: { type: "people" } };
  library.data = {
    ...library.data,
    protocols: { tiny: { rules: { acts: { next: { takes: {} }, pair: { takes }, close: { takes: {} } } } } },
  };
  const at = (main) => ({
    room: { state: "live" },
    you: { people: ["pt_0"], space: "main", can: {}, run: { pt_0: { acts: ["next", "pair", "close"], main, starts: [] } } },
    floor: { mode: "round", queue: [] },
    run: { protocol: "tiny", step: "one", roles: {} },
  });
  assert.deepEqual(otherActs(at("next"), library), ["pair", "close"]);
  assert.deepEqual(otherActs(at("pair"), library), ["next", "pair", "close"]);
});
