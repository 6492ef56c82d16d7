import assert from "node:assert/strict";
import { test } from "node:test";
import { Treatments } from "../../../../../app/web/room/core/media/comfort/treatments.js";
import { Devices } from "../../../../../app/web/room/core/media/devices.js";

class Track extends EventTarget {
  constructor(kind) {
    super();
    Object.assign(this, { kind, muted: false, enabled: true, readyState: "live" });
  }
  stop() {
    this.readyState = "ended";
  }
  async applyConstraints(wish) {
    this.wish = wish;
  }
  vanish() {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

/** A blur, or a voice without noise, that the test brings on and breaks. */
class Treatment extends EventTarget {
  constructor(source) {
    super();
    Object.assign(this, { source, stopped: false });
    this.started = new Promise((ready, fail) => Object.assign(this, { ready: () => ready(this.track), fail }));
    this.track = Object.assign(new Track(source.kind), { treated: true });
  }
  start() {
    return this.started;
  }
  stop() {
    this.stopped = true;
    this.track.stop();
  }
  break(problem) {
    this.dispatchEvent(new CustomEvent("failed", { detail: problem }));
  }
}

async function machine(preferred = {}) {
  const world = { opened: [], made: [], seen: [], wishes: [], refuses: "" };
  const getUserMedia = async (wish) => {
    world.wishes.push(wish);
    if (world.refuses && wish.video) throw new DOMException("", world.refuses);
    const tracks = ["audio", "video"].filter((kind) => wish[kind]).map((kind) => new Track(kind));
    world.opened.push(...tracks);
    const of = (kind) => tracks.filter((track) => track.kind === kind);
    return { getTracks: () => tracks, getAudioTracks: () => of("audio"), getVideoTracks: () => of("video") };
  };
  const mediaDevices = { getUserMedia, enumerateDevices: async () => [], addEventListener: (_name, fn) => (world.plugged = fn) };
  Object.defineProperty(globalThis.navigator, "mediaDevices", { value: mediaDevices, configurable: true });
  const make = async (source) => {
    const made = new Treatment(source);
    world.made.push(made);
    return made;
  };
  const treatments = new Treatments({ blur: make, quiet: make });
  const choices = { mic: true, camera: true, mic_id: "", camera_id: "", blur: false, noise: "browser", low_power: false, ...preferred };
  const devices = new Devices(choices, treatments);
  // Everything that would ever have been sent.
  devices.addEventListener("change", () => devices.track.camera && world.seen.push(devices.track.camera));
  await devices.start();
  return { devices, world };
}

const settled = () => new Promise((done) => setImmediate(done));
const isClear = (world) => world.seen.some((track) => !track.treated);

test("who joins with blur is not seen before there is a blurred picture, and never clearly", async () => {
  const { devices, world } = await machine({ blur: true });
  assert.deepEqual([devices.track.camera, devices.switches.camera, devices.blurring, devices.isOn("camera")], [null, false, true, true]);
  world.made[0].ready();
  await settled();
  assert.deepEqual([devices.track.camera, devices.switches.camera, devices.blurring], [world.made[0].track, true, false]);
  assert.equal(isClear(world), false);
});

test("turning blur on takes the clear picture away at once", async () => {
  const { devices, world } = await machine();
  const turning = devices.setBlur(true);
  assert.equal(devices.track.camera, null);
  await turning;
  world.made[0].ready();
  await settled();
  assert.equal(devices.track.camera.treated, true);
  await devices.setBlur(false);
  assert.deepEqual([devices.track.camera, world.made[0].stopped], [world.opened.find(({ kind }) => kind === "video"), true]);
});

for (const [problem, code] of [
  ["broken", "blur_broken"],
  ["slow", "blur_slow"],
]) {
  test(`a blur that is ${problem} lets the camera go, and says why`, async () => {
    const { devices, world } = await machine({ blur: true });
    world.made[0].ready();
    await settled();
    world.made[0].break(problem);
    const camera = world.opened.find(({ kind }) => kind === "video");
    assert.deepEqual([devices.track.camera, devices.problem.camera, camera.readyState], [null, code, "ended"]);
    assert.equal(isClear(world), false);
    await devices.setBlur(false);
    assert.deepEqual([devices.switches.camera, devices.problem.camera], [true, "none"]);
  });
}

test("on a machine that is too slow the camera is not even opened again while it is to be blurred", async () => {
  const { devices, world } = await machine({ blur: true });
  world.made[0].fail({ problem: "slow" });
  await settled();
  const before = world.opened.length;
  await devices.set("camera", true);
  assert.deepEqual([world.opened.length, devices.problem.camera, devices.too_slow], [before, "blur_slow", true]);
});

test("one that is unplugged in the middle of a blur is replaced by another, blurred as well", async () => {
  const { devices, world } = await machine({ blur: true });
  world.made[0].ready();
  await settled();
  world.opened.find(({ kind }) => kind === "video").vanish();
  await settled();
  assert.deepEqual([world.made[0].stopped, devices.track.camera, world.made.length], [true, null, 2]);
  world.made[1].ready();
  await settled();
  assert.equal(devices.track.camera, world.made[1].track);
  assert.equal(isClear(world), false);
});

test("one that is unplugged and missed comes back blurred when it is plugged in", async () => {
  const { devices, world } = await machine({ blur: true });
  world.refuses = "NotFoundError";
  world.opened.find(({ kind }) => kind === "video").vanish();
  await settled();
  assert.deepEqual([devices.problem.camera, devices.blurring], ["missing", false]);
  world.refuses = "";
  world.plugged();
  await settled();
  world.made.at(-1).ready();
  await settled();
  assert.equal(devices.track.camera.treated, true);
  assert.equal(isClear(world), false);
});

test("switching off while the blur gets ready lets everything go, and what comes late is not used", async () => {
  const { devices, world } = await machine({ blur: true });
  await devices.set("camera", false);
  world.made[0].ready();
  await settled();
  assert.deepEqual([devices.track.camera, devices.blurring, world.made[0].stopped], [null, false, true]);
});

test("with less power a blurred camera is let go, and a clear one is smaller", async () => {
  const { devices, world } = await machine({ blur: true });
  world.made[0].ready();
  await settled();
  await devices.setLowPower(true);
  assert.deepEqual([devices.track.camera, devices.problem.camera], [null, "blur_power"]);
  await devices.setBlur(false);
  assert.equal(devices.switches.camera, true);
  assert.deepEqual(world.wishes.at(-1).video.height, { ideal: 360 });
  await devices.setBlur(true);
  assert.equal(devices.problem.camera, "blur_power");
  await devices.setLowPower(false);
  assert.equal(devices.blurring, true);
  assert.equal(world.seen.filter((track) => !track.treated).length > 0, true, "clear only in between, when it was asked for");
});

test("a voice is heard as it is until the noise is taken out, and again when that fails", async () => {
  const { devices, world } = await machine({ noise: "strong" });
  const mic = world.opened.find(({ kind }) => kind === "audio");
  assert.equal(devices.track.mic, mic);
  world.made[0].ready();
  await settled();
  assert.equal(devices.track.mic, world.made[0].track);
  await devices.set("mic", false);
  assert.equal(mic.enabled, false);
  world.made[0].dispatchEvent(new Event("failed"));
  assert.deepEqual([devices.track.mic, world.made[0].stopped], [mic, true]);
});

test("how much noise is taken out is asked of the browser anew", async () => {
  const { devices, world } = await machine();
  assert.equal(world.wishes[0].audio.noiseSuppression, true);
  await devices.setNoise("off");
  assert.equal(world.wishes.at(-1).audio.noiseSuppression, false);
  await devices.setNoise("strong");
  assert.equal(world.wishes.at(-1).audio.noiseSuppression, true);
  assert.equal(world.made.length, 1);
});
