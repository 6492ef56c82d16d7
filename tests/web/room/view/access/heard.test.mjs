import assert from "node:assert/strict";
import { test } from "node:test";

import { Library } from "../../../../../app/web/room/core/protocols/library.js";
import { Announcer } from "../../../../../app/web/room/core/view/access/announce.js";
import { heardOf } from "../../../../../app/web/room/core/view/access/heard.js";

const library = new Library();
const NAMES = { pt_1: "Ana", pt_2: "Ben", pt_3: "Chloe" };

const view = ({ holder, queue = [], people = ["pt_1"], space = "main", state = "live", leads = false, waiting } = {}) => ({
  room: { state },
  you: { people, role: "member", space, leads },
  people: Object.fromEntries(Object.entries(NAMES).map(([id, name]) => [id, { name, role: "member" }])),
  floor: { mode: "queue", queue, holder },
  waiting,
});
const held = (person, phase = "speaking") => ({ person, phase, kind: "turn" });
const said = (before, after, events = []) =>
  heardOf(events, before, after, library)
    .filter(({ sentence }) => sentence)
    .map(({ kind, sentence }) => `${kind}: ${sentence}`);

test("the own turn is told apart from the rest, and nobody is named as next during it", () => {
  const before = view({ holder: held("pt_2"), queue: ["pt_1", "pt_3"] });
  const after = view({ holder: held("pt_1"), queue: ["pt_3"] });
  assert.deepEqual(said(null, before), ["own: You’re next.", "now: It’s Ben’s turn."]);
  assert.deepEqual(said(before, after), ["own: It’s your turn."]);
});

test("the end of one's own turn is told: nobody sees it otherwise", () => {
  const mine = view({ holder: held("pt_1") });
  assert.deepEqual(said(mine, view({ holder: held("pt_2") })), ["own: Your turn is over.", "now: It’s Ben’s turn."]);
  assert.deepEqual(said(mine, view({ holder: held("pt_1", "paused") })), ["own: Your turn is paused."]);
});

test("a place further back is said with what happens", () => {
  assert.deepEqual(said(null, view({ holder: held("pt_3"), queue: ["pt_2", "pt_1"] })), [
    "now: It’s Chloe’s turn. You’re second in line. Next: Ben.",
  ]);
});

test("on a shared seat the one of the two is named", () => {
  assert.deepEqual(said(null, view({ people: ["pt_1", "pt_2"], holder: held("pt_2") })), ["own: It’s Ben’s turn."]);
});

test("without a therapist nobody is told that it is their turn", () => {
  const [only, ...more] = said(null, view({ holder: held("pt_1"), state: "held" }));
  assert.match(only, /^now: Your therapist is not here/);
  assert.deepEqual(more, []);
});

test("who waits is told to those who lead, beside the rest", () => {
  const after = view({ leads: true, waiting: { se_3: { people: ["pt_3"] } } });
  const told = said(null, after, [{ kind: "seat.joined", seat: "se_3" }]);
  assert.match(told.at(-1), /^beside: .*Chloe/);
});

test("a whole turn, however often the room changes, is told once: next, yours, over", () => {
  const own = [];
  const announcer = new Announcer(({ kind, sentence }) => kind === "own" && own.push(sentence), {
    now_ms: () => 0,
    later: () => undefined,
  });
  const steps = [
    view({ holder: held("pt_2"), queue: ["pt_1"] }),
    view({ holder: held("pt_2"), queue: ["pt_1", "pt_3"] }),
    view({ holder: held("pt_1"), queue: ["pt_3"] }),
    view({ holder: held("pt_1"), queue: [] }),
    view({ holder: held("pt_1"), queue: ["pt_2"] }),
    view({ holder: held("pt_2") }),
    view({ holder: held("pt_2"), queue: ["pt_3"] }),
  ];
  steps.forEach((after, index) => {
    for (const { kind, sentence } of heardOf([], steps[index - 1] ?? null, after, library)) announcer.announce(sentence, kind);
  });
  assert.deepEqual(own, ["You’re next.", "It’s your turn.", "Your turn is over."]);
});
