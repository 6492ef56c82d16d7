/** The clock of the own turn or of the step, as words. It only informs: nothing ends when it is over. Pure. */

import { minutes, timeOfDay } from "../../../shared/core/clock.js";
import { words } from "../../../shared/words/words.js";

/** From here on a time of day says more than a count of minutes. */
const AS_TIME_OF_DAY_S = 15 * 60;

/**
 * @typedef {{ text: string, tone: "calm" | "over" }} ClockText
 * @typedef {import("../wire.js").View} View
 */

/**
 * The clock of this screen, or null where there is none to show.
 * @param {View} view @param {number} now The room's time, Unix seconds.
 * @returns {ClockText | null}
 */
export function clockText(view, now) {
  const { turn } = view.you;
  if (turn) return ofTurn(turn, now);
  const due = view.run?.due;
  if (!due || view.run?.paused || due <= now) return null;
  return {
    text: due - now > AS_TIME_OF_DAY_S ? words.member.clock.until(timeOfDay(due, words.tag)) : words.member.clock.left(minutes(due - now)),
    tone: "calm",
  };
}

/** @param {import("../wire.js").OwnTurn} turn @param {number} now @returns {ClockText | null} */
function ofTurn(turn, now) {
  const { clock } = words.member;
  if (turn.closing) return { text: clock.closing, tone: "over" };
  if (turn.overrun) return { text: clock.over, tone: "over" };
  if (turn.phase === "announced") return null;
  if (turn.left_s !== undefined) return { text: `${clock.left(minutes(turn.left_s))} · ${clock.stands}`, tone: "calm" };
  if (turn.ends_at === undefined || turn.ends_at <= now) return null;
  return { text: clock.left(minutes(turn.ends_at - now)), tone: "calm" };
}
