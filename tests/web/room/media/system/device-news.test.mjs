/** What people are told about devices that come and go by themselves, and what the page does about them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { waitForBusy } from "../../../../../app/web/room/core/media/system/busy-devices.js";
import { tellOfDevices } from "../../../../../app/web/room/core/media/system/device-news.js";
import { followSpeaker } from "../../../../../app/web/room/core/media/system/speaker.js";

const TEXTS = {
  unplugged: { mic: { other: "other mic", none: "no mic" }, camera: { other: "other camera", none: "no camera" } },
  silenced: { mic: "mic silenced", camera: "camera silenced" },
  back: { mic: "mic back", camera: "camera back" },
};

function computer() {
  const devices = Object.assign(new EventTarget(), {
    on: { mic: true, camera: true },
    silenced: { mic: false, camera: false },
    source: { mic: {}, camera: {} },
    problem: { mic: "none", camera: "none" },
    choices: { mic: [], camera: [], speaker: [] },
  });
  const page = { is_seen: true };
  const told = [];
  tellOfDevices({ devices, is_seen: () => page.is_seen, texts: () => TEXTS, tell: (sentence) => told.push(sentence) });
  const changes = (what = {}) => {
    Object.assign(devices, what);
    devices.dispatchEvent(new Event("change"));
    return told.splice(0).join(", ");
  };
  const loses = (kind, track) => {
    devices.source = { ...devices.source, [kind]: track };
    devices.dispatchEvent(new CustomEvent("lost", { detail: kind }));
    return told.splice(0).join(", ");
  };
  return { devices, page, changes, loses };
}

test("one that is unplugged is told, and what has taken its place", () => {
  const { changes, loses } = computer();
  assert.equal(loses("mic", {}), "other mic");
  assert.equal(changes(), "");
  assert.equal(loses("camera", null), "no camera");
  assert.equal(changes(), "");
  assert.equal(changes({ source: { mic: {}, camera: {} } }), "camera back");
  assert.equal(changes(), "", "once");
});

test("a phone call is told, and that the microphone is back after it", () => {
  const { changes } = computer();
  assert.equal(changes({ silenced: { mic: true, camera: false } }), "mic silenced");
  assert.equal(changes(), "");
  assert.equal(changes({ silenced: { mic: false, camera: false } }), "mic back");
});

test("a locked phone silences its camera each time, and nobody needs to be told", () => {
  const { changes, page } = computer();
  page.is_seen = false;
  assert.equal(changes({ silenced: { mic: false, camera: true } }), "");
  page.is_seen = true;
  assert.equal(changes({ silenced: { mic: false, camera: false } }), "");
});

test("what a person switches off is no news, and neither is that it comes on again", () => {
  const { changes, loses } = computer();
  loses("camera", null);
  assert.equal(changes({ on: { mic: true, camera: false } }), "");
  assert.equal(changes({ on: { mic: true, camera: true }, source: { mic: {}, camera: {} } }), "");
});

test("one that is in use elsewhere is tried again until it is free, and not while nobody looks", async () => {
  const { devices, changes } = computer();
  const waits = [];
  let revived = 0;
  let is_seen = true;
  let granted = true;
  Object.assign(devices, { revive: () => (revived += 1) });
  waitForBusy(devices, { is_seen: () => is_seen, after: (run) => waits.push(run), is_granted: async () => granted });
  changes({ problem: { mic: "busy", camera: "none" } });
  changes();
  assert.equal(waits.length, 1, "one try at a time");
  await waits.pop()();
  assert.equal(revived, 1);
  changes();
  await waits.pop()();
  assert.equal(revived, 2);
  granted = false;
  changes();
  await waits.pop()();
  assert.equal(revived, 2, "nobody is asked for a device every few seconds");
  is_seen = false;
  changes();
  is_seen = true;
  changes({ problem: { mic: "none", camera: "none" } });
  changes({ problem: { mic: "busy", camera: "none" }, on: { mic: false, camera: true } });
  assert.deepEqual(waits, []);
});

test("voices go to the usual speaker while the chosen one is unplugged", () => {
  const { devices, changes } = computer();
  const used = [];
  followSpeaker({ devices, chosen: () => "headset", use: (id) => used.push(id) });
  const there = (...ids) => changes({ choices: { mic: [], camera: [], speaker: ids.map((id) => ({ id, label: id })) } });
  there();
  there("default", "headset");
  assert.deepEqual(used, []);
  there("default");
  there("default");
  there("default", "headset");
  assert.deepEqual(used, ["", "headset"]);
});
