import assert from "node:assert/strict";
import { test } from "node:test";

import { followVisit } from "../../../../app/web/room/core/traces/visit.js";

/** A visit whose phases the test makes, and what was done about them. */
function visit() {
  const session = Object.assign(new EventTarget(), { phase: "check", message: "" });
  const done = [];
  followVisit(session, { keep: () => done.push("keep"), forget: [() => done.push("notes"), () => done.push("page")] });
  const comes = (phase, message = "") => {
    Object.assign(session, { phase, message });
    session.dispatchEvent(new Event("change"));
    return done.splice(0).join(" ");
  };
  return { comes };
}

test("before somebody is inside nothing is kept", () => {
  const { comes } = visit();
  assert.equal(comes("joining"), "");
});

test("inside the page for a lost network is there, and the end of the visit takes it away, with the notes", () => {
  for (const [phase, end] of [
    ["room", "left"],
    ["companion", "session.ended"],
    ["waiting", "link.withdrawn"],
  ]) {
    const { comes } = visit();
    assert.equal(comes(phase), "keep");
    assert.equal(comes(phase), "", "every change but the first says nothing new");
    assert.equal(comes("message", end), "notes page", end);
  }
});

test("a seat that is open in another window is not the end", () => {
  const { comes } = visit();
  comes("companion");
  assert.equal(comes("message", "seat.replaced"), "");
});
