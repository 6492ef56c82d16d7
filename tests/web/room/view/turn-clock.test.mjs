import assert from "node:assert/strict";
import { test } from "node:test";

import { clockText } from "../../../../app/web/room/core/view/turn-clock.js";

const view = (turn, run) => ({ you: { ...(turn ? { turn } : {}) }, ...(run ? { run } : {}) });

test("the own clock says what is left, and only informs", () => {
  assert.deepEqual(clockText(view({ ends_at: 175 }), 100), { text: "1:15 left", tone: "calm" });
  assert.equal(clockText(view({ ends_at: 99 }), 100), null);
  assert.deepEqual(clockText(view({ left_s: 20 }), 100), { text: "0:20 left · clock paused", tone: "calm" });
});

test("over is said only where the server says it", () => {
  assert.equal(clockText(view({ ends_at: 90, overrun: 0 }), 100), null);
  assert.deepEqual(clockText(view({ ends_at: 90, overrun: 100 }), 100), {
    text: "A little over. Take a moment to finish.",
    tone: "over",
  });
  assert.equal(clockText(view({ ends_at: 90, overrun: 200, closing: true }), 100).text, "Please finish your thought. No rush.");
});

test("without an own turn the step's time is told, far ones as a time of day", () => {
  assert.equal(clockText(view(null, { due: 160, paused: false }), 100).text, "1:00 left");
  assert.match(clockText(view(null, { due: 100 + 3600, paused: false }), 100).text, /^Until /);
  assert.equal(clockText(view(null, { due: 160, paused: true }), 100), null);
  assert.equal(clockText(view(null, null), 100), null);
});
