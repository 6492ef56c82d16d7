import assert from "node:assert/strict";
import { test } from "node:test";

import { Library } from "../../../../app/web/room/core/protocols/library.js";
import { handRequest, personMeant, takesTurns } from "../../../../app/web/room/core/view/floor-actions.js";
import { nowLine } from "../../../../app/web/room/core/view/now.js";
import { NOTHING_KNOWN, onChanged, onPong, onWelcome } from "../../../../app/web/room/core/view/room-state.js";
import {
  connectionsOf,
  gradeOf,
  initialsOf,
  namesOf,
  peopleByTurn,
  seatInSlot,
  slotsSeen,
  tilesOf,
} from "../../../../app/web/room/core/view/selectors.js";
import { words } from "../../../../app/web/shared/words/words.js";

const seat = (people, slot, more = {}) => ({
  people,
  slot,
  since: slot,
  presence: "here",
  mic: true,
  camera: true,
  audio: true,
  video: true,
  ...more,
});

/** A room with a therapist, Ana, Ben, and Dana and Eli on one camera. */
const room = ({ you = "se_1", floor = {}, ...more } = {}) => {
  const seats = { se_0: seat(["pt_0"], 0), se_1: seat(["pt_1"], 1), se_2: seat(["pt_2"], 2), se_4: seat(["pt_4", "pt_5"], 4) };
  const person = (name, at, role = "member") => ({ name, role, seat: at });
  return {
    room: { id: "ss_1", title: "Group", kind: "group", state: "live", seats: 15 },
    you: {
      seat: you,
      people: seats[you].people,
      role: "member",
      space: "main",
      mic: true,
      camera: true,
      audio: "on",
      video: "on",
      can: {},
    },
    people: {
      pt_0: person("Dr. Reyes", "se_0", "facilitator"),
      pt_1: person("Ana", "se_1"),
      pt_2: person("Ben", "se_2"),
      pt_4: person("Dana", "se_4"),
      pt_5: person("Eli", "se_4"),
    },
    seats,
    floor: { mode: "queue", mic_policy: "soft", grants: "by_facilitator", seq: 1, queue: [], ...floor },
    speaking: [],
    ...more,
  };
};
const held = (person, phase = "speaking") => ({ person, phase, since: 1 });

test("a welcome with a view replaces, one without keeps what is known", () => {
  const welcome = { type: "welcome", seq: 5, server_time: 100, view: room() };
  const known = onWelcome(NOTHING_KNOWN, welcome, 90);
  assert.deepEqual([known.seq, known.clock_offset_s], [5, 10]);
  const { view: _, ...bridged } = { ...welcome, seq: 9 };
  assert.equal(onWelcome(known, bridged, 90).seq, 5);
  assert.equal(onWelcome(known, bridged, 90).view, known.view);
});

test("a pong sets the time anew and nothing else", () => {
  const known = onWelcome(NOTHING_KNOWN, { type: "welcome", seq: 5, server_time: 100, view: room() }, 90);
  assert.deepEqual(onPong(known, { type: "pong", re: 1, server_time: 400 }, 95), { ...known, clock_offset_s: 305 });
});

test("the next change is applied, an old one ignored, a gap reported", () => {
  const known = onWelcome(NOTHING_KNOWN, { seq: 5, server_time: 0, view: room() }, 0);
  const changed = (seq) => onChanged(known, { type: "room.changed", seq, events: [], patch: { floor: { holder: held("pt_2") } } });
  assert.equal(changed(6).known.view.floor.holder.person, "pt_2");
  assert.equal(changed(6).known.view.floor.mode, "queue");
  assert.equal(changed(6).known.seq, 6);
  assert.deepEqual([changed(5).outcome, changed(5).known], ["old", known]);
  assert.deepEqual([changed(7).outcome, changed(7).known], ["gap", known]);
  assert.equal(onChanged(NOTHING_KNOWN, { seq: 1, patch: {} }).outcome, "gap");
});

test("what happens now is said in words", () => {
  const rows = [
    [{ floor: { holder: held("pt_2"), queue: ["pt_4", "pt_1"] } }, "It’s Ben’s turn. Next: Dana, then you."],
    [{ floor: { holder: held("pt_2"), queue: ["pt_1"] } }, "It’s Ben’s turn. You’re next."],
    [{ floor: { holder: held("pt_1") } }, "It’s your turn."],
    [{ floor: { holder: held("pt_2", "suspended") } }, "The connection to Ben dropped. We are holding Ben’s place."],
    [{ floor: { mode: "quiet" } }, "This is quiet time. No one has to speak."],
    [{ you: "se_4", floor: { holder: held("pt_4"), queue: ["pt_5"] } }, "It’s Dana’s turn. Next: Eli."],
    [{ floor: { holder: held("pt_2"), queue: ["pt_4", "pt_5", "pt_1"] } }, "It’s Ben’s turn. Next: Dana, then Eli. You’re third in line."],
    [{ floor: { queue: ["pt_1", "pt_4"] } }, "No one has the turn right now. You’re next, then Dana."],
  ];
  for (const [change, wanted] of rows) assert.equal(nowLine(room(change), new Library()), wanted);
});

test("a shared seat says who of the two speaks, and nothing to you", () => {
  const view = room({ you: "se_4", floor: { holder: held("pt_5") } });
  assert.equal(words.tileName(view, view.seats.se_4), "Eli speaking · Dana listening");
  assert.equal(words.tileName(room(), view.seats.se_4), "Dana & Eli");
  assert.doesNotMatch(words.now(view), /\byou\b/i);
});

