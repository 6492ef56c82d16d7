/** What is happening now, in one sentence: the same at the top of every screen and for screen readers; and what has just happened. Pure. */

import { words } from "../../../shared/words/words.js";
import { runNow } from "../protocols/run.js";
import { isFacilitator, namesOf } from "./selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../protocols/library.js").Library} Library
 */

/** The sentence, and behind it who follows, "" where nobody does or the sentence says it. @param {View} view @param {Library} library */
export function nowParts(view, library) {
  const of_run = runNow(view, library);
  const sentence = words.now(view, of_run);
  const tells_next = sentence === of_run && library.step(view.run?.protocol ?? "", view.run?.step ?? "").now.includes("{next}");
  return { sentence, behind: words.behind(view, tells_next) };
}

/** Both in one line, as it is read out. @param {View} view @param {Library} library */
export function nowLine(view, library) {
  const { sentence, behind } = nowParts(view, library);
  return behind ? `${sentence} ${behind}` : sentence;
}

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
