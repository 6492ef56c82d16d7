/** What the client knows of the room: a pure reducer over `welcome` and `room.changed`. */

import { mergePatch } from "./merge-patch.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {{ seq: number, view: View | null, clock_offset_s: number }} RoomKnowledge
 */

/** @type {RoomKnowledge} */
export const NOTHING_KNOWN = Object.freeze({ seq: 0, view: null, clock_offset_s: 0 });

/**
 * @param {RoomKnowledge} known
 * @param {import("../wire.js").Welcome} welcome
 * @param {number} now_s The clock of this page that nobody sets, seconds.
 * @returns {RoomKnowledge}
 */
export function onWelcome(known, welcome, now_s) {
  const clock_offset_s = welcome.server_time - now_s;
  if (welcome.view) return { seq: welcome.seq, view: welcome.view, clock_offset_s };
  return { ...known, clock_offset_s };
}

/**
 * That clock may have stood still while the computer slept: the time is set anew.
 * @param {RoomKnowledge} known
 * @param {import("../wire.js").Pong} pong
 * @param {number} now_s
 * @returns {RoomKnowledge}
 */
export const onPong = (known, pong, now_s) => ({ ...known, clock_offset_s: pong.server_time - now_s });

/**
 * Applies a change if it is the next one. An old one changes nothing; a later one than the next is a gap, which the caller
 * mends by resuming.
 * @param {RoomKnowledge} known
 * @param {import("../wire.js").RoomChanged} changed
 * @returns {{ known: RoomKnowledge, outcome: "applied" | "old" | "gap" }}
 */
export function onChanged(known, changed) {
  if (!known.view || changed.seq > known.seq + 1) return { known, outcome: "gap" };
  if (changed.seq <= known.seq) return { known, outcome: "old" };
  const view = /** @type {View} */ (mergePatch(known.view, changed.patch));
  return { known: { ...known, seq: changed.seq, view }, outcome: "applied" };
}