test("microphone and camera tell the truth of the room", () => {
  const view = room({ floor: { holder: held("pt_2") } });
  const said = (audio) => words.microphone({ ...view, you: { ...view.you, audio } });
  assert.deepEqual(["on", "off_by_you", "closed_by_floor"].map(said), ["On", "You turned it off", "Off while Ben speaks"]);
  const waiting = { ...view, you: { ...view.you, space: "waiting", audio: "closed_by_room", video: "closed_by_room" } };
  assert.deepEqual([words.microphone(waiting), words.camera(waiting)], ["Off until you are let in", "Off until you are let in"]);
  const unled = { ...view, room: { ...view.room, state: "held" } };
  const closed = { ...unled, you: { ...unled.you, audio: "closed_by_room", video: "closed_by_room" } };
  assert.match(words.microphone(closed), /^Off until .* is back$/);
  assert.equal(words.camera(closed), words.microphone(closed));
  const staff = { ...unled, you: { ...unled.you, audio: "on", video: "on" } };
  assert.deepEqual([words.microphone(staff), words.camera(staff)], ["On", "On"]);
  assert.equal(said("closed_by_role"), "Not used in your role here");
});

test("a microphone that is closed while nobody has the floor says why", () => {
  const said = (mode) => {
    const view = room({ floor: { mode } });
    return words.microphone({ ...view, you: { ...view.you, audio: "closed_by_floor" } });
  };
  assert.equal(said("queue"), "Off: raise your hand to speak");
  assert.equal(said("quiet"), "Off: quiet time");
  assert.equal(said("staff_only"), "Off while staff speak");
});

test("no refusal and no page shows a raw code", () => {
  const codes =
    "request.malformed request.unknown rate.limited person.not_yours seat.unknown role.forbidden room.not_live room.full floor.stale floor.is_free floor.queue_empty hand.is_up media.unavailable something.new".split(
      " ",
    );
  for (const code of codes) assert.doesNotMatch(words.refusal(code), /[a-z]\.[a-z]|_/);
  for (const code of ["abuse", "hello.expected", "left", "link.invalid", "link.withdrawn"]) assert.ok(words.page(code).title.length > 5);
  assert.equal(words.refusal("hand.is_up"), "");
});

test("a shortcut on a shared seat never acts for the partner by accident", () => {
  assert.equal(personMeant(room()), "pt_1");
  assert.equal(personMeant(room({ you: "se_4" })), null);
  assert.equal(personMeant(room({ you: "se_4", floor: { queue: ["pt_5"] } })), "pt_5");
  assert.equal(personMeant(room({ you: "se_4", floor: { queue: ["pt_5", "pt_4"] } })), null);
  assert.equal(personMeant(room({ you: "se_4", floor: { holder: held("pt_4"), queue: ["pt_5"] } })), "pt_4");
  assert.equal(handRequest(room({ floor: { queue: ["pt_1"] } }), "pt_1"), "floor.withdraw");
  assert.equal(takesTurns(room()), true);
});

test("tiles keep their order, the own one last", () => {
  assert.deepEqual(
    tilesOf(room(), { with_own: true }).map((tile) => tile.id),
    ["se_0", "se_2", "se_4", "se_1"],
  );
  assert.equal(tilesOf(room(), { with_own: false }).length, 3);
  assert.equal(seatInSlot(room(), 4), "se_4");
  assert.equal(namesOf(room(), ["pt_4", "pt_5"]), "Dana & Eli");
  assert.deepEqual([initialsOf(["dana", "Eli"]), initialsOf(["Dr. Reyes"]), initialsOf([])], ["DE", "R", ""]);
});

test("the facilitator's list has everybody once: in line, then the others, without the holder", () => {
  const { in_line, others } = peopleByTurn(room({ floor: { queue: ["pt_4"], holder: held("pt_2") } }));
  assert.deepEqual([in_line, others], [["pt_4"], ["pt_0", "pt_5", "pt_1"]]);
});

test("connections are listed worst first, who is away among them, and say what helps", () => {
  const view = room({
    you: "se_0",
    quality: { se_0: { up: "good", down: "good", reasons: [] }, se_2: { up: "good", down: "fair", reasons: ["down.jitter"] } },
  });
  view.seats.se_4.presence = "reconnecting";
  view.waiting = { se_9: { people: ["pt_9"], since: 1, presence: "here" } };
  const listed = connectionsOf(view);
  assert.deepEqual(
    listed.map(({ id, grade }) => [id, grade]),
    [
      ["se_4", "poor"],
      ["se_2", "fair"],
      ["se_1", "unknown"],
      ["se_9", "unknown"],
      ["se_0", "good"],
    ],
  );
  assert.deepEqual([listed[0].reasons, listed[1].reasons, listed.at(-1).own], [["silent"], ["down.jitter"], true]);
  assert.equal(gradeOf(room(), "se_2"), "unknown");
});

test("every reason has words for oneself and for others, without a code", () => {
  const reasons = "up.loss up.jitter up.narrow down.loss down.jitter down.narrow delay silent".split(" ");
  for (const reason of reasons) {
    assert.match(words.connection(reason, true), /\b[Yy]our?\b.*\./);
    assert.match(words.connection(reason, false), /\b([Tt]hey|[Tt]heir|them)\b.*\./);
    assert.doesNotMatch(words.connection(reason, false), /\byou\b|[a-z]\.[a-z]/i);
  }
  assert.equal(words.connection("something.new", true), "");
  for (const grade of ["good", "fair", "poor", "unknown"]) assert.ok(words.grades[grade].length > 5);
});

test("the pictures that should move are those of others, whose camera is on and who are here", () => {
  const view = room();
  view.seats.se_2.video = false;
  view.seats.se_4.presence = "reconnecting";
  assert.deepEqual(slotsSeen(view), [0]);
});
