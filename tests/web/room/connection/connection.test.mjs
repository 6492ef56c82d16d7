import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { Connection } from "../../../../app/web/room/core/connection/connection.js";
import { TicketRefused } from "../../../../app/web/room/core/connection/tickets.js";

globalThis.window ??= globalThis;
afterEach(() => mock.timers.reset());

/** A connection on sockets that the test plays the server for; time passes when `after` says so. */
function connect({ tickets = [] } = {}) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_764_000_000_000 });
  const sockets = [];
  const makeSocket = (url, protocol) => {
    const socket = {
      url,
      protocol,
      sent: [],
      closed: false,
      send: (text) => socket.sent.push(JSON.parse(text)),
      close: () => (socket.closed = true),
    };
    sockets.push(socket);
    return socket;
  };
  const seq = 7;
  let fetched = 0;
  const ticket = async () => {
    const refusal = tickets.shift();
    if (refusal) throw refusal;
    return `tk${++fetched}`;
  };
  const connection = new Connection({
    url: "ws://x",
    ticket,
    devices: () => ({ mic: true, camera: false }),
    seq: () => seq,
    makeSocket,
    random: () => 0,
    now_s: () => Date.now() / 1000,
  });
  const told = [];
  connection.addEventListener("message", (event) => told.push(event.detail));
  const say = (message) => sockets.at(-1).onmessage({ data: JSON.stringify(message) });
  const welcome = (resume = "rs1") => {
    sockets.at(-1).onopen();
    say({ type: "welcome", seq, resume, view: {} });
  };
  /** Lets time pass, and what waits for no time be done. */
  const after = async (ms) => {
    for (let left = ms; left > 0; left -= 500) {
      mock.timers.tick(Math.min(left, 500));
      await settled();
    }
    return sockets.length;
  };
  const open = async () => {
    connection.open();
    await settled();
    welcome();
  };
  return { connection, sockets, told, say, welcome, after, open };
}
const settled = () => new Promise((done) => setImmediate(done));
const pings = (socket) => socket.sent.filter((message) => message.type === "ping");

test("hello carries the ticket, the devices and the subprotocol", async () => {
  const { connection, sockets, open } = connect();
  await open();
  assert.equal(sockets[0].protocol, "attune.v1");
  assert.deepEqual(sockets[0].sent, [{ type: "hello", ticket: "tk1", devices: { mic: true, camera: false }, client: "attune-web/1" }]);
  assert.equal(connection.state, "open");
  connection.close();
});

test("answers find their request", async () => {
  const { connection, sockets, say, open } = connect();
  await open();
  const first = connection.request("floor.request", { person: "pt_1" });
  const second = connection.request("floor.next");
  assert.deepEqual(
    sockets[0].sent.slice(1).map((message) => message.id),
    [1, 2],
  );
  say({ type: "error", re: 2, code: "floor.queue_empty", retryable: false });
  say({ type: "ok", re: 1 });
  say({ type: "ok", re: 99 });
  await first;
  await assert.rejects(second, { code: "floor.queue_empty" });
  connection.close();
});

test("whoever hears of the welcome may ask at once", async () => {
  const { connection, sockets, say, open } = connect();
  let asked = null;
  connection.addEventListener("message", (event) => {
    if (event.detail.type === "welcome") asked = connection.request("screen.share", { on: true });
  });
  const states = [];
  connection.addEventListener("state", () => states.push(connection.state));
  await open();
  assert.equal(sockets[0].sent.at(-1).type, "screen.share");
  say({ type: "ok", re: 1 });
  assert.equal((await asked).type, "ok");
  assert.equal(states.at(-1), "open");
  connection.close();
});

test("a request may be answered by a message of its own", async () => {
  const { connection, say, told, open } = connect();
  await open();
  const asked = connection.request("media.snapshot");
  say({ type: "media.snapshot", re: 1, room: { state: "live" }, relay: {} });
  assert.equal((await asked).room.state, "live");
  assert.equal(told.length, 1, "it is told to the one who asked");
  connection.close();
});

