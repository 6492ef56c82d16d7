import assert from "node:assert/strict";
import { test } from "node:test";

import { Announcer } from "../../../../../app/web/room/core/view/access/announce.js";

/** An announcer on a clock of its own: what it has said, and time. */
function announcer() {
  const scene = { said: [], now_ms: 0, timers: [] };
  const said = new Announcer(({ sentence }) => scene.said.push(sentence), {
    now_ms: () => scene.now_ms,
    later: (fn, ms) => scene.timers.push({ fn, at_ms: scene.now_ms + ms }),
  });
  scene.say = (sentence, kind) => said.announce(sentence, kind);
  scene.until = (ms) => {
    for (let next = scene.timers.shift(); next; next = scene.timers.shift()) {
      if (next.at_ms > ms) {
        scene.timers.unshift(next);
        break;
      }
      scene.now_ms = next.at_ms;
      next.fn();
    }
    scene.now_ms = ms;
  };
  return scene;
}

test("sentences come at most every five seconds, the latest of a kind wins", () => {
  const scene = announcer();
  scene.say("one", "now");
  scene.until(1000);
  scene.say("two", "now");
  scene.say("three", "now");
  scene.until(4999);
  assert.deepEqual(scene.said, ["one"]);
  scene.until(60_000);
  assert.deepEqual(scene.said, ["one", "three"]);
});

test("the own turn is said at once, whatever was just said and whatever waits", () => {
  const scene = announcer();
  scene.say("Ben’s turn is about to begin.", "now");
  for (let index = 0; index < 50; index += 1) scene.say(`message ${index}`, "beside");
  scene.until(100);
  scene.say("It’s your turn.", "own");
  assert.deepEqual(scene.said.slice(1), ["It’s your turn."]);
  scene.until(5099);
  assert.equal(scene.said.length, 2, "what waits gives it five seconds of its own");
  scene.until(60_000);
  assert.deepEqual(scene.said.slice(2), ["message 49"]);
});

test("of what waits the answer comes first, then what happens, then what comes beside it", () => {
  const scene = announcer();
  scene.say("It’s your turn.", "own");
  scene.say("New message from Ben.", "beside");
  scene.say("Your turn is paused.", "now");
  scene.say("You can’t pass right now.", "answer");
  scene.until(60_000);
  assert.deepEqual(scene.said.slice(1), ["You can’t pass right now.", "Your turn is paused.", "New message from Ben."]);
});

test("how things stand is never said twice in a row", () => {
  const scene = announcer();
  for (let index = 0; index < 3; index += 1) {
    scene.say("It’s your turn.", "own");
    scene.say("A round.", "now");
    scene.until((index + 1) * 10_000);
  }
  assert.deepEqual(scene.said, ["It’s your turn.", "A round."]);
});

test("what changed and changed back before it could be said is not said", () => {
  const scene = announcer();
  scene.say("It’s Ben’s turn.", "now");
  scene.say("It’s Chloe’s turn.", "now");
  scene.say("It’s Ben’s turn.", "now");
  scene.until(60_000);
  assert.deepEqual(scene.said, ["It’s Ben’s turn."]);
});

test("a turn that comes again is said again", () => {
  const scene = announcer();
  for (const sentence of ["You’re next.", "", "You’re next.", "It’s your turn.", "Your turn is over.", "", "It’s your turn."])
    scene.say(sentence, "own");
  assert.deepEqual(scene.said, ["You’re next.", "You’re next.", "It’s your turn.", "Your turn is over.", "It’s your turn."]);
});

test("what is no longer so is not said", () => {
  const scene = announcer();
  scene.say("one", "beside");
  scene.say("It’s Ben’s turn.", "now");
  scene.say("", "now");
  scene.until(60_000);
  assert.deepEqual(scene.said, ["one"]);
});

test("an answer, or a message, may come again", () => {
  const scene = announcer();
  for (const at of [0, 6000]) {
    scene.until(at);
    scene.say("You can’t pass right now.", "answer");
  }
  assert.equal(scene.said.length, 2);
});
