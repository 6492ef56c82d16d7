import assert from "node:assert/strict";
import { test } from "node:test";

import { Devices } from "../../../../app/web/room/core/media/devices.js";
import { SwitchReport } from "../../../../app/web/room/core/media/system/switch-report.js";

/** A microphone or a camera that the test's system mutes, takes away and gives back. */
class Track extends EventTarget {
  constructor(kind) {
    super();
    Object.assign(this, { kind, muted: false, enabled: true, readyState: "live" });
  }
  silence(muted) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  }
  stop() {
    this.readyState = "ended";
  }
  vanish() {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

/** Devices on a machine; `refuses` names the error that asking for one brings. */
async function machine({ refuses = {}, tells = true } = {}) {
  const world = { opened: [], refuses: { audio: "", video: "", ...refuses }, changed: null, asked: [] };
  const getUserMedia = async (wish) => {
    const kinds = ["audio", "video"].filter((kind) => wish[kind]);
    world.asked.push(kinds.join("+"));
    for (const kind of kinds) if (world.refuses[kind]) throw new DOMException("", world.refuses[kind]);
    const tracks = kinds.map((kind) => new Track(kind));
    world.opened.push(...tracks);
    const of = (kind) => tracks.filter((track) => track.kind === kind);
    return { getTracks: () => tracks, getAudioTracks: () => of("audio"), getVideoTracks: () => of("video") };
  };
  const enumerateDevices = async () => {
    world.asked.push("list");
    return [];
  };
  const addEventListener = (_name, fn) => (world.changed = fn);
  const mediaDevices = { getUserMedia, enumerateDevices, ...(tells ? { addEventListener, ondevicechange: null } : {}) };
  Object.defineProperty(globalThis.navigator, "mediaDevices", { value: mediaDevices, configurable: true });
  const devices = new Devices({ mic: true, camera: true, mic_id: "", camera_id: "" });
  await devices.start();
  return { devices, world };
}

test("a microphone that the system mutes is not sent, and comes back by itself", async () => {
  const { devices } = await machine();
  let changes = 0;
  devices.addEventListener("change", () => (changes += 1));
  devices.track.mic.silence(true);
  assert.deepEqual(
    [devices.switches, devices.isOn("mic"), devices.silenced, changes],
    [{ mic: false, camera: true }, true, { mic: true, camera: false }, 1],
  );
  devices.track.mic.silence(false);
  assert.deepEqual([devices.switches, changes], [{ mic: true, camera: true }, 2]);
  devices.track.camera.silence(true);
  assert.deepEqual(devices.switches, { mic: true, camera: false });
});

test("one that was switched off meanwhile stays off", async () => {
  const { devices } = await machine();
  devices.track.mic.silence(true);
  await devices.set("mic", false);
  devices.track.mic.silence(false);
  assert.equal(devices.switches.mic, false);
});

test("switching a silenced one on asks for it anew", async () => {
  const { devices, world } = await machine();
  const former = devices.track.mic;
  former.silence(true);
  await devices.set("mic", true);
  assert.notEqual(devices.track.mic, former);
  assert.deepEqual([former.readyState, devices.switches.mic, world.opened.length], ["ended", true, 3]);
  former.silence(true);
  assert.equal(devices.switches.mic, true, "what became of the former one means nothing");
});

test("one that is unplugged is replaced, or said to be missing until one is plugged in", async () => {
  const { devices, world } = await machine();
  world.refuses.audio = "NotFoundError";
  devices.track.mic.vanish();
  await settled();
  assert.deepEqual([devices.track.mic, devices.problem.mic, devices.switches.mic], [null, "missing", false]);
  world.refuses.audio = "";
  world.changed();
  await settled();
  assert.deepEqual([devices.problem.mic, devices.switches.mic], ["none", true]);
});

test("one that is unplugged is gone at once, whatever comes in its place, and it is said", async () => {
  const { devices, world } = await machine();
  const seen = [];
  devices.addEventListener("change", () => seen.push(devices.track.camera === null ? "no picture" : "picture"));
  devices.addEventListener("lost", ({ detail }) => seen.push(`lost ${detail}`));
  const former = devices.track.camera;
  former.vanish();
  assert.deepEqual(seen, ["no picture"]);
  await settled();
  assert.deepEqual(seen, ["no picture", "picture", "lost camera", "picture"]);
  assert.notEqual(devices.track.camera, former);
  world.refuses.video = "NotFoundError";
  devices.track.camera.vanish();
  await settled();
  assert.deepEqual([devices.track.camera, devices.switches.camera], [null, false]);
});

test("nobody is asked which devices there are before one was given", async () => {
  const { world } = await machine();
  assert.deepEqual(world.asked, ["audio+video", "list"]);
  const denied = await machine({ refuses: { audio: "NotAllowedError", video: "NotAllowedError" } });
  assert.deepEqual(denied.world.asked, ["audio+video", "audio", "video"]);
});

test("a browser that does not tell of new devices looks when the page is seen again", async () => {
  const { devices, world } = await machine({ refuses: { video: "NotFoundError" }, tells: false });
  assert.equal(devices.problem.camera, "missing");
  world.refuses.video = "";
  await devices.revive();
  assert.equal(devices.switches.camera, true);
});

test("one that went away unseen, or was in use elsewhere, is tried again when the page is seen again", async () => {
  const { devices, world } = await machine();
  devices.track.mic.readyState = "ended";
  await devices.revive();
  assert.equal(devices.track.mic.readyState, "live");
  world.refuses.video = "NotReadableError";
  devices.track.camera.vanish();
  await settled();
  assert.equal(devices.problem.camera, "busy");
  world.refuses.video = "";
  await devices.revive();
  assert.equal(devices.switches.camera, true);
});

test("once everything was let go nothing is opened again by itself", async () => {
  const { devices, world } = await machine();
  world.refuses.audio = "NotFoundError";
  devices.track.mic.vanish();
  await settled();
  devices.stop();
  world.refuses.audio = "";
  const before = world.opened.length;
  world.changed();
  await devices.revive();
  await settled();
  assert.deepEqual([world.opened.length, devices.track], [before, { mic: null, camera: null }]);
});

test("what is told says whether a person or the computer made it so", () => {
  const now = { mic: true, camera: true };
  let wanted = true;
  const told = [];
  const report = new SwitchReport({ sent: () => ({ ...now }), wanted: () => wanted, send: (switches) => told.push(switches) });
  assert.deepEqual(report.hello(), { mic: true, camera: true });
  report.tell();
  now.mic = false;
  report.tell();
  report.tell();
  now.mic = true;
  report.tell();
  now.mic = wanted = false;
  report.tell();
  assert.deepEqual(told, [
    { mic: false, camera: true, by_system: true },
    { mic: true, camera: true, by_system: true },
    { mic: false, camera: true, by_system: false },
  ]);
});

const settled = () => new Promise((done) => setTimeout(done, 5));
