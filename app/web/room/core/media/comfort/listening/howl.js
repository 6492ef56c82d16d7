/**
 * Whether two devices in one room howl: the sound of one comes out of the other, and goes round and round. What tells it from
 * a voice: one narrow tone, far above everything else, that stays where it is and grows, or is as loud as it can get. Pure.
 */

/** @typedef {{ bin: number, peak_db: number, middle_db: number }} Glimpse The loudest tone of a moment, and how loud half of all others are. */
/** @typedef {{ glimpses: readonly Glimpse[] }} Heard */

/** How often somebody looks, and for how long a tone has to stay. */
export const LOOK_EVERY_MS = 150;
const STAYS_FOR = 12;
/** A tone may swim by as many bins. */
const SWIMS = 1;
const STANDS_OUT_DB = 28;
const AUDIBLE_DB = -60;
/** Grows by as much while it is looked at, or is at its end. */
const GROWS_DB = 6;
const FULL_DB = -25;

/** @type {Heard} */
export const NOTHING_HEARD = Object.freeze({ glimpses: [] });

/** @param {Float32Array} spectrum_db One moment, by frequency. @param {number} [from] The first bin that is looked at: a hum of the mains is no howl. @returns {Glimpse} */
export function glimpseOf(spectrum_db, from = 8) {
  const looked_at = spectrum_db.subarray(Math.min(from, spectrum_db.length));
  if (!looked_at.length) return { bin: 0, peak_db: -Infinity, middle_db: -Infinity };
  let bin = 0;
  for (let at = 1; at < looked_at.length; at += 1) if (looked_at[at] > looked_at[bin]) bin = at;
  const sorted = Float32Array.from(looked_at).sort();
  return { bin: bin + from, peak_db: looked_at[bin], middle_db: sorted[sorted.length >> 1] };
}

/** @param {Heard} heard @param {Glimpse} glimpse @returns {Heard} */
export function hear(heard, glimpse) {
  const first = heard.glimpses[0];
  const stays = first && Math.abs(glimpse.bin - first.bin) <= SWIMS;
  if (!standsOut(glimpse)) return NOTHING_HEARD;
  return { glimpses: stays ? [...heard.glimpses, glimpse].slice(-STAYS_FOR) : [glimpse] };
}

/** @param {Heard} heard */
export function isHowling({ glimpses }) {
  if (glimpses.length < STAYS_FOR) return false;
  const levels = glimpses.map(({ peak_db }) => peak_db);
  const third = Math.floor(STAYS_FOR / 3);
  const [early, late] = [mean(levels.slice(0, third)), mean(levels.slice(-third))];
  return late - early >= GROWS_DB || Math.min(...levels) >= FULL_DB;
}

/** @param {Glimpse} glimpse */
const standsOut = ({ peak_db, middle_db }) => peak_db >= AUDIBLE_DB && peak_db - middle_db >= STANDS_OUT_DB;

/** @param {number[]} numbers */
const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
