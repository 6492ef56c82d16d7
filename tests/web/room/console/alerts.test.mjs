import assert from "node:assert/strict";
import { test } from "node:test";

import { alertsOf, cardOf, isUnseen } from "../../../../app/web/room/core/console/alerts.js";
import { alerts_en } from "../../../../app/web/shared/words/en/alerts.js";

const view = (help, more = {}) => ({
  you: { seat: "se_t", people: ["pt_t"], can: { pt_t: ["private.move"] } },
  seats: { se_t: { people: ["pt_t"] }, se_c: { people: ["pt_a", "pt_b"] }, se_d: { people: ["pt_d"] } },
  waiting: { se_w: { people: ["pt_w"] } },
  away: { se_p: { people: ["pt_p"] } },
  help,
  ...more,
});

test("from one camera of two it names both, and from a phone its owner alone", () => {
  const [shared, phone] = alertsOf(view({ se_c: { at: 10 }, ph_1: { at: 20, person: "pt_b", late: true } }));
  assert.deepEqual([shared.people, shared.talk_seat], [["pt_a", "pt_b"], "se_c"]);
  assert.deepEqual([phone.people, phone.talk_seat, phone.late], [["pt_b"], "se_c", true]);
  assert.equal(alerts_en.who(["Ana", "Ben"]), "Ana or Ben, on one camera, asked for help");
});

test("those that nobody has seen come first, each the oldest first", () => {
  const alerts = alertsOf(view({ se_d: { at: 5, seen_by: "pt_t" }, se_c: { at: 30 }, se_w: { at: 20 } }));
  assert.deepEqual(
    alerts.map((alert) => alert.seat),
    ["se_w", "se_c", "se_d"],
  );
});

test("people who wait or are in another private room are named, too, and cannot be taken aside from here", () => {
  const alerts = alertsOf(view({ se_w: { at: 1 }, se_p: { at: 2 } }));
  assert.deepEqual(
    alerts.map((alert) => [alert.people, alert.talk_seat]),
    [
      [["pt_w"], ""],
      [["pt_p"], ""],
    ],
  );
});

test("a private talk is offered only while it may be had", () => {
  const mine = { you: { seat: "se_t", people: ["pt_t"], can: {} } };
  assert.equal(alertsOf(view({ se_c: { at: 1 } }, mine))[0].talk_seat, "");
});

test("without signals there is nothing, and one that was seen calls nobody", () => {
  assert.deepEqual(alertsOf(view(undefined)), []);
  assert.ok(!isUnseen(view({ se_c: { at: 1, seen_by: "pt_t" } })));
  assert.ok(isUnseen(view({ se_c: { at: 1 } })));
});

test("what became of paging is said with its time, and plainly where nobody was reached", () => {
  const at = new Date().setHours(14, 25) / 1000;
  assert.match(alerts_en.paged("sent", at), /^On-call was paged at 2:25/u);
  assert.equal(alerts_en.paged("unreached", at), "No one could be reached: call yourself, now.");
});

test("while a screen is shared nothing is said that others may not read", () => {
  const said = Object.values(alerts_en.covered).join(" ").toLowerCase();
  for (const word of ["help", "asked", "alert", "crisis"]) assert.ok(!said.includes(word), word);
});

test("the card of a person is a page of the clinic", () => {
  assert.equal(cardOf("pt_a"), "/people/pt_a/crisis-card?nature=help_signal");
});
