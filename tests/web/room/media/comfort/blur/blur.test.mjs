import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Blur } from "../../../../../../app/web/room/core/media/comfort/blur/blur.js";

globalThis.window = globalThis;
globalThis.MediaStream = class {
  constructor(tracks) {
    this.tracks = tracks;
  }
};

let page, worker, canvas, video;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  worker = {
    sent: [],
    terminated: false,
    postMessage: (message) => worker.sent.push(message),
    terminate: () => (worker.terminated = true),
  };
  video = { readyState: 4, videoWidth: 640, play: async () => undefined };
  canvas = {
    shown: [],
    width: 0,
    height: 0,
    getContext: () => ({ drawImage: (picture) => canvas.shown.push(picture) }),
    captureStream: () => ({ getVideoTracks: () => [canvas.track] }),
    track: { readyState: "live", stop: () => (canvas.track.readyState = "ended") },
  };
  page = { worker: () => worker, video: () => video, canvas: () => canvas, picture: async () => ({ clear: true, close: () => undefined }) };
});

const picture = () => ({ width: 640, height: 360, close: () => undefined });
const told = (message) => worker.onmessage({ data: message });

async function started() {
  const blur = new Blur({ kind: "video" }, page);
  const starting = blur.start();
  await told({ kind: "ready" });
  await told({ kind: "blurred", picture: picture(), cost_ms: 10 });
  return { blur, track: await starting, problems: failures(blur) };
}

function failures(blur) {
  const found = [];
  blur.addEventListener("failed", ({ detail }) => found.push(detail));
  return found;
}

test("there is no track before there is a blurred picture", async () => {
  const blur = new Blur({ kind: "video" }, page);
  let given = false;
  void blur.start().then(() => (given = true));
  await told({ kind: "ready" });
  await told({ kind: "wanted" });
  assert.deepEqual([given, blur.track, canvas.shown.length], [false, null, 0]);
  await told({ kind: "blurred", picture: picture(), cost_ms: 10 });
  assert.deepEqual([blur.track, canvas.shown.length], [canvas.track, 1]);
});

test("a picture of the camera goes to the worker and nowhere else", async () => {
  await started();
  await told({ kind: "wanted" });
  assert.equal(worker.sent.at(-1).picture.clear, true);
  assert.ok(canvas.shown.every((shown) => !shown.clear));
});

test("a camera that has no picture for a moment gives none", async () => {
  await started();
  video.readyState = 1;
  await told({ kind: "wanted" });
  assert.deepEqual(worker.sent.at(-1), { kind: "picture", picture: null });
});

for (const [what, breaks] of [
  ["the worker cannot go on", () => told({ kind: "broken" })],
  ["the worker dies", () => worker.onerror()],
  ["nothing comes any more", () => mock.timers.tick(4001)],
]) {
  test(`the track ends when ${what}, and it is said once`, async () => {
    const { blur, track, problems } = await started();
    await breaks();
    await breaks();
    assert.deepEqual([track.readyState, blur.track, worker.terminated, problems], ["ended", null, true, ["broken"]]);
    await told({ kind: "blurred", picture: picture(), cost_ms: 10 });
    assert.equal(canvas.shown.length, 1);
  });
}

test("what never begins is an error, and there never was a track", async () => {
  const blur = new Blur({ kind: "video" }, page);
  const starting = blur.start();
  mock.timers.tick(60_001);
  await assert.rejects(starting, { problem: "broken" });
  assert.equal(blur.track, null);
});

test("a browser without workers is told the same", async () => {
  page.worker = () => {
    throw new Error("no workers");
  };
  await assert.rejects(new Blur({ kind: "video" }, page).start(), { problem: "broken" });
});

test("a machine that turns out too slow loses the track, and says so", async () => {
  const { track, problems } = await started();
  for (let at = 0; at < 60; at += 1) await told({ kind: "blurred", picture: picture(), cost_ms: 200 });
  assert.deepEqual([track.readyState, problems], ["ended", ["slow"]]);
});

test("whoever stops it is told of no failure", async () => {
  const { blur, track, problems } = await started();
  blur.stop();
  blur.stop();
  assert.deepEqual([track.readyState, problems], ["ended", []]);
});
