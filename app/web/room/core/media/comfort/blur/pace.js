/** Whether this machine blurs fast enough, from what the first pictures cost. Pure. */

/** Pictures a second: calm enough to talk by, and half the work of a full picture. */
export const BLUR_FPS = 15;
/** The first ones pay for what is compiled and allocated once. */
const WARM_UP = 8;
const LOOK_AT = 30;
/** More than two thirds of the time would leave too little for everything else. */
const SHARE_MAX = 0.67;

/** @typedef {"unknown" | "fine" | "slow"} Pace */

/**
 * @param {readonly number[]} costs_ms What each picture cost so far, oldest first.
 * @param {number} [fps]
 * @returns {Pace}
 */
export function paceOf(costs_ms, fps = BLUR_FPS) {
  const looked_at = costs_ms.slice(WARM_UP, WARM_UP + LOOK_AT);
  if (looked_at.length < LOOK_AT) return "unknown";
  const middle = [...looked_at].sort((a, b) => a - b)[LOOK_AT / 2];
  return middle > (SHARE_MAX * 1000) / fps ? "slow" : "fine";
}
