import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Patience } from "../../../../app/web/room/core/connection/patience.js";
import { TicketRefused } from "../../../../app/web/room/core/connection/tickets.js";
import { troubleOf } from "../../../../app/web/room/core/connection/trouble.js";
import { nowOf, steady_s } from "../../../../app/web/shared/core/clock.js";
import { words } from "../../../../app/web/shared/words/words.js";

const known = ({ lost = false, lost_for_s = 0, unsure = false, media = "", grade = "good" }) => ({
  lost,
  connection: { lost_for_s, unsure },
  media: { trouble: media },
  view: { you: { quality: { grade } } },
});

test("the gravest is said, and nothing while all is well", () => {
  assert.equal(troubleOf(known({})), "");
  assert.equal(troubleOf(known({ grade: "poor" })), "weak");
  assert.equal(troubleOf(known({ grade: "poor", media: "failing" })), "media_failing");
  assert.equal(troubleOf(known({ media: "lost", unsure: true })), "unsure");
  assert.equal(troubleOf(known({ media: "lost", unsure: true, lost: true, lost_for_s: 7 })), "lost");
  assert.equal(troubleOf(known({ lost: true, lost_for_s: 9 })), "lost_long");
});

test("each has its sentence, and what does not pass soon says what helps", () => {
  const { trouble, hindrance } = words;
  for (const code of ["lost", "lost_long", "unsure", "media_lost", "media_failing", "media_blocked", "media_only_here", "weak"])
    assert.ok(trouble(code).length > 10, code);
  for (const code of ["lost_long", "media_failing", "media_blocked"]) assert.match(trouble(code), /another device/);
  assert.match(trouble("media_failing"), /VPN or proxy/);
  assert.match(trouble("media_only_here"), /Firefox/);
  assert.notEqual(hindrance("service.busy"), hindrance("network.answers"));
});

test("of what a browser has no format for the gravest is said", () => {
  const { lacks } = words;
  assert.equal(lacks([]), "");
  assert.match(lacks(["see", "be_seen"]), /show the other pictures/);
  assert.match(lacks(["be_seen", "hear"]), /play the other voices/);
  assert.match(lacks(["be_heard", "see"]), /send your voice/);
});

/** A getter that is refused so often before it gives; and what was said meanwhile. */
function refusing(...refusals) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const patience = new Patience(() => 0);
  const said = [];
  const got = patience.until(
    async () => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      return "ticket";
    },
    () => said.push(patience.trouble),
  );
  return { patience, said, got };
}
const away = () => new TicketRefused("service.unreachable", { retry: true });
const settled = () => new Promise((done) => setImmediate(done));
const pass = async (ms) => {
  await settled();
  mock.timers.tick(ms);
  return settled();
};

test("what may pass is tried again by itself; a short gap is not worth a word", async () => {
  const { patience, said, got } = refusing(away());
  await pass(0);
  assert.deepEqual([await got, said, patience.trouble], ["ticket", [], ""]);
});

test("a longer one is said, and can be tried again at once", async () => {
  const { patience, said, got } = refusing(away(), away(), away(), away());
  for (const ms of [0, 300, 1200]) await pass(ms);
  assert.deepEqual(said, ["service.unreachable", "service.unreachable", "service.unreachable"]);
  patience.hurry();
  assert.deepEqual([await got, patience.trouble], ["ticket", ""]);
});

test("what the server asks to wait is waited and said", async () => {
  const { said, got } = refusing(new TicketRefused("service.busy", { retry: true, after_s: 5 }));
  await settled();
  assert.deepEqual(said, ["service.busy"]);
  await pass(5000);
  assert.equal(await got, "ticket");
});

test("a refusal for good is passed on", async () => {
  const { got } = refusing(new TicketRefused("link.invalid"));
  await assert.rejects(got, { code: "link.invalid" });
  mock.timers.reset();
});

test("the room's time goes on evenly when the computer's clock is set", () => {
  const room = { clock_offset_s: 1_764_000_000 - steady_s() };
  const before = nowOf(room);
  mock.timers.enable({ apis: ["Date"], now: Date.now() + 14 * 60_000 });
  const jump = nowOf(room) - before;
  mock.timers.reset();
  assert.ok(jump >= 0 && jump < 10, `${jump} s`);
});
