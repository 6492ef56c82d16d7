/**
 * The agenda on the console: what is on, what comes next, and what the group would have to give up to end in time.
 * Nobody but those who lead is sent any of it. Pure.
 */

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {NonNullable<View["agenda"]>} Agenda
 * @typedef {Agenda["items"][number]} AgendaItem
 * @typedef {{ id: string, from: number, to: number }} Cut An item that would be shorter, in minutes; dropped if `to` is 0.
 */

/** A part that gives something up keeps at least this many minutes, as long as another one can give instead. */
const LEAST_MIN = 5;

/** What gives up time last: a break is promised, and nobody leaves without a closing. */
const LAST = new Set(["break", "closing"]);

/** @param {Agenda} agenda */
export const currentOf = (agenda) => agenda.items.find(({ id }) => id === agenda.current) ?? null;

/** What has not begun, dropped items too. @param {Agenda} agenda */
export const toCome = (agenda) => agenda.items.filter(({ id, spent_s }) => id !== agenda.current && spent_s === undefined);

/** @param {Agenda} agenda */
const kept = (agenda) => toCome(agenda).filter(({ dropped }) => !dropped);

/** @param {Agenda} agenda @returns {AgendaItem | null} */
export const nextOf = (agenda) => kept(agenda)[0] ?? null;

/** Minutes that the present item has had, with fractions. @param {Agenda} agenda @param {number} now */
export const spentMin = (agenda, now) => (agenda.since === undefined ? 0 : Math.max(0, (now - agenda.since) / 60));

/** Whole minutes until the present item should end; below 0 once it is over its time. @param {Agenda} agenda @param {number} now */
export function leftMin(agenda, now) {
  const current = currentOf(agenda);
  return current ? Math.ceil(current.minutes - spentMin(agenda, now)) : 0;
}

/**
 * How many whole minutes more are planned than there are; 0 if it fits, or if nobody said when the session ends.
 * @param {Agenda} agenda @param {number} now
 */
export function overMin(agenda, now) {
  if (agenda.ends_at === undefined) return 0;
  const current = currentOf(agenda);
  const rest = current ? Math.max(0, current.minutes - spentMin(agenda, now)) : 0;
  const later = kept(agenda).reduce((sum, { minutes }) => sum + minutes, 0);
  return Math.max(0, Math.ceil(rest + later - Math.max(0, (agenda.ends_at - now) / 60)));
}

/**
 * Which later items would be shorter if the session is to end in time: the longest gives first, breaks and the closing last.
 * @param {Agenda} agenda @param {number} now @returns {Cut[]}
 */
export function cutsOf(agenda, now) {
  let over = overMin(agenda, now);
  const items = kept(agenda).map(({ id, part, minutes }) => ({ id, part, from: minutes, to: minutes }));
  for (const [gives, least] of /** @type {[(part: string) => boolean, number][]} */ ([
    [(part) => !LAST.has(part), LEAST_MIN],
    [(part) => !LAST.has(part), 0],
    [(part) => LAST.has(part), LEAST_MIN],
    [(part) => LAST.has(part), 0],
  ])) {
    for (const item of items.filter(({ part }) => gives(part)).sort((a, b) => b.to - a.to)) {
      const given = Math.min(over, Math.max(0, item.to - least));
      item.to -= given;
      over -= given;
    }
  }
  return items.filter(({ from, to }) => to < from).map(({ id, from, to }) => ({ id, from, to }));
}

/**
 * The thin line: a stretch for each item that is not dropped, as long as it lasted or is to last, and how much of it is past.
 * @param {Agenda} agenda @param {number} now @returns {{ id: string, minutes: number, past: number, over: boolean }[]}
 */
export const lineOf = (agenda, now) =>
  agenda.items
    .filter(({ dropped }) => !dropped)
    .map(({ id, minutes, spent_s }) => {
      if (spent_s !== undefined) return { id, minutes: Math.max(0.5, spent_s / 60), past: 1, over: spent_s > minutes * 60 };
      if (id !== agenda.current) return { id, minutes, past: 0, over: false };
      const spent = spentMin(agenda, now);
      return { id, minutes: Math.max(minutes, spent), past: Math.min(1, spent / minutes), over: spent > minutes };
    });
