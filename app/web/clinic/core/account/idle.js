/**
 * The log-off of somebody who does nothing: a warning before it, and any key puts it off. The service decides when; this follows
 * what it last said, and says rarely enough that somebody is still there. Pure.
 */

/** At most this often the service is told that somebody is there. */
const TOLD_EVERY_MS = 60_000;

/** @typedef {{ idle_at: string, warn_at: string }} Deadlines */

export class Idle {
  constructor() {
    this.warn_at_ms = Number.POSITIVE_INFINITY;
    this.idle_at_ms = Number.POSITIVE_INFINITY;
    this._told_ms = 0;
  }

  /** @param {Deadlines} deadlines @param {number} now_ms */
  follow({ idle_at, warn_at }, now_ms) {
    this.idle_at_ms = Date.parse(idle_at);
    this.warn_at_ms = Date.parse(warn_at);
    this._told_ms = now_ms;
  }

  stop() {
    this.warn_at_ms = Number.POSITIVE_INFINITY;
    this.idle_at_ms = Number.POSITIVE_INFINITY;
  }

  /** @param {number} now_ms @returns {"awake" | "warned" | "over"} */
  phase(now_ms) {
    if (now_ms >= this.idle_at_ms) return "over";
    return now_ms >= this.warn_at_ms ? "warned" : "awake";
  }

  /** Whole seconds until the log-off. @param {number} now_ms */
  left_s(now_ms) {
    return Math.max(0, Math.ceil((this.idle_at_ms - now_ms) / 1000));
  }

  /** Until something has to be done, or null. @param {number} now_ms */
  wait_ms(now_ms) {
    const phase = this.phase(now_ms);
    if (phase === "over" || this.idle_at_ms === Number.POSITIVE_INFINITY) return null;
    // The seconds are counted down in the warning.
    return phase === "warned" ? Math.min(1000, this.idle_at_ms - now_ms) : this.warn_at_ms - now_ms;
  }

  /** Whether the service should be told that somebody is there. @param {number} now_ms */
  tells(now_ms) {
    const phase = this.phase(now_ms);
    if (phase === "over" || this.idle_at_ms === Number.POSITIVE_INFINITY) return false;
    if (phase !== "warned" && now_ms - this._told_ms < TOLD_EVERY_MS) return false;
    this._told_ms = now_ms;
    return true;
  }
}
