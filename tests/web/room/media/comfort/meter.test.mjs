/** The meter of the own voice in browsers that take the sound away: before the first tap, and for a phone call. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { levelOf, Meter } from "../../../../../app/web/room/core/media/comfort/listening/meter.js";

class Context {
  constructor() {
    this.state = "running";
    this.resumed = 0;
    Context.made = this;
  }
  createMediaStreamSource() {
    return { connect: () => undefined, disconnect: () => undefined };
  }
  createAnalyser() {
    return { fftSize: 0, getFloatTimeDomainData: () => undefined };
  }
  async resume() {
    this.resumed += 1;
    if (this.state === "interrupted") throw new DOMException("a call", "InvalidStateError");
    this.becomes("running");
  }
  async close() {
    this.becomes("closed");
  }
  becomes(state) {
    this.state = state;
    this.onstatechange?.();
  }
}

function meter() {
  Object.assign(globalThis, { AudioContext: Context, MediaStream: class {} });
  return new Meter(/** @type {any} */ ({}), () => undefined);
}

test("a phone call that takes the sound away gives it back", async () => {
  const one = meter();
  Context.made.becomes("interrupted");
  assert.equal(Context.made.state, "interrupted");
  Context.made.becomes("suspended");
  assert.equal(Context.made.state, "running");
  one.stop();
});

test("a tap wakes what waits for one, and a meter that was stopped stays so", () => {
  const one = meter();
  Context.made.state = "suspended";
  one.wake();
  assert.equal(Context.made.state, "running");
  one.stop();
  one.wake();
  assert.deepEqual([Context.made.state, Context.made.resumed], ["closed", 1]);
});

test("silence is nothing, and full scale is all", () => {
  assert.equal(levelOf(new Float32Array(8)), 0);
  assert.equal(levelOf(new Float32Array(8).fill(1)), 1);
});
