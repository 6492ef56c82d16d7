/** When to try again after a lost socket: at once, then 0.3, 1.2, 2.7, 4.8 s, then every 7 s, each with up to 1 s of jitter. */

const SCHEDULE_S = [0, 0.3, 1.2, 2.7, 4.8];
const LONGEST_S = 7;
const JITTER_S = 1;

/**
 * The wait before an attempt, in milliseconds. The first one is immediate, so that a short gap is not felt.
 * @param {number} attempt 0 for the first attempt after the loss.
 * @param {number} jitter 0 to 1, from the caller's source of randomness.
 */
export function delayBefore(attempt, jitter) {
  if (attempt <= 0) return 0;
  const base = SCHEDULE_S[attempt] ?? LONGEST_S;
  return Math.round((base + jitter * JITTER_S) * 1000);
}
