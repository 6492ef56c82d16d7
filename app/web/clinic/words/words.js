/**
 * Every sentence of the clinic's pages. A language is a folder beside this file; `words` is always the language that is spoken
 * now: import it, and read it when something is drawn, not before.
 */

import { en } from "./en/en.js";
import { es } from "./es/es.js";

/** @typedef {typeof en} Words */

/** @type {Readonly<Record<string, Words>>} */
export const LANGUAGES = Object.freeze({ en, es });

/** The words of the first wanted language that exists. @param {readonly string[]} wanted Language tags, best first. */
export function wordsFor(wanted) {
  for (const tag of wanted) {
    const found = LANGUAGES[tag.toLowerCase().split("-")[0]];
    if (found) return found;
  }
  return en;
}

const browser = () => globalThis.navigator?.languages ?? [];

export let words = wordsFor(browser());

/** Speaks the first of these languages that exists, or else the browser's. @param {readonly string[]} tags Best first; "" is none. */
export function speak(tags) {
  words = wordsFor([...tags.filter(Boolean), ...browser()]);
}

/** How dates and numbers are written: as the browser's user does in this language, if they do. */
export const locale = () => browser().find((tag) => tag.toLowerCase().split("-")[0] === words.tag) ?? words.locale;
