/** When the own network is tried, how often, and what is kept of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { askServers, MOST_BY_ITSELF, OwnNetwork } from "../../../../app/web/room/core/media/own-network.js";

const SERVERS = [{ urls: ["turn:turn.example"], username: "u", credential: "c" }];

/** A network whose checks the test ends. */
function open() {
  const parts = { servers: SERVERS, checks: [], drawn: 0 };
  const check = (servers, { stop }) => new Promise((done) => parts.checks.push({ servers, stop, done }));
  parts.network = new OwnNetwork(
    { text: "secret" },
    () => parts.drawn++,
    async () => parts.servers,
    check,
  );
  return parts;
}

const settled = () => new Promise((done) => setTimeout(done, 1));
/** @param {ReturnType<typeof open>} parts @param {string} verdict */
async function end({ checks }, verdict) {
  await settled();
  checks.at(-1).done(verdict);
  await settled();
}

test("the servers come for the invitation alone", async () => {
  const sent = [];
  const fetched = async (path, options) => {
    sent.push([path, JSON.parse(options.body), options.cache, options.referrerPolicy]);
    return { ok: true, json: async () => ({ ice_servers: SERVERS }) };
  };
  assert.deepEqual(await askServers("secret", fetched), SERVERS);
  assert.deepEqual(sent, [["/api/v1/seats/network", { invitation: "secret" }, "no-store", "no-referrer"]]);
});

test("a refusal, or no answer, gives none", async () => {
  assert.equal(await askServers("secret", async () => ({ ok: false, status: 429 })), null);
  const failing = async () => {
    throw new TypeError("network");
  };
  assert.equal(await askServers("secret", failing), null);
});

test("it looks once by itself", async () => {
  const parts = open();
  void parts.network.look();
  assert.equal(parts.network.busy, true);
  await end(parts, "direct");
  assert.equal(parts.network.verdict, "direct");
  assert.equal(parts.network.busy, false);
  await parts.network.look();
  assert.equal(parts.checks.length, 1);
});

test("another network is tried again, a few times, and never before the first look", async () => {
  const parts = open();
  await parts.network.renew();
  assert.equal(parts.checks.length, 0);
  void parts.network.look();
  for (let times = 0; times < MOST_BY_ITSELF + 3; times++) {
    void parts.network.renew();
    await settled();
  }
  assert.equal(parts.checks.length, MOST_BY_ITSELF - 1, "the first was given up before it began");
  const stopped = parts.checks.map(({ stop }) => stop.aborted);
  assert.deepEqual(stopped, [...Array(MOST_BY_ITSELF - 2).fill(true), false], "only the last one goes on");
});

test("what a former network was found to be is not told of the next", async () => {
  const parts = open();
  void parts.network.look();
  await settled();
  void parts.network.renew();
  await settled();
  const [former] = parts.checks;
  former.done("blocked");
  await settled();
  assert.equal(parts.network.verdict, "unchecked");
  await end(parts, "direct");
  assert.equal(parts.network.verdict, "direct");
});

test("somebody may ask again, one check at a time, and what was known stays if nothing is learnt", async () => {
  const parts = open();
  void parts.network.look();
  await end(parts, "blocked");
  void parts.network.again();
  void parts.network.again();
  await end(parts, "blocked");
  assert.equal(parts.checks.length, 2);
  parts.servers = null;
  await parts.network.again();
  assert.equal(parts.network.verdict, "blocked");
  assert.equal(parts.network.busy, false);
});

test("a check that is stopped tells nothing", async () => {
  const parts = open();
  void parts.network.look();
  await settled();
  parts.network.stop();
  const { drawn } = parts;
  await end(parts, "blocked");
  assert.equal(parts.checks[0].stop.aborted, true);
  assert.equal(parts.network.verdict, "unchecked");
  assert.equal(parts.drawn, drawn);
});
