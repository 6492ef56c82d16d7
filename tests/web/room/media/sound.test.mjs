/** The voices of the others in browsers that play nothing before a tap, and that stop them for a phone call. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Sound } from "../../../../app/web/room/core/media/sound.js";

/** The browser's mind: "" plays, else the name of the error. */
let refusal = "";
let page;

class Voice extends EventTarget {
  constructor() {
    super();
    Object.assign(this, { dataset: {}, srcObject: null, paused: true, muted: false, plays: 0 });
  }
  async play() {
    this.plays += 1;
    if (refusal) throw new DOMException("", refusal);
    this.paused = false;
    this.dispatchEvent(new Event("playing"));
  }
  interrupt() {
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
  remove() {
    this.paused = true;
  }
}

/** @type {Voice[]} */
let voices;
beforeEach((context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  refusal = "";
  voices = [];
  page = {
    hidden: false,
    createElement: () => {
      const voice = new Voice();
      voices.push(voice);
      return voice;
    },
  };
  globalThis.document = page;
});

const home = /** @type {any} */ ({ append: () => undefined });
const settled = () => new Promise((done) => setImmediate(done));

async function two() {
  const sound = new Sound(home);
  let changes = 0;
  sound.addEventListener("change", () => (changes += 1));
  sound.play(0, /** @type {any} */ ({}));
  sound.play(1, /** @type {any} */ ({}));
  await settled();
  return { sound, changes: () => changes };
}

test("where sound waits for a tap it is said once, and the tap starts every voice", async () => {
  refusal = "NotAllowedError";
  const { sound, changes } = await two();
  assert.deepEqual([sound.blocked, changes()], [true, 1]);
  refusal = "";
  await sound.unlock();
  assert.deepEqual([sound.blocked, voices.map(({ paused }) => paused)], [false, [false, false]]);
});

test("a tap that the browser does not take as one leaves the question there", async () => {
  refusal = "NotAllowedError";
  const { sound } = await two();
  await sound.unlock();
  assert.equal(sound.blocked, true);
});

test("a phone call that stops a voice is waited for, and nothing is asked of anybody", async (context) => {
  const { sound } = await two();
  voices[0].interrupt();
  context.mock.timers.tick(1000);
  await settled();
  assert.deepEqual([voices[0].paused, sound.blocked], [false, false]);
});

test("a voice that may not start after a call asks for a tap, unless the browser starts it by itself", async (context) => {
  const { sound } = await two();
  refusal = "NotAllowedError";
  voices[0].interrupt();
  context.mock.timers.tick(1000);
  await settled();
  assert.equal(sound.blocked, true);
  refusal = "";
  await voices[0].play();
  assert.equal(sound.blocked, false);
});

test("on a locked phone nothing is tried before it is seen again", async (context) => {
  const { sound } = await two();
  page.hidden = true;
  voices[0].interrupt();
  context.mock.timers.tick(5000);
  await settled();
  assert.deepEqual([voices[0].paused, voices[0].plays], [true, 1]);
  page.hidden = false;
  sound.revive();
  await settled();
  assert.equal(voices[0].paused, false);
});

test("a visit that is over starts no voice again", async (context) => {
  const { sound } = await two();
  sound.stop();
  voices[0].interrupt();
  context.mock.timers.tick(1000);
  await settled();
  assert.equal(voices[0].plays, 1);
});

test("a browser that lets nobody choose a speaker plays on the usual one", async () => {
  const { sound } = await two();
  sound.setSpeaker("headset");
  assert.equal(voices[0].paused, false);
});
