/** Whether a network lets sound and picture through: what is tried, what is made of it, and that nothing stays open. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { checkNetwork, verdictOf, waysOf } from "../../../../app/web/room/core/media/network-check.js";

const UDP = "turn:turn.example:3478?transport=udp";
const TCP = "turn:turn.example:3478?transport=tcp";
const SERVERS = [{ urls: [UDP, TCP], username: "u", credential: "c" }];

/** What becomes of two ends, by the address they go through. @type {Record<string, "carried" | "answered" | "refused" | "silent" | "closed">} */
let network = {};
/** @type {FakePeer[]} */
let made = [];
beforeEach(() => {
  network = {};
  made = [];
});

const soon = () => new Promise((done) => setTimeout(done, 1));

/** As much of an RTCPeerConnection as the check uses. */
class FakePeer {
  constructor(configuration) {
    made.push(this);
    this.configuration = configuration;
    this.connectionState = "new";
    this.taken = [];
    this.closed = false;
    this.fate = network[configuration.iceServers[0].urls[0]];
  }

  createDataChannel(label, options) {
    assert.deepEqual(options, { negotiated: true, id: 0 }, label);
    this.channel = { onopen: null };
    return this.channel;
  }

  async setLocalDescription() {
    this.localDescription = { sdp: "an end" };
    void this.gather();
  }

  async setRemoteDescription(description) {
    this.remote = description;
  }

  async addIceCandidate(candidate) {
    assert.ok(this.remote, "a candidate needs a description before it");
    this.taken.push(candidate);
  }

  async gather() {
    await soon();
    if (this.fate === "silent") return;
    if (this.fate === "refused") this.onicecandidateerror({ errorCode: 486 });
    if (this.fate === "closed") this.onicecandidateerror({ errorCode: 701 });
    if (["answered", "carried"].includes(this.fate)) this.onicecandidate({ candidate: { candidate: "candidate:1 relay" } });
    this.onicecandidate({ candidate: { candidate: "" } });
    this.onicecandidate({ candidate: null });
    await soon();
    if (this.fate === "carried") return this.channel.onopen?.();
    this.connectionState = "failed";
    this.onconnectionstatechange();
  }

  close() {
    this.closed = true;
  }
}

const tried = () => made.map(({ configuration }) => configuration.iceServers.flatMap(({ urls }) => urls).join());
const check = (found, options = {}) => {
  network = { [UDP]: found.udp, [TCP]: found.tcp };
  return checkNetwork(SERVERS, { Peer: FakePeer, within_ms: 60_000, head_start_ms: 60_000, ...options });
};

test("addresses are sorted by the way that leads to them", () => {
  const tls = { urls: ["turns:turn.example:443?transport=tcp", "turn:turn.example"], username: "v" };
  assert.deepEqual(waysOf([...SERVERS, tls]), {
    udp: [
      { ...SERVERS[0], urls: [UDP] },
      { ...tls, urls: ["turn:turn.example"] },
    ],
    tcp: [
      { ...SERVERS[0], urls: [TCP] },
      { ...tls, urls: ["turns:turn.example:443?transport=tcp"] },
    ],
  });
});

test("what was found makes the verdict", () => {
  const rows = [
    ["carried", "untried", "direct"],
    ["carried", "silent", "direct"],
    ["silent", "carried", "detour"],
    ["answered", "carried", "detour"],
    ["untried", "carried", "detour"],
    ["silent", "silent", "blocked"],
    ["silent", "untried", "blocked"],
    ["untried", "silent", "blocked"],
    ["answered", "silent", "unchecked"],
    ["silent", "answered", "unchecked"],
    ["untried", "untried", "unchecked"],
  ];
  for (const [udp, tcp, verdict] of rows) assert.equal(verdictOf({ udp, tcp }), verdict, `${udp} ${tcp}`);
});

test("where UDP works nothing else is tried, and the server alone is on the way", async () => {
  assert.equal(await check({ udp: "carried", tcp: "carried" }), "direct");
  assert.deepEqual(tried(), [UDP, UDP]);
  for (const { configuration } of made) assert.equal(configuration.iceTransportPolicy, "relay");
});

test("each end takes the other's candidates", async () => {
  await check({ udp: "carried", tcp: "silent" });
  assert.deepEqual(
    made.map(({ taken }) => taken.length),
    [1, 1],
  );
});

test("where UDP is silent TCP is tried beside it", async () => {
  assert.equal(await check({ udp: "silent", tcp: "carried" }, { head_start_ms: 0 }), "detour");
  assert.deepEqual(tried(), [UDP, UDP, TCP, TCP]);
});

test("where nothing answers until the deadline, or at once, the network is blocked", async () => {
  assert.equal(await check({ udp: "silent", tcp: "silent" }, { within_ms: 20, head_start_ms: 0 }), "blocked");
  assert.equal(await check({ udp: "closed", tcp: "closed" }), "blocked");
});

test("a server that answers and passes nothing on says nothing about the network", async () => {
  assert.equal(await check({ udp: "closed", tcp: "answered" }), "unchecked");
  assert.equal(await check({ udp: "refused", tcp: "refused" }), "unchecked");
});

test("without servers, or in a browser that cannot, nothing is said", async () => {
  assert.equal(await checkNetwork([], { Peer: FakePeer }), "unchecked");
  assert.equal(made.length, 0);
  const Broken = class {
    constructor() {
      throw new DOMException("forbidden", "NotSupportedError");
    }
  };
  assert.equal(await checkNetwork(SERVERS, { Peer: Broken }), "unchecked");
});

test("a check that is stopped says nothing", async () => {
  const stop = new AbortController();
  const running = check({ udp: "silent", tcp: "carried" }, { stop: stop.signal });
  await soon();
  stop.abort();
  assert.equal(await running, "unchecked");
  assert.deepEqual(tried(), [UDP, UDP]);
  assert.ok(made.every(({ closed }) => closed));
});

test("whatever was found, every end is closed", async () => {
  for (const udp of ["carried", "answered", "refused", "silent", "closed"]) {
    for (const tcp of ["carried", "silent"]) await check({ udp, tcp }, { within_ms: 20, head_start_ms: 0 });
  }
  assert.ok(made.length >= 20);
  assert.deepEqual(
    made.filter(({ closed }) => !closed),
    [],
  );
});
