/** A session that is planned or changed: what the editor holds, what the service gets, and what changed. Pure. */

import { addDays, addMinutes, minutesBetween, wallTime } from "../time/dates.js";
import { NEVER, repeatErrors, repeatOf, ruleOf } from "./repeat.js";

/**
 * @typedef {import("../api/shapes.js").Appointment} Appointment
 * @typedef {{ person: string, name: string, role: string, cameras: number | null, couple: string, serves: string, from_cohort: boolean }} Guest
 * @typedef {{ title: string, kind: string, track: string, day: string, time: string, zone: string, duration_min: number, break_min: number,
 *   repeat: import("./repeat.js").Repeat | null, cohort: string, attendees: Guest[] }} Draft
 */

export const KINDS = ["group", "psychoeducation", "individual", "couples", "multi_couple", "medical_visit", "alumni"];
export const TRACKS = ["group", "individual", "couples", "sud", "medical"];
export const ROLES = ["facilitator", "co_facilitator", "tech_host", "member", "interpreter", "captioner", "observer", "trainee"];

/** In these a colleague may take somebody's place. */
const STAFF_ROLES = ["facilitator", "co_facilitator", "tech_host", "trainee"];

/** @type {Readonly<Record<string, string>>} */
const TRACK_OF = { individual: "individual", couples: "couples", multi_couple: "couples", medical_visit: "medical" };

/** The track that a kind of session usually belongs to. @param {string} kind */
export const usualTrack = (kind) => TRACK_OF[kind] ?? "group";

/** @type {Readonly<Record<string, number>>} */
const LENGTHS = { individual: 50, couples: 50, medical_visit: 20, psychoeducation: 50 };

/** @param {string} kind */
export const usualLength = (kind) => LENGTHS[kind] ?? 75;

/** When a new session is offered to begin: at the next full hour of a working day, or at nine. @param {string} day The day that is looked at. @param {string} now On the wall. */
export function nextStart(day, now) {
  const hour = Number(now.slice(11, 13)) + 1;
  if (day > now.slice(0, 10)) return `${day}T09:00`;
  return hour >= 8 && hour <= 20
    ? `${now.slice(0, 10)}T${String(hour).padStart(2, "0")}:00`
    : `${addDays(now.slice(0, 10), hour > 20 ? 1 : 0)}T09:00`;
}

/** @param {string} wall When it begins. @param {string} zone @returns {Draft} */
export const newDraft = (wall, zone) => ({
  title: "",
  kind: "group",
  track: "group",
  day: wall.slice(0, 10),
  time: wall.slice(11, 16),
  zone,
  duration_min: usualLength("group"),
  break_min: 0,
  repeat: NEVER(),
  cohort: "",
  attendees: [],
});

/** @param {Appointment} appointment @returns {Draft} */
export function draftOf(appointment) {
  const wall = wallTime(appointment.begins_at, appointment.zone);
  return {
    title: appointment.title,
    kind: appointment.kind,
    track: appointment.track,
    day: wall.slice(0, 10),
    time: wall.slice(11, 16),
    zone: appointment.zone,
    duration_min: minutesBetween(appointment.begins_at, appointment.ends_at),
    break_min: appointment.break_min,
    repeat: repeatOf(appointment.series?.rule ?? ""),
    cohort: appointment.cohort?.id ?? "",
    attendees: appointment.attendees.map((one) => ({
      person: one.person.id,
      name: one.person.name,
      role: one.role,
      cameras: one.cameras ?? null,
      couple: one.couple ?? "",
      serves: one.serves ?? "",
      from_cohort: one.from_cohort ?? false,
    })),
  };
}

/** Who works in a session, and not as its client. @param {Appointment} appointment */
export const staffOf = (appointment) => appointment.attendees.filter(({ role }) => STAFF_ROLES.includes(role));

/** Whether a cancelled session can be planned again: a series that was ended before it has no place for it. @param {Appointment} appointment @param {number} now */
export const canReplan = ({ status, begins_at, series }, now) =>
  status === "cancelled" && Date.parse(begins_at) > now && (series === null || Boolean(series.slot));

/** @param {Guest} one */
const guestBody = (one) => ({
  person: one.person,
  role: one.role,
  ...(one.couple ? { couple: one.couple } : {}),
  ...(one.cameras ? { cameras: one.cameras } : {}),
  ...(one.serves ? { serves: one.serves } : {}),
});

/** What the service gets. People of the cohort come with it, so they are not named again. @param {Draft} draft */
export function bodyOf(draft) {
  const rule = draft.repeat ? ruleOf(draft.repeat, draft.day) : "";
  return {
    title: draft.title.trim(),
    kind: draft.kind,
    track: draft.track,
    starts_local: `${draft.day}T${draft.time}`,
    zone: draft.zone,
    duration_min: draft.duration_min,
    break_min: draft.break_min,
    ...(rule ? { rule } : {}),
    ...(draft.cohort ? { cohort: draft.cohort } : {}),
    attendees: draft.attendees.filter((one) => !one.from_cohort).map(guestBody),
  };
}

/** What of a planned session may be changed. */
const CHANGEABLE = ["title", "track", "starts_local", "duration_min", "break_min", "rule", "attendees"];

/** The fields that differ. Of people, everybody who is to come is named, those of the group too. @param {Draft} before @param {Draft} after */
export function changesOf(before, after) {
  const [old, now] = [before, after].map(
    (draft) => /** @type {Record<string, unknown>} */ ({ ...bodyOf(draft), attendees: draft.attendees.map(guestBody) }),
  );
  return Object.fromEntries(
    CHANGEABLE.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(old[name])).map((name) => [name, now[name]]),
  );
}

/** Codes of what is missing, by field. @param {Draft} draft @returns {Record<string, string>} */
export function draftErrors(draft) {
  /** @type {Record<string, string>} */
  const errors = {};
  for (const name of /** @type {const} */ (["title", "day", "time"])) if (!draft[name].trim()) errors[name] = "field.required";
  if (!(draft.duration_min >= 5 && draft.duration_min <= 720)) errors.duration_min = "schedule.length";
  if (!(draft.break_min >= 0 && draft.break_min < draft.duration_min)) errors.break_min = "schedule.length";
  return draft.repeat ? { ...errors, ...repeatErrors(draft.repeat, draft.day) } : errors;
}

/** Whether there is enough to ask for conflicts. @param {Draft} draft */
export const isCheckable = (draft) => Object.keys({ ...draftErrors({ ...draft, title: draft.title || "…" }) }).length === 0;

/** When it ends on the wall. @param {Draft} draft */
export const endOf = (draft) => addMinutes(`${draft.day}T${draft.time}`, draft.duration_min);

/** Each thing that speaks against a session once, though it may hold for every session of a series. @param {readonly import("../api/shapes.js").Conflict[]} conflicts */
export function distinct(conflicts) {
  const keys = conflicts.map(({ code, severity, people, at }) => JSON.stringify([code, severity, people.map(({ id }) => id), at ?? ""]));
  return conflicts.filter((_, place) => keys.indexOf(keys[place]) === place);
}