test("a lost socket comes back with the newest resume token and the last seq", async () => {
  const { connection, sockets, say, welcome, after, open } = connect();
  await open();
  const asked = connection.request("floor.next");
  sockets[0].onclose();
  await assert.rejects(asked, { code: "connection.lost" });
  assert.equal(connection.state, "lost");
  await after(1);
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent[0].resume, { token: "rs1", seq: 7 });
  say({ type: "welcome", seq: 7, resume: "rs2" });
  assert.equal(connection.state, "open");
  say({ type: "bye", code: "server.restart", retry: true });
  assert.equal(await after(299), 2, "a service that restarts has a moment");
  await after(1000);
  welcome("rs3");
  assert.equal(sockets[2].sent[0].resume.token, "rs2");
  connection.close();
});

test("a final bye is told and nothing is tried again", async () => {
  const { connection, sockets, told, say, after, open } = connect();
  await open();
  say({ type: "bye", code: "seat.replaced", retry: false });
  await after(60_000);
  assert.deepEqual([connection.state, sockets.length, told.at(-1).code], ["closed", 1, "seat.replaced"]);
});

test("a first socket that is lost before its welcome comes again with a new ticket, at longer and longer intervals", async () => {
  const { connection, sockets, told, say, welcome, after } = connect();
  connection.open();
  await settled();
  await assert.rejects(connection.request("session.leave"), { code: "connection.lost" });
  for (const end of [
    () => sockets.at(-1).onclose(),
    () => say({ type: "bye", code: "server.restart", retry: true }),
    () => sockets.at(-1).onclose(),
  ]) {
    end();
    await after(1500);
  }
  assert.deepEqual([connection.state, connection.trouble, told], ["opening", "service.unreachable", []]);
  for (const socket of sockets) socket.onopen?.();
  assert.equal(sockets.length, 4);
  welcome();
  assert.equal(sockets[3].sent[0].ticket, "tk4");
  assert.deepEqual([connection.state, connection.trouble], ["open", ""]);
  connection.close();
});

test("a socket that opens and is never welcomed is given up for another", async () => {
  const { connection, sockets, after } = connect();
  connection.open();
  await settled();
  sockets[0].onopen();
  assert.equal(await after(9500), 1);
  assert.equal(await after(1000), 2);
  assert.ok(sockets[0].closed);
  connection.close();
});

test("a ticket that is refused for now is asked for again, not sooner than the server said", async () => {
  const busy = new TicketRefused("service.busy", { retry: true, after_s: 5 });
  const { connection, told, after, welcome } = connect({ tickets: [busy] });
  connection.open();
  assert.equal(await after(4500), 0);
  assert.deepEqual([connection.state, connection.trouble], ["opening", "service.busy"]);
  assert.equal(await after(1000), 1);
  welcome();
  assert.deepEqual([connection.trouble, told.map(({ type }) => type)], ["", ["welcome"]]);
  connection.close();
});

test("a ticket that is refused for good ends it and says why", async () => {
  const { connection, told, after } = connect({ tickets: [new TicketRefused("link.expired")] });
  connection.open();
  assert.equal(await after(60_000), 0);
  assert.deepEqual([connection.state, told.at(-1)], ["closed", { type: "bye", code: "link.expired", retry: false }]);
});

test("an old resume token is mended by a new ticket, but not without end", async () => {
  const { connection, sockets, told, say, after, open } = connect();
  await open();
  sockets[0].onclose();
  await after(1);
  for (let round = 0; round < 4; round += 1) {
    sockets.at(-1).onopen();
    say({ type: "bye", code: round ? "ticket.invalid" : "resume.invalid", retry: false });
    await after(8000);
  }
  assert.deepEqual(
    sockets.slice(1).map((socket) => Object.keys(socket.sent[0])[1]),
    ["resume", "ticket", "ticket", "ticket"],
  );
  assert.deepEqual([connection.state, told.at(-1).code], ["closed", "ticket.invalid"]);
});

test("a socket that is welcomed and lost at once, over and over, is not opened over and over", async () => {
  const { connection, sockets, after, open, welcome } = connect();
  await open();
  let seen = 1;
  for (let second = 0; second < 120; second += 0.5) {
    sockets.at(-1).onclose?.();
    if ((await after(500)) > seen) welcome();
    seen = sockets.length;
  }
  assert.ok(seen <= 18, `${seen} sockets in two minutes`);
  connection.close();
});

