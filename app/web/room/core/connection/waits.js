/** How long to wait before trying again: longer each time, and never all clients at the same moment. */

/** A socket or a ticket: at once, so that a short gap is not felt; seconds. */
export const SOCKET_S = [0, 0.3, 1.2, 2.7, 4.8, 7, 7, 7, 7, 10, 14, 20];
/** A media connection, after the first was asked for at once: each has its time to come about; seconds. */
export const MEDIA_S = [8, 8, 12, 20, 30];

const JITTER_S = 1;
const JITTER_SHARE = 0.25;

export class Waits {
  /** @param {readonly number[]} schedule_s The waits one after the other; the last one repeats. @param {() => number} [random] 0 to 1. */
  constructor(schedule_s, random = Math.random) {
    this._schedule_s = schedule_s;
    this._random = random;
    /** How often it was tried since things were well. */
    this.tries = 0;
  }

  /** The wait before the next try, in milliseconds; it counts as tried. @param {number} [at_least_s] What the server asked for. */
  next(at_least_s = 0) {
    const planned_s = this._schedule_s[Math.min(this.tries, this._schedule_s.length - 1)];
    this.tries += 1;
    const wait_s = Math.max(planned_s, at_least_s);
    if (wait_s === 0) return 0;
    return Math.round((wait_s + this._random() * Math.max(JITTER_S, wait_s * JITTER_SHARE)) * 1000);
  }

  /** Things are well. */
  reset() {
    this.tries = 0;
  }
}
