/** What a screen reader is told when the room changes: one's own turn apart from everything else, so that it comes first and only once. Pure. */

import { words } from "../../../../shared/words/words.js";
import { runNow } from "../../protocols/run.js";
import { whoWaits } from "../now.js";
import { isYours } from "../selectors.js";

/**
 * @typedef {import("../../wire.js").View} View
 * @typedef {import("../../protocols/library.js").Library} Library
 * @typedef {import("./announce.js").Saying} Saying
 */

/** Whether somebody on the viewer's seat has the turn, or had it when their connection dropped. @param {View} view */
const isOwnTurn = (view) => Boolean(view.floor?.holder && isYours(view, view.floor.holder.person));

/** @param {View} view @param {Library} library */
function standing(view, library) {
  const own = words.ownTurn(view);
  const around = words.nowParts(view, runNow(view, library)).filter((part) => part !== own);
  return { own, around: around.join(" ") };
}

/**
 * How things stand now, and who waits to be let in. The announcer leaves out what it said last, so nothing is compared here but whether
 * the own turn is over.
 * @param {import("../../wire.js").RoomEvent[]} events @param {View | null} before @param {View} view @param {Library} library
 * @returns {Saying[]}
 */
export function heardOf(events, before, view, library) {
  const { own, around } = standing(view, library);
  const is_over = !own && before !== null && isOwnTurn(before) && !isOwnTurn(view);
  const waits = whoWaits(events, view);
  return [
    { kind: "own", sentence: is_over ? words.turn_over : own },
    { kind: "now", sentence: around },
    ...(waits ? [/** @type {Saying} */ ({ kind: "beside", sentence: waits })] : []),
  ];
}
