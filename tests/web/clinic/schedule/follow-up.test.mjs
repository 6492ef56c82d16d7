/** What is sent when somebody notes what they did. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { AGAIN_H, againAt, outcomeBody } from "../../../../app/web/clinic/core/schedule/follow-up.js";

const NOW = Date.UTC(2026, 2, 2, 15);
const values = { outcome: "reached", again_h: "3", to: "pt_kim" };

test("an outcome has what it needs and nothing else", () => {
  assert.deepEqual(outcomeBody(values, NOW), { outcome: "reached" });
  assert.deepEqual(outcomeBody({ ...values, outcome: "not_needed" }, NOW), { outcome: "not_needed" });
  assert.deepEqual(outcomeBody({ ...values, outcome: "not_reached" }, NOW), {
    outcome: "not_reached",
    again_at: "2026-03-02T18:00:00.000Z",
  });
  assert.deepEqual(outcomeBody({ ...values, outcome: "handed_on" }, NOW), { outcome: "handed_on", to: "pt_kim" });
});

test("without a colleague the service says what is missing", () => {
  assert.deepEqual(outcomeBody({ ...values, outcome: "handed_on", to: "" }, NOW), { outcome: "handed_on" });
});

test("every try that is offered is within the week that the service allows", () => {
  for (const hours of AGAIN_H) assert.ok(Date.parse(againAt(NOW, hours)) - NOW <= 7 * 86_400_000);
});
