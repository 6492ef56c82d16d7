import assert from "node:assert/strict";
import { test } from "node:test";

import { SteadyHand } from "../../../../../app/web/room/core/view/access/steady-hand.js";

const RAISE = "floor.request";
const DONE = "floor.release";

function control(meaning = RAISE) {
  const hand = new SteadyHand();
  hand.mean(meaning, 0);
  return hand;
}

test("a press is meant, by finger, mouse and keyboard, as soon as the control is there", () => {
  for (const by_touch of [true, false]) {
    const hand = control();
    hand.down(1, by_touch);
    assert.equal(hand.isMeant(1), true);
  }
  assert.equal(control().isMeant(0), true);
});

test("the second tap of a shaking hand does not take back what the first one did", () => {
  const hand = control();
  hand.down(0, true);
  assert.equal(hand.isMeant(1), true);
  hand.mean("floor.withdraw", 80);
  hand.down(150, true);
  assert.equal(hand.isMeant(2), false);
  hand.down(250, true);
  assert.equal(hand.isMeant(3), false);
});

test("a turn that begins under the finger is not ended by it", () => {
  const hand = control();
  hand.down(0, false);
  hand.mean(DONE, 300);
  assert.equal(hand.isMeant(1), false, "it came down on another meaning");
  hand.down(900, false);
  assert.equal(hand.isMeant(1), true);
});

test("a finger that was on its way when the turn began does not end it either", () => {
  const hand = control();
  hand.mean(DONE, 1000);
  hand.down(1200, true);
  assert.equal(hand.isMeant(1), false);
  hand.down(1500, true);
  assert.equal(hand.isMeant(1), true);
});

test("however long somebody holds it down, the press counts: nothing has to be quick", () => {
  const hand = control();
  hand.down(0, true);
  hand.mean(RAISE, 60_000);
  assert.equal(hand.isMeant(1), true);
});
