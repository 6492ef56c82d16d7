/**
 * Which language a page speaks, of those there are, and how its words come; and what depends on the language alone: lists of names,
 * forms of plurals. The words are each page's own (`words.js` here and in `clinic/words`).
 */

import { LANGUAGES } from "./languages.js";
import { PSEUDO, pseudo } from "./pseudo.js";

/**
 * @typedef {{ tag: string, name: string, locale: string, dir: "ltr" | "rtl", unfinished?: true }} Tongue What every language says of itself:
 *   `name` as its speakers call it, `locale` where the browser does not say which kind; `unfinished` while it has holes, where English is shown.
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} Forms A sentence for each plural form that the language has.
 */

/** What loads the texts of each language, by tag. @template T @typedef {Readonly<Record<string, () => Promise<T>>>} Tables */

/** @type {Tongue} */
let spoken = LANGUAGES.en;

/** What the browser is set to, best first. */
export const browser = () => globalThis.navigator?.languages ?? [];

/** The pseudo-language, where a developer asks for it: with ?language=ar-XB, or in a browser that is set to it. */
const asked = () => {
  const query = new URLSearchParams(globalThis.location?.search ?? "").get("language");
  return query === PSEUDO || browser()[0] === PSEUDO;
};

/** The language that a page is to speak: the first of these that there is, or else the browser's, or English. @param {readonly string[]} wanted Tags, best first; "" is none. */
export function tagFor(wanted) {
  if (asked()) return PSEUDO;
  const tags = [...wanted, ...browser()].map((tag) => tag.toLowerCase().split("-")[0]);
  return tags.find((tag) => tag in LANGUAGES) ?? "en";
}

/** Lets a page's words come beside its scripts, not after them. @template T @param {Tables<T>} tables @param {string} chosen The tag that its user chose, or "". */
export function fetchEarly(tables, chosen) {
  // Whoever speaks them hears of a failure.
  textsIn(tables, tagFor([chosen])).catch(() => undefined);
}

/** @template T @param {Tables<T>} tables @param {string} tag */
const textsIn = (tables, tag) => tables[tag === PSEUDO ? "en" : tag]();

/** A page's words in the languages that it was asked for. @template T @template {Tongue} W */
export class Speech {
  /** @param {Tables<T>} tables @param {(texts: T) => W} compose @param {Readonly<Record<string, Tongue>>} [languages] */
  constructor(tables, compose, languages = LANGUAGES) {
    this._tables = tables;
    this._languages = languages;
    this._compose = compose;
    /** @type {Map<string, Promise<W>>} By tag. */
    this._loaded = new Map();
    this._wanted = "";
  }

  /** The words of one language; one that did not come is asked for again the next time. @param {string} tag @returns {Promise<W>} */
  load(tag) {
    const loaded = this._loaded.get(tag) ?? this._put(tag);
    this._loaded.set(tag, loaded);
    loaded.catch(() => this._loaded.delete(tag));
    return loaded;
  }

  /** The words of the first of these languages, which is spoken from now on; of two that are asked for at once the later. @param {readonly string[]} wanted @returns {Promise<W>} */
  async speak(wanted) {
    this._wanted = tagFor(wanted);
    const found = await this.load(this._wanted);
    if (found.tag !== this._wanted) return this.load(this._wanted);
    spoken = found;
    return found;
  }

  /** @param {string} tag */
  async _put(tag) {
    const texts = await textsIn(this._tables, tag);
    if (tag === PSEUDO) return this._compose(pseudo(texts));
    // Only what is not finished needs English beside it.
    return this._compose(this._languages[tag].unfinished ? whole(texts, await this._tables.en(), tag) : texts);
  }
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
 * A language whose holes are filled with English; each is named on the console, once, when it comes.
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
