/** Attendance as pictures and forms need it: times as shares of a whole, and times on the wall as instants. Pure. */

import { addDays, dayOf, instantOf, minutesBetween, utc, wallTime } from "../time/dates.js";

/**
 * @typedef {{ begins_at: string, ends_at: string }} Span
 * @typedef {{ from: string, to: string, was?: { from: string, to: string, span: Span } }} TypedSpan Times on the wall, and the span that they were made from.
 * @typedef {{ id: string, spans: Span[], present_min: number, reason: string, note: string, by: Named, at: string }} Correction
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ person: Named, role: string, present: Span[], private: Span[], recorded: Span[], came_at: string | null, left_at: string | null,
 *   present_min: number, recorded_min: number, private_min: number, corrections: Correction[] }} Attended
 * @typedef {{ id: string, title: string, service: string, begins_at: string, ends_at: string, is_over: boolean, breaks: Span[], pauses: Span[],
 *   participants: number | null, people: Attended[], seats: { id: string, first: Named, second: Named }[], may_correct: boolean }} SessionAttendance
 * @typedef {{ monday: string, present_min: number, target_min: number, days: { day: string, present_min: number }[] }} WeekMinutes
 */

const EARLY_MS = 3_600_000;

/** The time that a session's picture spans: the session, and what was corrected beyond it. @param {SessionAttendance} session @returns {Span} */
export function wholeOf({ begins_at, ends_at, people }) {
  const spans = people.flatMap(({ present, recorded, private: apart }) => [...present, ...recorded, ...apart]);
  const begins = Math.min(Date.parse(begins_at), ...spans.map((span) => Date.parse(span.begins_at)));
  const ends = Math.max(Date.parse(ends_at), ...spans.map((span) => Date.parse(span.ends_at)), begins + 60_000);
  return { begins_at: new Date(begins).toISOString(), ends_at: new Date(ends).toISOString() };
}

/** Where a span lies in a whole, in parts of a hundred; what is outside is left out. @param {Span} span @param {Span} whole */
export function placeOf(span, whole) {
  const [begins, ends] = [whole.begins_at, whole.ends_at].map((at) => Date.parse(at));
  const share = (/** @type {string} */ at) => Math.min(100, Math.max(0, (100 * (Date.parse(at) - begins)) / (ends - begins)));
  const start = share(span.begins_at);
  return { start, width: share(span.ends_at) - start };
}

const STEPS_MIN = [15, 30, 60, 120, 240];

/** The times that are written above a picture, at most six, at full steps of the clock's minutes. @param {Span} whole @returns {string[]} */
export function ticksOf(whole) {
  const minutes = minutesBetween(whole.begins_at, whole.ends_at);
  const step = STEPS_MIN.find((one) => minutes / one <= 5) ?? 480;
  const step_ms = step * 60_000;
  const ticks = [];
  for (let at = Math.ceil(Date.parse(whole.begins_at) / step_ms) * step_ms; at < Date.parse(whole.ends_at); at += step_ms)
    ticks.push(utc(at));
  return ticks;
}

/** @param {Span} span @param {string} zone @returns {TypedSpan} */
export function typed(span, zone) {
  const [from, to] = [span.begins_at, span.ends_at].map((at) => wallTime(at, zone).slice(11));
  return { from, to, was: { from, to, span } };
}

/**
 * The spans that were typed. What was not touched keeps its seconds; a time is the first of its kind from an hour before the session on.
 * @param {TypedSpan[]} spans @param {string} begins_at Of the session. @param {string} zone @returns {Span[]}
 */
export function spansOf(spans, begins_at, zone) {
  return spans.map(({ from, to, was }) => ({
    begins_at: was && was.from === from ? was.span.begins_at : momentOf(from, begins_at, zone),
    ends_at: was && was.to === to ? was.span.ends_at : momentOf(to, begins_at, zone),
  }));
}

/** @param {string} time @param {string} begins_at @param {string} zone */
function momentOf(time, begins_at, zone) {
  const day = dayOf(begins_at, zone);
  const same = instantOf(`${day}T${time}`, zone);
  return utc(same.getTime() >= Date.parse(begins_at) - EARLY_MS ? same : instantOf(`${addDays(day, 1)}T${time}`, zone));
}

/** How long a bar is, and where its target stands, in parts of a hundred. @param {number} minutes @param {number} target @param {number} most Of all bars beside it. */
export function barOf(minutes, target, most) {
  const whole = Math.max(most, target, 1);
  return { width: (100 * minutes) / whole, target: target ? (100 * target) / whole : null };
}
