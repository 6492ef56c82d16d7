/**
 * Notices that the computer slept, that the page's timers stood still, or that its clock was set: whatever was true before
 * should be looked at again. Pure.
 */

/** Timers of hidden pages run once a second; a longer gap is a sleep. */
const GAP_S = 4;

export class Sleep {
  /** @param {number} steady_s The clock that nobody sets. @param {number} wall_s The computer's time of day. */
  constructor(steady_s, wall_s) {
    this._steady_s = steady_s;
    this._wall_s = wall_s;
  }

  /** To be asked every second. Whether there was a gap since it was asked last. @param {number} steady_s @param {number} wall_s */
  look(steady_s, wall_s) {
    // Some computers stop the steady clock while they sleep: then only the time of day tells.
    const gap_s = Math.max(steady_s - this._steady_s, Math.abs(wall_s - this._wall_s));
    this._steady_s = steady_s;
    this._wall_s = wall_s;
    return gap_s > GAP_S;
  }
}
