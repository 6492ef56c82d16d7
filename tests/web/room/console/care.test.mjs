import assert from "node:assert/strict";
import { test } from "node:test";

import { askNumbers, deviceCheckOf, mayBeOverheard, welfareOf } from "../../../../app/web/room/core/console/care.js";
import { LANGUAGES } from "../../../../app/web/shared/words/languages.js";
import { wordsIn } from "../../../../app/web/shared/words/words.js";

const languages = await Promise.all(Object.keys(LANGUAGES).map(wordsIn));

const care = (more) => ({ overheard: [], flagged: {}, welfare: {}, apart: [], ...more });
const check = { by: "pt_t", people: { pt_a: "Ana", pt_b: "Ben" }, turn: 0, turn_since: 100, least_s: 60 };

test("somebody may be overheard as staff marked, or as they said themselves", () => {
  const view = { care: care({ overheard: ["pt_a"] }), readiness: { pt_b: { notes: ["not_alone"] }, pt_c: { notes: ["no_headphones"] } } };
  assert.deepEqual(
    ["pt_a", "pt_b", "pt_c", "pt_d"].map((person) => mayBeOverheard(view, person)),
    [true, true, false, false],
  );
});

test("welfare checks come oldest first, and nobody is not reached before somebody called", () => {
  const welfare = {
    pt_a: { name: "Ana", at: 20, state: "due", steps: {} },
    pt_b: { name: "Ben", at: 10, state: "unreached", steps: { called: 12 } },
    pt_c: { name: "Cleo", at: 30, state: "called", steps: {}, returned_at: 40 },
  };
  const [b, a, c] = welfareOf({ care: care({ welfare }) });
  assert.deepEqual([b.person, a.person, c.person], ["pt_b", "pt_a", "pt_c"]);
  assert.deepEqual(a.steps, ["called", "reached", "closed"]);
  assert.deepEqual(b.steps.slice(0, 2), ["contact_called", "emergency_called"]);
  assert.deepEqual(c.steps, ["reached", "closed"]);
  assert.deepEqual(welfareOf({}), []);
});

test("every step of a welfare check has its words in every language", () => {
  const steps = ["called", "reached", "not_reached", "contact_called", "emergency_called", "closed"];
  for (const { alerts } of languages) assert.deepEqual(Object.keys(alerts.welfare.steps), steps);
});

test("whoever makes the device check sees whose turn it is and how long it still has to last", () => {
  const view = { you: { people: ["pt_t"] }, care: care({ device_check: check }) };
  assert.deepEqual(deviceCheckOf(view, 130), {
    name: "Ana",
    other: "Ben",
    by: "pt_t",
    mine: true,
    is_second: false,
    left_s: 30,
    first_s: 0,
  });
  const second = deviceCheckOf({ you: { people: ["pt_x"] }, care: care({ device_check: { ...check, turn: 1, first_s: 75 } }) }, 500);
  assert.deepEqual([second.name, second.other, second.mine, second.left_s, second.first_s], ["Ben", "Ana", false, 0, 75]);
  assert.equal(deviceCheckOf({ you: { people: [] } }, 0), null);
});

test("what both partners read at their turn and while they wait names no private room and no safety", () => {
  for (const { member } of languages) {
    const { talk, wait } = member.device_check;
    const read = [talk("X"), wait("X")].join(" ").toLowerCase();
    assert.doesNotMatch(read, /private room|sala privada|safe|segur|partner|pareja|help|ayuda/);
  }
});

test("the numbers are those where they are today, and nothing is shown that was refused", async () => {
  const card = { phone: "1", place: { phone: "2" }, contact: { name: "Eva", phone: "3" }, emergency_number: "4" };
  const asked = [];
  const answer = (ok) => async (path, ask) => {
    asked.push([path, JSON.parse(ask.body)]);
    return { ok, json: async () => card };
  };
  assert.deepEqual(await askNumbers("pt/a", answer(true)), { phone: "2", contact: card.contact, local: "4" });
  assert.deepEqual(asked[0], ["/api/v1/people/pt%2Fa/crisis-card", { nature: "unreachable" }]);
  assert.equal(await askNumbers("pt_a", answer(false)), null);
});
