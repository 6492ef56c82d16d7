/** A session's agenda as it is prepared: items added, moved and made longer, and whether they fill the session. Pure. */

/**
 * @typedef {import("../../../shared/core/agenda.js").Item} Item
 * @typedef {{ id: string, name?: string | null, items: Item[] }} Template `name`: of the clinic's own; the others are named by the words of the page.
 * @typedef {{ title: string, begins_at: string, ends_at: string, kind: string, items: Item[], templates: Template[],
 *   done: (Item & { id: string, planned_min: number, dropped: boolean, spent_s: number | null })[], may_change: boolean, version: number }} Agenda
 */

export const ITEMS_MAX = 20;

/** @param {readonly Item[]} items */
export const lengthOf = (items) => items.reduce((sum, { minutes }) => sum + (minutes || 0), 0);

/** @param {{ begins_at: string, ends_at: string }} session In minutes. */
export const sessionLength = ({ begins_at, ends_at }) => Math.round((Date.parse(ends_at) - Date.parse(begins_at)) / 60000);

/** @param {readonly Item[]} items @param {number} from @param {number} to @returns {Item[]} */
export function moved(items, from, to) {
  const rest = items.filter((_, place) => place !== from);
  rest.splice(Math.max(0, Math.min(rest.length, to)), 0, items[from]);
  return rest;
}

/** @param {readonly Item[]} items @param {number} place @param {Partial<Item>} changed */
export const changed = (items, place, changed) => items.map((item, at) => (at === place ? { ...item, ...changed } : item));

/** What is sent. @param {readonly Item[]} items */
export const bodyOf = (items) => ({
  items: items.map(({ id, part, minutes, mode, protocol, options }) => ({
    ...(id ? { id } : {}),
    part,
    minutes,
    ...(mode ? { mode } : {}),
    ...(protocol ? { protocol, options: options ?? {} } : {}),
  })),
});

/** As items of this session, which have no id yet. @param {readonly Item[]} items @returns {Item[]} */
export const copied = (items) => items.map(({ part, minutes, mode, protocol, options }) => ({ part, minutes, mode, protocol, options }));
