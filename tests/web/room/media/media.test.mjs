import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { isOnlyHere, Media } from "../../../../app/web/room/core/media/media.js";

globalThis.window ??= globalThis;

const LAYERS = [
  { rid: "q", height: 180, max_bps: 150_000 },
  { rid: "h", height: 360, max_bps: 450_000 },
];
const offered = (generation, more = {}) => ({
  type: "media.offer",
  generation,
  sdp: `offer ${generation}`,
  layers: LAYERS,
  restart: false,
  ...more,
});
const camera = (height) => ({ kind: "video", getSettings: () => ({ height }) });

/** @type {FakePeerConnection[]} */
let made = [];
beforeEach(() => (made = []));

/** As much of an RTCPeerConnection as the client uses. */
class FakePeerConnection {
  static rids = ["q", "h"];
  static munging = "taken";
  /** Settings that this browser does not take. */
  static refuses = "";

  constructor(configuration) {
    made.push(this);
    this.configuration = configuration;
    this.connectionState = "new";
    this.remote = [];
    this.applied = [];
    this.busy = false;
    this.localDescription = null;
    const encodings = FakePeerConnection.rids.map((rid) => ({ rid }));
    this.cam = {
      track: null,
      replaceTrack: async (track) => {
        this.cam.track = track;
      },
      getParameters: () => ({ encodings: structuredClone(encodings) }),
      setParameters: async (parameters) => {
        assert.equal(this.busy, false, "one after the other");
        this.busy = true;
        await new Promise((done) => setTimeout(done, 1));
        this.busy = false;
        if (parameters.encodings.some((encoding) => FakePeerConnection.refuses in encoding))
          throw new DOMException("", "InvalidModificationError");
        this.applied.push(
          parameters.encodings
            .filter(({ active }) => active)
            .map(({ rid, scaleResolutionDownBy }) => `${rid}/${scaleResolutionDownBy}`)
            .join(" "),
        );
      },
    };
    this.transceivers = [{ mid: "cam", direction: "", sender: this.cam }];
  }

  getConfiguration() {
    return this.configuration;
  }

  setConfiguration(configuration) {
    this.configuration = configuration;
  }

  getTransceivers() {
    return this.transceivers;
  }

  async setRemoteDescription({ sdp }) {
    this.remote.push(sdp);
  }

  async createAnswer() {
    return { type: "answer", sdp: "m=audio\r\na=mid:mic\r\na=rtpmap:111 opus/48000/2\r\n" };
  }

  async setLocalDescription(answer) {
    if (answer.sdp.includes("nack") && FakePeerConnection.munging === "refused") throw new Error("munged");
    this.localDescription = answer;
  }

  close() {
    this.connectionState = "closed";
  }

  becomes(state) {
    this.connectionState = state;
    this.onconnectionstatechange();
  }
}
globalThis.RTCPeerConnection = FakePeerConnection;

function client({ refuse } = {}) {
  const answers = [];
  const asked = [];
  const media = new Media({
    sound: /** @type {any} */ ({}),
    sendAnswer: async (generation, sdp) => {
      if (refuse) throw Object.assign(new Error(refuse), { code: refuse });
      answers.push([generation, sdp]);
    },
    askRestart: async (generation, fresh) => void asked.push([generation, fresh]),
  });
  return { media, answers, asked };
}

test("every layer is set by the size of the camera before the answer goes", async () => {
  const { media, answers } = client();
  await media.setTrack("cam", camera(360));
  await media.accept(offered(1));
  assert.equal(made[0].applied[0], "q/2 h/1");
  assert.equal(answers[0][0], 1);
  media.close();
});

test("a browser that refuses a layer's size still sends the wanted layers alone", async () => {
  FakePeerConnection.refuses = "scaleResolutionDownBy";
  const { media } = client();
  await media.setTrack("cam", camera(360));
  await media.accept(offered(1));
  await media.want({ generation: 1, rids: ["q"] });
  FakePeerConnection.refuses = "";
  assert.equal(made[0].applied.at(-1), "q/undefined");
  media.close();
});

