/** Whoever is on call hears it until somebody answers, and then at once no more. */

import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { Http } from "../../../../app/web/clinic/core/api/http.js";
import { Unreachable } from "../../../../app/web/clinic/core/api/problems.js";
import { Ring } from "../../../../app/web/clinic/core/on-call/ring.js";
import { Watch } from "../../../../app/web/clinic/core/on-call/watch.js";
import { mayVisit, menuOf, placeOf } from "../../../../app/web/clinic/core/routing/routes.js";

globalThis.window ??= globalThis;
afterEach(() => mock.timers.reset());

const alert = (more = {}) => ({ id: "al_1", people: [], steps: [], rings: true, mine: false, answered_by: null, ...more });
const settled = () => new Promise((done) => setImmediate(done));

/** A watch over answers that the test gives, one to a question; the last one stays. */
function watching(...answers) {
  const asked = [];
  const heard = [];
  let stayed = 0;
  let now = 0;
  const http = {
    now: () => now,
    poll: async (_path, tag, how) => {
      asked.push({ tag, ...how });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    post: async () => alert({ rings: false, mine: true }),
  };
  const ring = { start: () => heard.push("start"), stop: () => heard.push("stop") };
  const watch = new Watch({ http, stay: () => stayed++, ring });
  return { watch, asked, heard, stayed: () => stayed, later: (ms) => (now += ms) };
}

test("it rings while somebody has to answer, and is silent in the moment of the own answer", async () => {
  const { watch, heard } = watching({ tag: '"1"', data: { alerts: [alert()] } });
  await watch.look();
  assert.deepEqual([watch.rings, heard.at(-1)], [true, "start"]);
  await watch.answer("al_1");
  assert.deepEqual([watch.rings, heard.at(-1)], [false, "stop"]);
});

test("it stops when somebody else has answered", async () => {
  const { watch, heard } = watching(
    { tag: '"1"', data: { alerts: [alert()] } },
    { tag: '"2"', data: { alerts: [alert({ rings: false })] } },
  );
  await watch.look();
  await watch.look();
  assert.equal(heard.at(-1), "stop");
});

test("it asks with the tag of the answer before, and what has not changed stays", async () => {
  const { watch, asked } = watching({ tag: '"1"', data: { alerts: [alert()] } }, { tag: '"1"', data: null });
  await watch.look();
  await watch.look();
  assert.deepEqual(
    asked.map(({ tag }) => tag),
    ["", '"1"'],
  );
  assert.ok(watch.rings);
});

test("without a network it goes on ringing, and says that it may be old", async () => {
  const { watch, heard } = watching({ tag: '"1"', data: { alerts: [alert()] } }, new Unreachable());
  await watch.look();
  await watch.look();
  assert.equal(watch.problem.code, "service.unreachable");
  assert.deepEqual([watch.rings, heard.at(-1)], [true, "start"]);
});

test("an answer that comes after a later one is dropped", async () => {
  let late = () => undefined;
  const first = new Promise((done) => {
    late = () => done({ tag: '"1"', data: { alerts: [alert()] } });
  });
  const answers = [first, { tag: '"2"', data: { alerts: [] } }];
  const http = { now: () => 0, poll: () => Promise.resolve(answers.shift()) };
  const watch = new Watch({ http, stay: () => undefined, ring: { start: () => undefined, stop: () => undefined } });
  const asking = watch.look();
  await watch.look();
  late();
  await asking;
  assert.deepEqual(watch.alerts, []);
});

test("only whoever says that they keep watch stays signed in by it, and is told of once a minute", async () => {
  const { watch, asked, stayed, later } = watching({ tag: '"1"', data: { alerts: [] } });
  await watch.look();
  assert.deepEqual([asked.at(-1).background, stayed()], [true, 0]);
  later(70_000);
  await watch.keep();
  assert.deepEqual([asked.at(-1).background, stayed()], [false, 1]);
  later(30_000);
  await watch.look();
  assert.equal(stayed(), 1);
  later(30_000);
  await watch.look();
  assert.equal(stayed(), 2);
});

test("it looks every two seconds until the page is left", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  const { watch, asked } = watching({ tag: '"1"', data: { alerts: [] } });
  await watch.load();
  mock.timers.tick(4000);
  await settled();
  assert.equal(asked.length, 3);
  watch.stop();
  mock.timers.tick(10_000);
  assert.equal(asked.length, 3);
});

test("a poll sends the tag, and takes 304 for no change", async () => {
  const requests = [];
  const answers = [
    new Response('{"alerts":[]}', { status: 200, headers: { etag: '"7"' } }),
    new Response(null, { status: 304, headers: { etag: '"7"' } }),
  ];
  const http = new Http({ fetch: async (url, request) => answers[requests.push({ url, ...request }) - 1] });
  assert.deepEqual(await http.poll("/on-call", "", { background: true }), { tag: '"7"', data: { alerts: [] } });
  assert.deepEqual(await http.poll("/on-call", '"7"'), { tag: '"7"', data: null });
  assert.equal(requests[0].headers["attune-background"], "1");
  assert.deepEqual([requests[1].headers["if-none-match"], requests[1].headers["attune-background"]], ['"7"', undefined]);
});

test("the tone sounds once it may, and stops in the middle of a note", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  const cut = [];
  const notes = [];
  const node = () => ({
    gain: {},
    frequency: {},
    connect: () => undefined,
    disconnect: () => cut.push(1),
    start: (at) => notes.push(at),
    stop: () => undefined,
  });
  const context = {
    state: "suspended",
    currentTime: 0,
    resume: async () => (context.state = "running"),
    close: async () => undefined,
    createGain: node,
    createOscillator: node,
  };
  const ring = new Ring(() => context);
  ring.start();
  mock.timers.tick(2000);
  assert.equal(notes.length, 0);
  await ring.unlock();
  mock.timers.tick(2000);
  assert.equal(notes.length, 2);
  ring.stop();
  assert.equal(cut.length, 1);
  mock.timers.tick(10_000);
  assert.equal(notes.length, 2);
  ring.close();
});

test("the page is in the menu of those on call alone; a crisis card has a page of its own", () => {
  const visitor = { person: { kind: "staff" }, can: ["schedule.read"] };
  assert.ok(!menuOf(visitor).some(({ page }) => page === "on_call"));
  assert.ok(menuOf({ ...visitor, on_call: true }).some(({ page }) => page === "on_call"));
  const { page, params, route } = placeOf("/people/pt_a/crisis-card");
  assert.deepEqual([page, params.id], ["crisis_card", "pt_a"]);
  assert.ok(mayVisit(route, visitor));
  assert.ok(!mayVisit(route, { person: { kind: "client" }, can: [] }));
});
