/**
 * Every sentence that people read or hear, chosen from codes and state. A language is one object of texts and functions with
 * the shape of `words/en.js`; adding one means adding its files and a line here.
 */

import { en } from "./words/en.js";

/** @typedef {typeof en} Words */

/** @type {Readonly<Record<string, Words>>} */
const LANGUAGES = Object.freeze({ en });

/** The words of the first wanted language that exists. @param {readonly string[]} wanted Language tags, best first. */
export function wordsFor(wanted) {
  for (const tag of wanted) {
    const words = LANGUAGES[tag.toLowerCase().split("-")[0]];
    if (words) return words;
  }
  return en;
}

export const words = wordsFor(globalThis.navigator?.languages ?? []);
