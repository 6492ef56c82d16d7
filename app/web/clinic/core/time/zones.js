/** The time zones that a browser knows, with words that find them. */

/** Those most used come first. */
const FIRST = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "Pacific/Honolulu",
];

/** @type {Map<string, string>} Asking for a name is slow, and a list has hundreds. */
const NAMES = new Map();

/** Those most used, and then all others by their names. @param {string} locale @returns {string[]} */
export function allZones(locale) {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  const others = [...known, ...(known.includes("UTC") ? [] : ["UTC"])].filter((zone) => !FIRST.includes(zone));
  const names = new Map(others.map((zone) => [zone, zoneName(zone, locale)]));
  return [...FIRST, ...others.sort((a, b) => (names.get(a) ?? a).localeCompare(names.get(b) ?? b, locale))];
}

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** "New York (Eastern Time)". @param {string} zone @param {string} locale */
export function zoneName(zone, locale) {
  const key = `${locale} ${zone}`;
  const found = NAMES.get(key) ?? named(zone, locale);
  NAMES.set(key, found);
  return found;
}

/** @param {string} zone @param {string} locale */
function named(zone, locale) {
  const city = (zone.split("/").pop() ?? zone).replaceAll("_", " ");
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(new Date());
    const long = parts.find(({ type }) => type === "timeZoneName")?.value;
    return long && long !== zone ? `${city} (${long})` : city;
  } catch {
    return zone;
  }
}
