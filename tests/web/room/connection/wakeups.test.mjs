import assert from "node:assert/strict";
import { test } from "node:test";

import { listenForWakeups } from "../../../../app/web/room/core/connection/wakeups.js";

/** A page whose events the test makes, and what was done about them. */
function page() {
  const done = [];
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const window = Object.assign(new EventTarget(), { document, navigator: { connection: new EventTarget() } });
  listenForWakeups({ look: () => done.push("look"), networkChanged: () => done.push("changed") }, window);
  const when = (target, name) => {
    done.length = 0;
    target.dispatchEvent(new Event(name));
    return done.join(" ");
  };
  return { window, document, when };
}

test("whatever makes it unsure what is known is looked at", () => {
  const { window, document, when } = page();
  for (const name of ["pageshow", "focus", "offline"]) assert.equal(when(window, name), "look", name);
  for (const name of ["resume", "visibilitychange"]) assert.equal(when(document, name), "look", name);
  assert.equal(when(window.navigator.connection, "change"), "look");
});

test("a network that is back is used at once", () => {
  const { window, when } = page();
  assert.equal(when(window, "online"), "changed");
});

test("a page that is hidden looks at nothing", () => {
  const { document, when } = page();
  document.visibilityState = "hidden";
  assert.equal(when(document, "visibilitychange"), "");
});
