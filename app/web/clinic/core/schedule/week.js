/** Appointments as a calendar shows them, on the wall of one zone. Pure. */

import { addDays, dayOf, instantOf, mondayOf, utc, wallTime } from "../time/dates.js";

/** @typedef {import("../api/shapes.js").Appointment} Appointment */

/** What is asked for a week or a day: instants, the end exclusive. @param {string} day @param {"week" | "day"} view @param {string} zone */
export function spanOf(day, view, zone) {
  const first = view === "week" ? mondayOf(day) : day;
  const last = addDays(first, view === "week" ? 7 : 1);
  return { from: utc(instantOf(`${first}T00:00`, zone)), to: utc(instantOf(`${last}T00:00`, zone)) };
}

/** @param {Appointment} one @param {string} zone */
export const eventOf = (one, zone) => ({
  id: one.id,
  title: one.title,
  start: wallTime(one.begins_at, zone),
  end: wallTime(one.ends_at, zone),
  extendedProps: { cancelled: one.status === "cancelled" },
  classNames: [`track-${one.track}`, ...(one.status === "cancelled" ? ["is-cancelled"] : [])],
});

/** Appointments by their day, in order. @param {readonly Appointment[]} appointments @param {string} zone @returns {[string, Appointment[]][]} */
export function byDay(appointments, zone) {
  /** @type {Map<string, Appointment[]>} */
  const days = new Map();
  for (const one of [...appointments].sort((a, b) => a.begins_at.localeCompare(b.begins_at))) {
    const day = dayOf(one.begins_at, zone);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days];
}

/** The hours that a calendar shows at first: around what there is, and a working day at least. @param {readonly { start: string, end: string }[]} events */
export function hoursOf(events) {
  const starts = events.map(({ start }) => Number(start.slice(11, 13)));
  const ends = events.map(({ start, end }) => (end.slice(0, 10) > start.slice(0, 10) ? 24 : Number(end.slice(11, 13)) + 1));
  const [first, last] = [Math.min(8, ...starts), Math.max(18, ...ends)];
  return { from: `${String(first).padStart(2, "0")}:00`, to: `${String(Math.min(24, last)).padStart(2, "0")}:00` };
}
