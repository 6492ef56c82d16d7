/** The hours of a week in which somebody may be written to: as the service writes them, as rows of a form, and in words. Pure. */

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ROW = /^\s*(?<days>[a-z]{3}(?:[-,][a-z]{3})*)?\s*(?<from>\d\d:\d\d)?\s?[-\u2013]\s?(?<until>\d\d:\d\d)?\s*$/;
/** From this many days in a row on, only the first and the last are named. */
const RUN = 3;

/** @typedef {{ days: number[], from: string, until: string }} Hours Days by number, 0 is Monday; what is not chosen yet is empty. */

/** What a row begins with: office hours. @returns {Hours} */
export const usualHours = () => ({ days: [0, 1, 2, 3, 4], from: "09:00", until: "17:00" });

/** @param {string} text @returns {Hours[] | null} Null if it is written in another way. */
export function hoursOf(text) {
  const rows = [];
  for (const part of text.split(";").filter((one) => one.trim())) {
    const { days = "", from = "", until = "" } = ROW.exec(part)?.groups ?? { days: "?" };
    const numbers = daysOf(days);
    if (!numbers) return null;
    rows.push({ days: numbers, from, until });
  }
  return rows;
}

/** As the service reads it. A row that lacks something stays one that the service refuses, so that it is never taken for "any time". @param {readonly Hours[]} rows */
export const textOf = (rows) =>
  rows.map(({ days, from, until }) => `${days.map((day) => DAYS[day]).join(",")} ${from}-${until}`).join("; ");

/** @param {string} text @returns {number[] | null} */
function daysOf(text) {
  const found = new Set();
  for (const span of text.split(",").filter(Boolean)) {
    const [first, last = first] = span.split("-").map((code) => DAYS.indexOf(code));
    if (first < 0 || last < 0) return null;
    for (let day = first; ; day = (day + 1) % 7) {
      found.add(day);
      if (day === last) break;
    }
  }
  return [...found].sort();
}

/**
 * In words: "Monday – Friday, 9:00 AM – 5:00 PM; Sunday, 10:00 AM – 12:00 PM". What cannot be read is said as it is.
 * @param {string} text @param {import("../time/dates.js").Writer} writer @param {(parts: string[]) => string} list
 */
export function saidHours(text, writer, list) {
  const rows = hoursOf(text);
  if (!rows) return text;
  const clock = (/** @type {string} */ time) => writer.wall(`2026-03-02T${time}`);
  return rows
    .map(({ days, from, until }) => {
      const names = runsOf(days).flatMap((run) =>
        run.length < RUN ? run.map((day) => writer.weekday(day)) : [`${writer.weekday(run[0])} – ${writer.weekday(run[run.length - 1])}`],
      );
      return `${list(names)}, ${clock(from)} – ${clock(until)}`;
    })
    .join("; ");
}

/** Days that follow each other, together. @param {readonly number[]} days */
function runsOf(days) {
  /** @type {number[][]} */
  const runs = [];
  for (const day of days) {
    const last = runs[runs.length - 1];
    if (last && last[last.length - 1] === day - 1) last.push(day);
    else runs.push([day]);
  }
  return runs;
}
