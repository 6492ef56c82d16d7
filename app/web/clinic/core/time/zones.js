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

/** @returns {string[]} */
export function allZones() {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  return [...FIRST, ...known.filter((zone) => !FIRST.includes(zone)), ...(known.includes("UTC") ? [] : ["UTC"])];
}

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** "New York (Eastern Time)". @param {string} zone @param {string} locale */
export function zoneName(zone, locale) {
  const city = (zone.split("/").pop() ?? zone).replaceAll("_", " ");
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(new Date());
    const long = parts.find(({ type }) => type === "timeZoneName")?.value;
    return long && long !== zone ? `${city} (${long})` : city;
  } catch {
    return zone;
  }
}
