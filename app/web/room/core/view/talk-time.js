/** The talk of the last minutes as bars, by seat and never by amount. Pure. */

import { tilesOf } from "./selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {{ id: string, people: string[], seconds: number, share: number, fair: number, bars: number[], separated: boolean,
 *   unreliable: boolean, hint?: string }} TalkRow `bars` are 0 to 1 of a minute, oldest first.
 */

const MINUTE_S = 60;

/**
 * One row for each person, or for a couple that cannot be told apart, in the order of the seats.
 * @param {View} view @returns {TalkRow[]}
 */
export function talkRows(view) {
  const { airtime } = view;
  if (typeof airtime !== "object") return [];
  const { people = {}, units = {} } = airtime;
  return tilesOf(view, { with_own: false }).flatMap(({ id, seat }) => {
    const unit = units[id];
    if (seat.people.length > 1 && unit && !unit.separated) return [row(id, seat.people, unit)];
    return seat.people.filter((person) => people[person]).map((person) => row(person, [person], people[person]));
  });
}

/** @param {string} id @param {string[]} people @param {any} found @returns {TalkRow} */
const row = (id, people, found) => ({
  id,
  people,
  seconds: found.seconds,
  share: found.share,
  fair: found.fair,
  bars: found.per_minute.map((/** @type {number} */ seconds) => Math.min(1, seconds / MINUTE_S)),
  separated: found.separated,
  unreliable: found.unreliable ?? false,
  hint: found.hint,
});

/** Since when nobody speaks, in seconds, and whether it is long; null while somebody speaks. @param {View} view @param {number} now */
export function silenceOf(view, now) {
  const { since, hint_at } = view.silence ?? {};
  if (since === undefined) return null;
  return { seconds: Math.max(0, now - since), long: hint_at !== undefined && now >= hint_at };
}
