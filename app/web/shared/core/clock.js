/**
 * Room time on this computer, and times as words. Room time is carried on the clock that nobody can set: when the computer's
 * own clock is put right in mid-session, no turn becomes longer or shorter. That clock may stand while the computer sleeps;
 * `Sleep` notices, and the server is asked what time it is. Pure but for `steady_s` and what is built on it.
 */

/** Seconds on the clock that nobody can set, from an arbitrary beginning. */
export const steady_s = () => performance.now() / 1000;

/** The room's time, Unix seconds. @param {{ clock_offset_s: number }} known */
export const nowOf = (known) => steady_s() + known.clock_offset_s;

/** Seconds as minutes and seconds: 75 is "1:15". @param {number} seconds */
export function minutes(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * A time of day as people here write it, with the day of the week where that is not today's.
 * @param {number} at Unix seconds. @param {string} [locale] @param {number} [now] Unix seconds.
 */
export function timeOfDay(at, locale, now = Date.now() / 1000) {
  const date = new Date(at * 1000);
  const today = date.toDateString() === new Date(now * 1000).toDateString();
  return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", ...(today ? {} : { weekday: "long" }) }).format(date);
}

/** @param {number} number @param {string} locale @param {Intl.NumberFormatOptions} [options] */
export const inFigures = (number, locale, options) => new Intl.NumberFormat(locale, options).format(number);
