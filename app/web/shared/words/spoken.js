/**
 * Which language a page speaks, of those it has; and what depends on the language alone: lists of names, forms of plurals. The
 * tables of words are each page's own (`words.js` here and in `clinic/words`).
 */

import { PSEUDO, pseudo } from "./pseudo.js";

/**
 * @typedef {{ tag: string, name: string, locale: string, dir: "ltr" | "rtl" }} Tongue What every language says of itself.
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} Forms A sentence for each plural form that the language has.
 */

/** @type {Tongue} */
let spoken = { tag: "en", name: "English", locale: "en-US", dir: "ltr" };

/** What the browser is set to, best first. */
export const browser = () => globalThis.navigator?.languages ?? [];

/** The pseudo-language, where a developer asks for it: with ?language=ar-XB, or in a browser that is set to it. */
const asked = () => {
  const query = new URLSearchParams(globalThis.location?.search ?? "").get("language");
  return query === PSEUDO || browser()[0] === PSEUDO;
};

/**
 * Finds a language for tags, best first, and speaks it from now on; English where there is none of them.
 * @template {Tongue} W @param {Readonly<Record<string, W>>} languages @param {readonly string[]} wanted @param {() => W} inPseudo
 */
export function speakOne(languages, wanted, inPseudo) {
  const found = asked() ? inPseudo() : findOne(languages, wanted);
  spoken = found;
  return found;
}

/** @template {Tongue} W @param {Readonly<Record<string, W>>} languages @param {readonly string[]} wanted */
export function findOne(languages, wanted) {
  const tags = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  return languages[tags.find((tag) => tag in languages) ?? "en"];
}

/** How dates and numbers are written: as the browser's user does in this language, if they do. */
export const locale = () => browser().find((tag) => tag.toLowerCase().split("-")[0] === spoken.tag) ?? spoken.locale;

/** Names in a row, as the language that is spoken joins them: "Ana & Ben", «Ana y Ben». @param {readonly string[]} names */
export const listed = (names) => new Intl.ListFormat(spoken.locale, { style: "short", type: "conjunction" }).format(names);

/** Which plural form a number has in the language that is spoken. @param {number} count */
export const formOf = (count) => formIn(spoken.tag, count);

/** @type {Map<string, Intl.PluralRules>} Making one is slow. */
const rules = new Map();

/** @param {string} tag @param {number} count */
function formIn(tag, count) {
  let found = rules.get(tag);
  if (!found) {
    found = new Intl.PluralRules(tag);
    rules.set(tag, found);
  }
  return found.select(count);
}

/** For a table of words: chooses the form that fits a number by the rules of its language. @param {string} tag @returns {(count: number, forms: Forms) => string} */
export const pluralIn = (tag) => (count, forms) => forms[formIn(tag, count)] ?? forms.other;

/**
 * A language whose holes are filled with English; each is named on the console, once, when the page starts.
 * @template T @param {any} texts @param {T} english @param {string} tag @returns {T}
 */
export function whole(texts, english, tag) {
  /** @type {string[]} */
  const holes = [];
  const filled = fill(texts, english, "", holes);
  if (holes.length) console.warn(`${tag}: no words for ${holes.join(", ")}; English is shown there.`);
  return /** @type {T} */ (filled);
}

/** @param {any} texts @param {any} english @param {string} path @param {string[]} holes @returns {any} */
function fill(texts, english, path, holes) {
  if (texts === undefined) {
    holes.push(path);
    return english;
  }
  if (typeof english !== "object" || english === null || Array.isArray(english)) return texts;
  const keys = Object.keys(english).map((key) => [key, fill(texts[key], english[key], path ? `${path}.${key}` : key, holes)]);
  return { ...texts, ...Object.fromEntries(keys) };
}

/** Texts of the server in the pseudo-language, if that is spoken; else as they are. @template T @param {T} texts @param {ReadonlySet<string>} codes Keys whose values nobody reads. @returns {T} */
export const asSpoken = (texts, codes) => (spoken.tag === PSEUDO ? pseudo(texts, codes) : texts);
