/**
 * Every sentence of the clinic's pages. A language is a folder beside this file; adding one means adding its folder, and its line to
 * `tables.js` (docs/translating.md). `words` is always the language that is spoken now, and nothing before the first is loaded: import
 * it, and read it when something is drawn, not before.
 */

import { Speech } from "../../shared/words/spoken.js";
import { compose } from "./compose.js";
import { TABLES } from "./tables.js";

export { locale } from "../../shared/words/spoken.js";

/** @typedef {typeof import("./en/en.js").texts_en} Texts */
/** @typedef {ReturnType<typeof compose<Texts>>} Words */

/** @type {Speech<Texts, Words>} */
const speech = new Speech(TABLES, compose);

/** @type {Words} */
export let words;

/** The words of one language. @param {string} tag */
export const wordsIn = (tag) => speech.load(tag);

/** Speaks the first of these languages that exists, or else the browser's, once its words are here. @param {readonly string[]} tags Best first; "" is none. */
export async function speak(tags) {
  words = await speech.speak(tags);
}
