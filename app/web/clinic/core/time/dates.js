/** Days and hours on the wall of a time zone, by Intl alone. A day is "2026-03-02", a wall time "2026-03-02T09:00". Weeks begin on Monday. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** @type {Map<string, Intl.DateTimeFormat>} Making one is slow. */
const FORMATS = new Map();

/** @param {string} locale @param {Intl.DateTimeFormatOptions} options */
export function format(locale, options) {
  const key = locale + JSON.stringify(options);
  let found = FORMATS.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    FORMATS.set(key, found);
  }
  return found;
}

/** What the clock on the wall shows at an instant. @param {string | number | Date} at @param {string} zone */
export function wallTime(at, zone) {
  const parts = Object.fromEntries(
    format("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year.padStart(4, "0")}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** An instant as the service writes it: whole seconds, UTC. @param {number | Date} at */
export const utc = (at) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

/** @param {string | number | Date} at @param {string} zone */
export const dayOf = (at, zone) => wallTime(at, zone).slice(0, 10);

/** Midnight UTC of a day, for counting only. @param {string} day */
const midnight = (day) => Date.parse(`${day}T00:00:00Z`);

/** @param {string} day @param {number} days */
export const addDays = (day, days) => new Date(midnight(day) + days * DAY_MS).toISOString().slice(0, 10);

/** 0 is Monday. @param {string} day */
export const weekdayOf = (day) => (new Date(midnight(day)).getUTCDay() + 6) % 7;

/** @param {string} day */
export const mondayOf = (day) => addDays(day, -weekdayOf(day));

/** @param {string} day */
export const weekOf = (day) => Array.from({ length: 7 }, (_, place) => addDays(mondayOf(day), place));

/** The instant of a wall time in a zone. In an hour that comes twice it is the first; one that is skipped moves on.
 * @param {string} wall @param {string} zone */
export function instantOf(wall, zone) {
  const wanted = Date.parse(`${wall}:00Z`);
  const offsets = [-DAY_MS, DAY_MS].map((shift) => offsetAt(wanted + shift, zone));
  for (const offset of new Set(offsets)) if (wallTime(wanted - offset, zone) === wall) return new Date(wanted - offset);
  return new Date(wanted - Math.min(...offsets));
}

/** How far a zone's wall clocks are ahead of UTC. @param {number} at_ms @param {string} zone */
const offsetAt = (at_ms, zone) => Date.parse(`${wallTime(at_ms, zone)}:00Z`) - Math.floor(at_ms / MINUTE_MS) * MINUTE_MS;

/** @param {string} wall @param {number} minutes */
export const addMinutes = (wall, minutes) => new Date(Date.parse(`${wall}:00Z`) + minutes * MINUTE_MS).toISOString().slice(0, 16);

/** Minutes from one instant to another. @param {string} from @param {string} to */
export const minutesBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / MINUTE_MS);

/** Writes times as people of a language and a zone do. */
export class Writer {
  /** @param {string} locale @param {string} zone */
  constructor(locale, zone) {
    this.locale = locale;
    this.zone = zone;
  }

  /** @param {string | number | Date} at @param {Intl.DateTimeFormatOptions} options */
  _write(at, options) {
    return format(this.locale, { timeZone: this.zone, ...options }).format(new Date(at));
  }

  /** "9:00 AM". @param {string | number} at */
  time(at) {
    return this._write(at, { hour: "numeric", minute: "2-digit" });
  }

  /** The time of a wall: "9:00 AM". @param {string} wall */
  wall(wall) {
    return format(this.locale, { timeZone: "UTC", hour: "numeric", minute: "2-digit" }).format(Date.parse(`${wall}:00Z`));
  }

  /** "9:00 – 10:30 AM"; only the times where the end is on another day. @param {string} from @param {string} to */
  range(from, to) {
    if (dayOf(from, this.zone) !== dayOf(to, this.zone)) return `${this.time(from)} – ${this.time(to)}`;
    return format(this.locale, { timeZone: this.zone, hour: "numeric", minute: "2-digit" }).formatRange(new Date(from), new Date(to));
  }

  /** "Monday, March 2". @param {string | number} at */
  date(at) {
    return this._write(at, { weekday: "long", month: "long", day: "numeric" });
  }

  /** "Mar 2, 2026". @param {string | number} at */
  shortDate(at) {
    return this._write(at, { year: "numeric", month: "short", day: "numeric" });
  }

  /** "Mar 2". @param {string | number} at */
  monthDay(at) {
    return this._write(at, { month: "short", day: "numeric" });
  }

  /** "Mar 2, 2026, 9:00 AM". @param {string | number} at */
  moment(at) {
    return this._write(at, { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
  }

  /** A day's own name: "Monday, March 2". @param {string} day */
  day(day) {
    return format(this.locale, { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" }).format(midnight(day));
  }

  /** "Mar 2 – 8, 2026". @param {string} from @param {string} to Days. */
  days(from, to) {
    const write = format(this.locale, { timeZone: "UTC", year: "numeric", month: "short", day: "numeric" });
    return from === to ? write.format(midnight(from)) : write.formatRange(midnight(from), midnight(to));
  }

  /** "Mar 2, 2026" of a day. @param {string} day */
  onlyDay(day) {
    return format(this.locale, { timeZone: "UTC", year: "numeric", month: "short", day: "numeric" }).format(midnight(day));
  }

  /** The name of a weekday; 0 is Monday. @param {number} weekday @param {"long" | "short"} [length] */
  weekday(weekday, length = "long") {
    return format(this.locale, { timeZone: "UTC", weekday: length }).format(midnight("2026-03-02") + weekday * DAY_MS);
  }

  /** "in 20 minutes", "5 minutes ago", by the coarsest unit that says something. @param {string} at @param {number} now_ms */
  away(at, now_ms) {
    const minutes = Math.round((Date.parse(at) - now_ms) / MINUTE_MS);
    const write = new Intl.RelativeTimeFormat(this.locale, { numeric: "auto" });
    if (Math.abs(minutes) < 60) return write.format(minutes, "minute");
    return Math.abs(minutes) < 48 * 60 ? write.format(Math.round(minutes / 60), "hour") : write.format(Math.round(minutes / 1440), "day");
  }

  /** The hours of a length: "1 hr, 30 min". @param {number} minutes */
  length(minutes) {
    const parts = [];
    const unit = (/** @type {number} */ value, /** @type {"hour" | "minute"} */ name) =>
      new Intl.NumberFormat(this.locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
    if (minutes >= 60) parts.push(unit(Math.floor(minutes / 60), "hour"));
    if (minutes % 60 || !minutes) parts.push(unit(minutes % 60, "minute"));
    return parts.join(" ");
  }
}