test("after a socket that held for a while the waits begin anew", async () => {
  const { connection, sockets, after, open, welcome } = connect();
  await open();
  for (let round = 0; round < 3; round += 1) {
    sockets.at(-1).onclose();
    await after(3000);
    welcome();
  }
  for (let second = 0; second < 40; second += 5) {
    await after(5000);
    sockets.at(-1).onmessage({ data: '{"type":"heartbeat"}' });
  }
  sockets.at(-1).onclose();
  const before = sockets.length;
  assert.equal(await after(1), before + 1);
  connection.close();
});

test("a socket that goes silent is noticed within twenty seconds", async () => {
  const { connection, sockets, after, open } = connect();
  await open();
  assert.equal(await after(12_500), 1);
  assert.equal(pings(sockets[0]).length, 1);
  assert.equal(connection.unsure, false, "a doubt that may settle at once is not shown");
  await after(1500);
  assert.equal(connection.unsure, true);
  assert.equal(await after(3000), 2);
  assert.deepEqual([connection.state, connection.unsure], ["lost", false]);
  connection.close();
});

test("a request that is answered late is lost in its time, and before that a doubt is shown", async () => {
  const { connection, sockets, after, open, say } = connect();
  await open();
  connection.request("floor.next");
  await after(3000);
  assert.deepEqual([connection.unsure, connection.state], [true, "open"]);
  say({ type: "ok", re: 1 });
  assert.equal(connection.unsure, false);
  connection.request("floor.next").catch(() => undefined);
  assert.equal(await after(8500), 2);
  assert.deepEqual([connection.unsure, sockets[0].closed], [false, true]);
  connection.close();
});

test("while something is heard nothing is asked, and an answer settles the doubt and tells the time", async () => {
  const { connection, sockets, told, after, open, say } = connect();
  await open();
  for (let second = 0; second < 60; second += 10) {
    await after(10_000);
    say({ type: "heartbeat" });
  }
  assert.equal(pings(sockets[0]).length, 0);
  await after(12_500);
  const [ping] = pings(sockets[0]);
  say({ type: "pong", re: ping.id, server_time: 1_764_000_099 });
  assert.equal(await after(5000), 1);
  assert.deepEqual([connection.state, connection.unsure, told.at(-1).server_time], ["open", false, 1_764_000_099]);
  connection.close();
});

test("whoever doubts is told at once; what was sent before the doubt proves nothing", async () => {
  const { connection, sockets, after, open, say } = connect();
  await open();
  connection.doubt();
  connection.doubt();
  assert.equal(pings(sockets[0]).length, 1);
  await after(1000);
  say({ type: "room.changed", seq: 8, events: [], patch: {} });
  assert.equal(await after(4000), 2);
  connection.close();
});

test("after a sleep, or when the clock was set, it is asked at once", async () => {
  const { connection, sockets, after, open } = connect();
  await open();
  await after(2000);
  mock.timers.setTime(Date.now() + 14 * 60_000);
  await after(1000);
  assert.equal(pings(sockets[0]).length, 1);
  connection.close();
});

test("a page that waits to come back tries at once when it is seen again, but not over and over", async () => {
  const { connection, sockets, after, open } = connect();
  await open();
  for (let round = 0; round < 8; round += 1) {
    sockets.at(-1).onclose?.();
    await after(3000);
  }
  assert.equal(connection.lost_for_s, 24);
  const before = sockets.length;
  sockets.at(-1).onclose?.();
  await after(1500);
  for (let round = 0; round < 10; round += 1) connection.doubt();
  assert.equal(await after(1), before + 1);
  connection.close();
});

test("messages of an unknown type are passed on and harm nothing", async () => {
  const { connection, told, say, open } = connect();
  await open();
  say({ type: "something.new", extra: 1 });
  assert.equal(told.at(-1).type, "something.new");
  assert.equal(connection.state, "open");
  connection.close();
});

test("a visit that is left at once says goodbye, waits for nothing, and names itself by its token", async () => {
  const { connection, sockets, open, after } = connect();
  await open();
  assert.equal(connection.abandon(), "rs1");
  assert.equal(sockets[0].sent.at(-1).type, "session.leave");
  assert.deepEqual([sockets[0].closed, connection.state], [true, "closed"]);
  assert.equal(await after(60_000), 1, "it does not come again");
  assert.equal(connection.abandon(), "", "nothing names it any more");
});
