/** Follow-up tasks: when another try may be, and how often the menu looks. Pure. */

/** Hours from now at which somebody may be tried again. */
export const AGAIN_H = [1, 3, 24];

export const LOOK_MS = 60_000;

/** @param {number} now Milliseconds since 1970. @param {number} hours */
export const againAt = (now, hours) => new Date(now + hours * 3_600_000).toISOString();

/**
 * What is sent for an outcome: nothing but what belongs to it.
 * @param {{ outcome: string, again_h: string, to: string }} values @param {number} now
 */
export function outcomeBody({ outcome, again_h, to }, now) {
  if (outcome === "not_reached") return { outcome, again_at: againAt(now, Number(again_h)) };
  return outcome === "handed_on" ? { outcome, ...(to ? { to } : {}) } : { outcome };
}
