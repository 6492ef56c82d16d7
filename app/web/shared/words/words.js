/**
 * Every sentence that people read or hear, chosen from codes and state. A language is a folder beside this file, put together by
 * `compose.js`; adding one means adding its folder and a line here. `words` is always the language that
 * is spoken now: import it, and read it when something is drawn, not before.
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

/** Speaks this language from now on, or, for "", the browser's. @param {string} tag */
export function speak(tag) {
  words = wordsFor(tag ? [tag] : browser());
}

/** How dates and numbers are written: as the browser's user does in this language, if they do. */
export const locale = () => browser().find((tag) => tag.toLowerCase().split("-")[0] === words.tag) ?? words.locale;
