import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchTicket, TicketBox } from "../../../../app/web/room/core/connection/tickets.js";
import { isInputMethods, shortcutOf } from "../../../../app/web/room/core/keys.js";
import { levelOf } from "../../../../app/web/room/core/media/comfort/listening/meter.js";
import { slotOf } from "../../../../app/web/room/core/media/media.js";
import { mergePatch } from "../../../../app/web/room/core/view/merge-patch.js";
import { DEFAULTS, loadPreferences, savePreferences } from "../../../../app/web/shared/core/prefs.js";

test("merge patch follows the examples of RFC 7396", () => {
  const rows = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, wanted] of rows) {
    const before = structuredClone(target);
    assert.deepEqual(mergePatch(target, patch), wanted);
    assert.deepEqual(target, before);
  }
});

test("keys work unless they are meant for something else", () => {
  const press = (key, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });
  const nowhere = { tag: "BODY", editable: false, in_dialog: false };
  assert.equal(shortcutOf(press("H"), nowhere, true), "hand");
  assert.equal(shortcutOf(press("2"), nowhere, true), "hand.second");
  assert.equal(shortcutOf(press("?"), nowhere, true), "help");
  assert.equal(shortcutOf(press("x"), nowhere, true), null);
  assert.equal(shortcutOf(press("h"), nowhere, false), null);
  assert.equal(shortcutOf(press("r", { ctrlKey: true }), nowhere, true), null);
  assert.equal(shortcutOf(press("p", { repeat: true }), nowhere, true), null);
  assert.equal(shortcutOf(press("m"), { ...nowhere, tag: "SELECT" }, true), null);
  assert.equal(shortcutOf(press("m"), { ...nowhere, in_dialog: true }, true), null);
});

test("where the layout has no Latin letters the key beside them counts", () => {
  const press = (key, code, more = {}) => ({ key, code, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });
  const nowhere = { tag: "BODY", editable: false, in_dialog: false };
  for (const [key, code, meaning] of [
    ["р", "KeyH", "hand"],
    ["η", "KeyH", "hand"],
    ["י", "KeyH", "hand"],
    ["Р", "KeyH", "hand"],
    ["ة", "KeyM", "microphone"],
    ["١", "Digit1", "hand.first"],
  ]) {
    assert.equal(shortcutOf(press(key, code), nowhere, true), meaning, key);
  }
  // On a French keyboard the letter counts, not where it is; and an accent is no letter of ours.
  assert.equal(shortcutOf(press("q", "KeyA"), nowhere, true), "quick");
  assert.equal(shortcutOf(press("é", "Digit2"), nowhere, true), null);
  assert.equal(shortcutOf(press("Dead", "KeyH"), nowhere, true), null);
  assert.equal(shortcutOf(press("h", "KeyH", { keyCode: 229 }), nowhere, true), null);
});

test("an input method keeps its keys, also where its end comes before the press", () => {
  assert.equal(isInputMethods({ isComposing: true, keyCode: 13 }), true);
  assert.equal(isInputMethods({ isComposing: false, keyCode: 229 }), true);
  assert.equal(isInputMethods({ isComposing: false, keyCode: 13 }), false);
});

test("slots are found by their mid", () => {
  assert.deepEqual(slotOf("a0"), { slot: 0, kind: "audio" });
  assert.deepEqual(slotOf("v12"), { slot: 12, kind: "video" });
  assert.equal(slotOf("mic"), null);
  assert.equal(slotOf(null), null);
});

test("the level is nothing in silence and full at full scale", () => {
  assert.equal(levelOf(new Float32Array(64)), 0);
  assert.ok(levelOf(new Float32Array(64).fill(1)) > 0.999);
  assert.ok(Math.abs(levelOf(new Float32Array(64).fill(0.0316)) - 0.5) < 0.01);
});

test("preferences survive a full disk, nonsense and unknown names", () => {
  assert.deepEqual(loadPreferences({ getItem: () => "nonsense" }), DEFAULTS);
  assert.deepEqual(loadPreferences({ getItem: () => '{"mic": "yes", "theme": "dark", "other": 1}' }), {
    ...DEFAULTS,
    theme: "dark",
  });
  savePreferences(
    {
      setItem: () => {
        throw new Error("full");
      },
    },
    DEFAULTS,
  );
});

test("a ticket is used once and is not kept past four minutes", async () => {
  let now_s = 0;
  let fetched = 0;
  const box = new TicketBox(
    "inv",
    async () => ({ ticket: `tk${++fetched}`, expires_in_s: 300 }),
    () => now_s,
  );
  assert.equal((await box.peek()).ticket, "tk1");
  assert.equal((await box.take()).ticket, "tk1");
  assert.equal((await box.peek()).ticket, "tk2");
  now_s = 241;
  assert.equal((await box.take()).ticket, "tk3");
});

const answer =
  (status, body, headers = {}) =>
  async () =>
    new Response(body, { status, headers });
const refused = (give) =>
  fetchTicket("x", give).then(
    () => assert.fail("it was given"),
    ({ code, retry, after_s }) => ({ code, retry, after_s }),
  );

test("a refused ticket carries the code of the problem", async () => {
  assert.deepEqual(await refused(answer(410, '{"code": "link.expired"}')), { code: "link.expired", retry: false, after_s: 0 });
  assert.deepEqual(await refused(answer(404, '{"code": "link.invalid"}')), { code: "link.invalid", retry: false, after_s: 0 });
});

test("what may pass is told apart, with the time the server asks for", async () => {
  const unreachable = { code: "service.unreachable", retry: true, after_s: 0 };
  assert.deepEqual(
    await refused(async () => {
      throw new TypeError("network");
    }),
    unreachable,
  );
  assert.deepEqual(await refused(answer(502, "<html>")), unreachable);
  assert.deepEqual(await refused(answer(503, '{"code": "storage.unavailable"}', { "Retry-After": "2" })), {
    code: "service.busy",
    retry: true,
    after_s: 2,
  });
  assert.deepEqual(await refused(answer(429, '{"code": "rate.limited"}', { "Retry-After": "5" })), {
    code: "service.busy",
    retry: true,
    after_s: 5,
  });
  assert.equal((await refused(answer(429, "", { "Retry-After": "Wed, 21 Oct" }))).after_s, 0);
});

test("a network that answers in the service's place is no broken link", async () => {
  for (const [status, body] of [
    [200, "<html>Welcome to the hotel</html>"],
    [200, "{}"],
    [404, "<html>"],
    [403, ""],
    [302, ""],
  ]) {
    assert.deepEqual(await refused(answer(status, body)), { code: "network.answers", retry: true, after_s: 0 });
  }
});

test("a ticket that never comes is given up", async () => {
  const given_up = new AbortController();
  const hangs = (_path, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const asked = fetchTicket("x", hangs, given_up.signal);
  given_up.abort();
  await assert.rejects(asked, { code: "service.unreachable", retry: true });
});
