/** How a session repeats: choices in plain words, and the rule of RFC 5545 that they are. Pure. */

import { weekdayOf } from "../time/dates.js";

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/** As many sessions as a series may have. */
export const MOST_SESSIONS = 400;

/**
 * @typedef {{ every: "never" | "day" | "week" | "month", interval: number, days: string[], by: "date" | "weekday",
 *   ends: "count" | "until", count: number, until: string }} Repeat
 *   `days` of a week; `by`: monthly on the same date or on the same weekday; `until` is a day.
 */

/** @returns {Repeat} */
export const NEVER = () => ({ every: "never", interval: 1, days: [], by: "weekday", ends: "count", count: 12, until: "" });

/** @param {string} day The first session's. */
export const weekdayCode = (day) => WEEKDAYS[weekdayOf(day)];

/** Which of its weekday in the month a day is: 1 to 4, or -1 for the last. @param {string} day */
export function nthOf(day) {
  const date = Number(day.slice(8, 10));
  const nth = Math.ceil(date / 7);
  return nth > 4 ? -1 : nth;
}

/** @param {Repeat} repeat @param {string} day The first session's. @returns {string} The rule, or "" for a session that does not repeat. */
export function ruleOf(repeat, day) {
  if (repeat.every === "never") return "";
  const parts = [`FREQ=${{ day: "DAILY", week: "WEEKLY", month: "MONTHLY" }[repeat.every]}`];
  if (repeat.interval > 1) parts.push(`INTERVAL=${repeat.interval}`);
  if (repeat.every === "week") parts.push(`BYDAY=${daysOf(repeat, day).join(",")}`);
  if (repeat.every === "month")
    parts.push(repeat.by === "date" ? `BYMONTHDAY=${Number(day.slice(8, 10))}` : `BYDAY=${nthOf(day)}${weekdayCode(day)}`);
  parts.push(repeat.ends === "count" ? `COUNT=${repeat.count}` : `UNTIL=${repeat.until.replaceAll("-", "")}`);
  return parts.join(";");
}

/** The weekdays of a week in their order; that of the first session is always among them. @param {Repeat} repeat @param {string} day */
export const daysOf = (repeat, day) => WEEKDAYS.filter((code) => repeat.days.includes(code) || code === weekdayCode(day));

/** @param {string} rule @returns {Repeat | null} Null for a rule that these choices cannot say. */
export function repeatOf(rule) {
  if (!rule) return NEVER();
  const parts = new Map(
    rule
      .replace(/^RRULE:/, "")
      .split(";")
      .map((part) => /** @type {[string, string]} */ (part.split("=", 2))),
  );
  const every = /** @type {Record<string, Repeat["every"]>} */ ({ DAILY: "day", WEEKLY: "week", MONTHLY: "month" })[
    parts.get("FREQ") ?? ""
  ];
  const days = (parts.get("BYDAY") ?? "").split(",").filter(Boolean);
  const known = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"];
  if (!every || [...parts.keys()].some((name) => !known.includes(name)) || (every === "month" && days.length > 1)) return null;
  const until = parts.get("UNTIL") ?? "";
  return {
    ...NEVER(),
    every,
    interval: Number(parts.get("INTERVAL") ?? 1),
    days: every === "week" ? days : [],
    by: parts.has("BYMONTHDAY") ? "date" : "weekday",
    ends: until ? "until" : "count",
    count: Number(parts.get("COUNT") ?? 12),
    until: until ? `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` : "",
  };
}

/** What is wrong with the choices, by field. @param {Repeat} repeat @param {string} day @returns {Record<string, string>} */
export function repeatErrors(repeat, day) {
  if (repeat.every === "never") return {};
  /** @type {Record<string, string>} */
  const errors = {};
  if (!Number.isInteger(repeat.interval) || repeat.interval < 1 || repeat.interval > 52) errors["repeat.interval"] = "schedule.rule";
  if (repeat.ends === "count" && (!Number.isInteger(repeat.count) || repeat.count < 1)) errors["repeat.count"] = "schedule.endless";
  if (repeat.ends === "count" && repeat.count > MOST_SESSIONS) errors["repeat.count"] = "schedule.too_many";
  if (repeat.ends === "until" && !repeat.until) errors["repeat.until"] = "schedule.endless";
  else if (repeat.ends === "until" && repeat.until < day) errors["repeat.until"] = "programme.period";
  return errors;
}
