/**
 * Every sentence that people read or hear, chosen from codes and state. A language is a folder beside this file, put together by
 * `compose.js`; adding one means adding its folder, and its line to `tables.js` (docs/translating.md). `words` is always the language
 * that is spoken now, and nothing before the first is loaded: import it, and read it when something is drawn, not before.
 */

import { compose } from "./compose.js";
import { Speech } from "./spoken.js";
import { TABLES } from "./tables.js";

export { locale } from "./spoken.js";

/** @typedef {ReturnType<typeof compose>} Words */

const speech = new Speech(TABLES, compose);

/** @type {Words} */
export let words;

/** The words of one language. @param {string} tag */
export const wordsIn = (tag) => speech.load(tag);

/** Speaks a language once its words are here; for "", or one that there is not, the browser's. @param {string} tag */
export async function speak(tag) {
  words = await speech.speak([tag]);
}
