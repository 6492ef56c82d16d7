import assert from "node:assert/strict";
import { test } from "node:test";

import { Connection } from "../../app/web/core/connection.js";

globalThis.window ??= globalThis;

/** A connection on sockets that the test plays the server for. */
function connect() {
  const sockets = [];
  const makeSocket = (url, protocol) => {
    const socket = { url, protocol, sent: [], closed: false, send: (text) => socket.sent.push(JSON.parse(text)), close: () => (socket.closed = true) };
    sockets.push(socket);
    return socket;
  };
  let seq = 7;
  const connection = new Connection({ url: "ws://x", devices: () => ({ mic: true, camera: false }), seq: () => seq, makeSocket, random: () => 0 });
  const told = [];
  connection.addEventListener("message", (event) => told.push(event.detail));
  const say = (message) => sockets.at(-1).onmessage({ data: JSON.stringify(message) });
  const welcome = (resume = "rs1") => {
    sockets.at(-1).onopen();
    say({ type: "welcome", seq, resume, view: {} });
  };
  return { connection, sockets, told, say, welcome };
}
const turn = () => new Promise((done) => setTimeout(done, 5));

test("hello carries the ticket, the devices and the subprotocol", () => {
  const { connection, sockets, welcome } = connect();
  connection.open("tk1");
  welcome();
  assert.equal(sockets[0].protocol, "attune.v1");
  assert.deepEqual(sockets[0].sent, [{ type: "hello", ticket: "tk1", devices: { mic: true, camera: false }, client: "attune-web/1" }]);
  assert.equal(connection.state, "open");
  connection.close();
});

test("answers find their request", async () => {
  const { connection, sockets, say, welcome } = connect();
  connection.open("tk1");
  welcome();
  const first = connection.request("floor.request", { person: "pt_1" });
  const second = connection.request("floor.next");
  assert.deepEqual(sockets[0].sent.slice(1).map((message) => message.id), [1, 2]);
  say({ type: "error", re: 2, code: "floor.queue_empty", retryable: false });
  say({ type: "ok", re: 1 });
  say({ type: "ok", re: 99 });
  await first;
  await assert.rejects(second, { code: "floor.queue_empty" });
  connection.close();
});

test("whoever hears of the welcome may ask at once", async () => {
  const { connection, sockets, say, welcome } = connect();
  let asked = null;
  connection.addEventListener("message", (event) => {
    if (event.detail.type === "welcome") asked = connection.request("screen.share", { on: true });
  });
  const states = [];
  connection.addEventListener("state", () => states.push(connection.state));
  connection.open("tk1");
  welcome();
  assert.equal(sockets[0].sent.at(-1).type, "screen.share");
  say({ type: "ok", re: 1 });
  assert.equal((await asked).type, "ok");
  assert.equal(states.at(-1), "open");
  connection.close();
});

test("a request may be answered by a message of its own", async () => {
  const { connection, say, told, welcome } = connect();
  connection.open("tk1");
  welcome();
  const asked = connection.request("media.snapshot");
  say({ type: "media.snapshot", re: 1, room: { state: "live" }, relay: {} });
  assert.equal((await asked).room.state, "live");
  assert.equal(told.length, 1, "it is told to the one who asked");
  connection.close();
});

test("a lost socket comes back with the newest resume token and the last seq", async () => {
  const { connection, sockets, say, welcome } = connect();
  connection.open("tk1");
  welcome("rs1");
  const asked = connection.request("floor.next");
  sockets[0].onclose();
  await assert.rejects(asked, { code: "connection.lost" });
  assert.equal(connection.state, "lost");
  await turn();
  sockets[1].onopen();
  assert.deepEqual(sockets[1].sent[0].resume, { token: "rs1", seq: 7 });
  say({ type: "welcome", seq: 7, resume: "rs2" });
  assert.equal(connection.state, "open");
  say({ type: "bye", code: "server.restart", retry: true });
  await turn();
  sockets[2].onopen();
  assert.equal(sockets[2].sent[0].resume.token, "rs2");
  connection.close();
});

test("a final bye is told and nothing is tried again", async () => {
  const { connection, sockets, told, say, welcome } = connect();
  connection.open("tk1");
  welcome();
  say({ type: "bye", code: "seat.replaced", retry: false });
  await turn();
  assert.deepEqual([connection.state, sockets.length, told.at(-1).code], ["closed", 1, "seat.replaced"]);
});

test("a first socket that never opens says that the service cannot be reached", async () => {
  const { connection, sockets, told } = connect();
  connection.open("tk1");
  sockets[0].onclose();
  await turn();
  assert.deepEqual([connection.state, sockets.length, told.at(-1).code], ["closed", 1, "service.unreachable"]);
  await assert.rejects(connection.request("session.leave"), { code: "connection.lost" });
});

test("messages of an unknown type are passed on and harm nothing", () => {
  const { connection, told, say, welcome } = connect();
  connection.open("tk1");
  welcome();
  say({ type: "something.new", extra: 1 });
  assert.equal(told.at(-1).type, "something.new");
  assert.equal(connection.state, "open");
  connection.close();
});
