/** Courses as points of a picture: what lies where, and between which days. Pure. */

/**
 * @typedef {{ en: string, es: string }} Words
 * @typedef {{ key: string, version: number, validated: boolean, scored: boolean, title: Words, lead: Words, items: Words[],
 *   options: { value: number, text: Words }[], slider: { lowest: number, highest: number, low: Words, high: Words } | null,
 *   bands: { begins: number, name: Words }[], alert_item: number | null, most: number }} Instrument
 * @typedef {{ id: string, instrument: string, version: number, answered_at: string, session: string | null, answers: (number | null)[],
 *   total: number | null, prorated: boolean, band: number | null }} Sent
 * @typedef {{ at: number, value: number, hollow?: boolean }} Value
 * @typedef {{ x: number, y: number, hollow: boolean, value: number }} Point
 */

/** Of the picture, in its own units. */
export const WIDTH = 600;
export const HEIGHT = 220;
export const LEFT = 40;
export const RIGHT = 12;
export const TOP = 12;
export const BOTTOM = 28;

/** A text in the reader's language, as its authors wrote it. @param {Words} text @param {string} language */
export const wordsIn = (text, language) => (language === "es" ? text.es : text.en);

/** How high a value lies. @param {number} value @param {number} most */
export const heightOf = (value, most) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most);

/**
 * Where values lie between the first day and the last; a single one lies in the middle.
 * @param {readonly Value[]} values @param {number} most @param {readonly [number, number]} span
 * @returns {Point[]}
 */
export function pointsOf(values, most, [from, to]) {
  const wide = WIDTH - LEFT - RIGHT;
  return values.map(({ at, value, hollow = false }) => ({
    x: LEFT + (to > from ? ((at - from) / (to - from)) * wide : wide / 2),
    y: heightOf(value, most),
    hollow,
    value,
  }));
}

/** The first and the last moment of several rows of values. @param {readonly (readonly Value[])[]} rows @returns {[number, number]} */
export function spanOf(rows) {
  const all = rows.flat().map(({ at }) => at);
  return all.length ? [Math.min(...all), Math.max(...all)] : [0, 0];
}

/** Up to so many of them, evenly, the first and the last among them. @template T @param {readonly T[]} all @param {number} most @returns {T[]} */
export function someOf(all, most) {
  if (all.length <= most) return [...all];
  const step = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, place) => all[Math.round(place * step)]);
}

/** A client's scores of one instrument, the oldest first. @param {readonly Sent[]} sent @param {string} key @returns {Value[]} */
export const scoresOf = (sent, key) =>
  sent.flatMap((one) =>
    one.instrument === key && one.total !== null ? [{ at: Date.parse(one.answered_at), value: one.total, hollow: one.prorated }] : [],
  );
