import assert from "node:assert/strict";
import { test } from "node:test";

import { CaptionLog, CaptionSpeaker, namesSpeaker } from "../../../../../app/web/room/core/view/access/caption-log.js";

const line = (at, speaker) => ({ id: String(at), text: `said at ${at}`, at, ...(speaker ? { speaker } : {}) });
const view = (captions, space = "main") => ({ you: { space }, captions });
const times = (lines) => lines.map(({ at }) => at);

test("the whole last minute stays, also what the room has let go", () => {
  const log = new CaptionLog();
  log.take(view([line(100), line(101)]), 101);
  assert.deepEqual(times(log.take(view([line(101), line(130)]), 130)), [100, 101, 130]);
  assert.deepEqual(times(log.take(view([line(130)]), 160.5)), [101, 130]);
  assert.deepEqual(log.take(view([]), 300), []);
});

test("what was said in one room is not read in another", () => {
  const log = new CaptionLog();
  log.take(view([line(100)]), 100);
  assert.deepEqual(log.take(view([], "private"), 101), []);
  assert.deepEqual(log.take(view([]), 102), []);
});

test("a speaker is named at their first line of several", () => {
  const lines = [line(1), line(2, "pt_1"), line(3, "pt_1"), line(4, "pt_2"), line(5)];
  assert.deepEqual(
    lines.map((_, index) => namesSpeaker(lines, index)),
    [false, true, false, true, false],
  );
});

test("a line keeps the speaker it was begun with, the next one follows the turn", () => {
  const speaker = new CaptionSpeaker();
  speaker.follow("pt_1");
  speaker.type(true);
  speaker.follow("pt_2");
  assert.equal(speaker.value, "pt_1");
  speaker.sent();
  assert.equal(speaker.value, "pt_2");
});

test("a choice by hand counts for several lines, until the turn changes", () => {
  const speaker = new CaptionSpeaker();
  speaker.follow("");
  speaker.choose("pt_3");
  for (const has_text of [true, false]) speaker.type(has_text);
  speaker.choose("pt_3");
  speaker.type(true);
  speaker.sent();
  assert.equal(speaker.value, "pt_3");
  speaker.follow("pt_1");
  assert.equal(speaker.value, "pt_1");
});
