/** What is happening now, in one sentence: the same at the top of every screen and for screen readers; and what has just happened. Pure. */

import { words } from "../../../shared/words/words.js";
import { runNow } from "../protocols/run.js";
import { isFacilitator, namesOf } from "./selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../protocols/library.js").Library} Library
 */

/** @param {View} view @param {Library} library */
const ofRun = (view, library) => runNow(view, library);

/** @param {View} view @param {Library} library */
export const nowLine = (view, library) => words.now(view, ofRun(view, library));

/** The same where those in line are listed beside it. @param {View} view @param {Library} library */
export const nowBesideLine = (view, library) => words.nowBesideLine(view, ofRun(view, library));

/** Who waits to be let in now, for those who lead; else "". @param {import("../wire.js").RoomEvent[]} events @param {View} view */
export function whoWaits(events, view) {
  const seat = events.find((event) => event.kind === "seat.joined" && event.seat && view.waiting?.[event.seat])?.seat;
  return seat && isFacilitator(view) ? words.waits(namesOf(view, view.waiting?.[seat]?.people ?? [])) : "";
}

/** Who was moved out of the group's room, as the group is told; else "". @param {import("../wire.js").RoomEvent[]} events @param {View | null} before */
export function whoSteppedOut(events, before) {
  const seat = events.find((event) => event.kind === "seat.moved_to_waiting" && event.seat && event.seat !== before?.you.seat)?.seat;
  const people = (seat && before?.seats?.[seat]?.people) || [];
  return before && people.length ? words.member.away(namesOf(before, people), people.length > 1) : "";
}
