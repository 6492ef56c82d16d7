/** What an item of an agenda can be and start, wherever it is chosen: at a desk before the session, or in the room. Pure. */

/**
 * @typedef {{ id?: string, part: string, minutes: number, mode?: string | null, protocol?: string | null,
 *   options?: Record<string, string | number | boolean> }} Item
 * @typedef {{ type: string, low?: number, high?: number, values?: string[], default?: any, kind?: string }} Value
 * @typedef {{ id: string, title: string, rules?: { options: Record<string, Value>, emergency: boolean }, options: Record<string, string>,
 *   choices: Record<string, Record<string, string>> }} Protocol
 * @typedef {{ decks: Record<string, { id: string, title: string }>, scripts: Record<string, { id: string, title: string }>,
 *   prompts: Record<string, { id: string, text: string, question?: boolean }>, protocols: Record<string, Protocol> }} Library
 */

export const PARTS = ["check_in", "psychoeducation", "break", "process_group", "skills", "closing", "talk"];
export const MODES = ["open", "queue", "popcorn", "staff_only", "quiet"];
export const MINUTES_MAX = 240;

/** A length that the service takes. @param {number} minutes */
export const bounded = (minutes) => Math.max(1, Math.min(MINUTES_MAX, Math.round(minutes) || 1));

/** The next length up or down in steps of five. @param {number} minutes @param {1 | -1} way */
export const stepped = (minutes, way) => bounded(way > 0 ? Math.floor(minutes / 5) * 5 + 5 : Math.ceil(minutes / 5) * 5 - 5);

/** What an item starts, as one value of a list: `mode:MODE`, `protocol:ID`, with a set of questions `deck:PROTOCOL:ID`, or "". @param {Item} item */
export function startsOf({ mode, protocol, options }) {
  if (protocol && options?.deck) return `deck:${protocol}:${options.deck}`;
  if (protocol) return `protocol:${protocol}`;
  return mode ? `mode:${mode}` : "";
}

/** The same back as the item's fields; a protocol begins with its own defaults. @param {string} value @returns {Partial<Item>} */
export function startingWith(value) {
  const [kind, name, deck] = value.split(":");
  if (kind === "deck") return { mode: null, protocol: name, options: { deck } };
  if (kind === "protocol") return { mode: null, protocol: name, options: {} };
  return { mode: kind === "mode" ? name : null, protocol: null, options: {} };
}

/** What may be chosen for a protocol before anybody is there: everything but people. @param {Protocol | undefined} protocol @returns {[string, Value][]} */
export const choicesOf = (protocol) => Object.entries(protocol?.rules?.options ?? {}).filter(([, { type }]) => type !== "people");

/** Protocols that can be prepared, by title. @param {Library} library */
export const protocolsOf = (library) =>
  Object.values(library.protocols)
    .filter(({ rules }) => rules && !rules.emergency)
    .sort((a, b) => a.title.localeCompare(b.title));

/** Every set of questions with the protocol that goes through it, as values of that list. @param {Library} library @returns {[string, string][]} */
export const decksOf = (library) =>
  protocolsOf(library)
    .filter(({ rules }) => rules?.options.deck?.kind === "deck")
    .flatMap(({ id }) => textsOf(library, "deck").map(([deck, title]) => /** @type {[string, string]} */ ([`deck:${id}:${deck}`, title])));

/** The known texts of one kind, by title. @param {Library} library @param {string | undefined} kind @returns {[string, string][]} */
export function textsOf(library, kind) {
  if (kind === "question") {
    return Object.values(library.prompts)
      .filter(({ question }) => question)
      .map(({ id, text }) => [id, text]);
  }
  return Object.values(kind === "deck" ? library.decks : library.scripts).map(({ id, title }) => [id, title]);
}

/** What an item starts, by its title. @param {Pick<Item, "protocol" | "options">} item @param {Library | null} library */
export function titleOf({ protocol, options }, library) {
  if (!protocol || !library) return "";
  return library.decks[String(options?.deck ?? "")]?.title ?? library.protocols[protocol]?.title ?? "";
}