test("unwanted layers are off, a new camera has its own sizes, and old news mean nothing", async () => {
  const { media } = client();
  await media.setTrack("cam", camera(360));
  await media.accept(offered(1));
  await Promise.all([media.want({ generation: 1, rids: ["q"] }), media.want({ generation: 0, rids: [] })]);
  assert.equal(made[0].applied.at(-1), "q/2");
  await media.setTrack("cam", camera(180));
  assert.equal(made[0].applied.at(-1), "q/1");
  await media.want({ generation: 1, rids: ["q", "h"] });
  assert.equal(made[0].applied.at(-1), "q/1", "a camera of 180 lines has no second size");
  media.close();
});

test("a new connection sends every layer until it is told", async () => {
  const { media } = client();
  await media.setTrack("cam", camera(720));
  await media.accept(offered(1));
  await media.want({ generation: 1, rids: [] });
  await media.accept(offered(2));
  assert.equal(made[0].connectionState, "closed");
  assert.equal(made[1].applied.at(-1), "q/4 h/2");
  media.close();
});

test("a restart is answered on the same connection, and unwanted layers stay off", async () => {
  const { media, answers } = client();
  await media.setTrack("cam", camera(360));
  await media.accept(offered(1));
  await media.want({ generation: 1, rids: ["q"] });
  made[0].applied = [];
  await media.accept(offered(1, { sdp: "restart", restart: true }));
  assert.deepEqual([made.length, made[0].remote], [1, ["offer 1", "restart"]]);
  assert.deepEqual(
    answers.map(([generation]) => generation),
    [1, 1],
  );
  assert.deepEqual(made[0].applied, ["q/2"], "a browser switches all on again when it takes a description");
  media.close();
});

test("every offer brings the TURN servers for its connection, a restart the newest", async () => {
  const { media } = client();
  const server = (username) => [{ urls: ["turn:turn.example"], username, credential: "c" }];
  await media.accept(offered(1, { ice_servers: server("early") }));
  assert.deepEqual(made[0].configuration, { iceServers: server("early"), bundlePolicy: "max-bundle" });
  await media.accept(offered(1, { restart: true, ice_servers: server("late") }));
  assert.deepEqual(made[0].configuration, { iceServers: server("late"), bundlePolicy: "max-bundle" });
  media.close();
});

test("two restarts at once are answered one after the other", async () => {
  const { media, answers } = client();
  await media.accept(offered(1));
  await Promise.all(["a", "b"].map((sdp) => media.accept(offered(1, { sdp, restart: true }))));
  assert.deepEqual(made[0].remote, ["offer 1", "a", "b"]);
  assert.equal(answers.length, 3);
  media.close();
});

test("a restart of a connection that is not here asks for a fresh one", async () => {
  const { media, asked } = client();
  await media.accept(offered(3, { restart: true }));
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual([made.length, asked], [0, [[0, true]]]);
  media.close();
});

test("a connection that failed asks for a way back", async () => {
  const { media, asked } = client();
  await media.accept(offered(1));
  made[0].becomes("connected");
  made[0].becomes("failed");
  assert.deepEqual(asked, [[1, false]]);
  media.close();
});

test("an offer without layers is answered with one picture", async () => {
  FakePeerConnection.rids = [""];
  const { media } = client();
  await media.setTrack("cam", camera(720));
  await media.accept({ type: "media.offer", generation: 1, sdp: "old" });
  assert.equal(made[0].applied[0], "/2");
  media.close();
  FakePeerConnection.rids = ["q", "h"];
});

test("what this browser has no format for is kept for the present connection alone", async () => {
  const { media } = client();
  await media.accept(offered(1));
  media.lack({ type: "media.unsupported", generation: 9, cannot: ["hear"] });
  assert.deepEqual(media.cannot, []);
  media.lack({ type: "media.unsupported", generation: 1, cannot: ["see"] });
  assert.deepEqual(media.cannot, ["see"]);
  await media.accept(offered(2));
  assert.deepEqual(media.cannot, []);
  media.close();
});

test("a service on this computer's inner address alone is known by its offer", () => {
  const candidate = (address) => `a=candidate:1 1 udp 2130706431 ${address} 4000 typ host\r\n`;
  assert.equal(isOnlyHere(`v=0\r\n${candidate("127.0.0.1")}`), true);
  assert.equal(isOnlyHere(`v=0\r\n${candidate("192.0.2.7")}${candidate("127.0.0.1")}`), false);
  assert.equal(isOnlyHere("v=0\r\n"), false);
});
