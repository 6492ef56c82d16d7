/**
 * Every sentence that people read or hear, chosen from codes and state. A language is a folder beside this file, put together by
 * `compose.js`; adding one means adding its folder and its line here (docs/translating.md). `words` is always the language that
 * is spoken now: import it, and read it when something is drawn, not before.
 */

import { compose } from "./compose.js";
import { texts_en } from "./en/en.js";
import { texts_es } from "./es/es.js";
import { pseudo } from "./pseudo.js";
import { browser, findOne, speakOne, whole } from "./spoken.js";

export { locale } from "./spoken.js";

const en = compose(texts_en);

/** @typedef {typeof en} Words */

/** @type {Readonly<Record<string, Words>>} */
export const LANGUAGES = Object.freeze({ en, es: compose(whole(texts_es, texts_en, "es")) });

/** The words of the first wanted language that exists. @param {readonly string[]} wanted Language tags, best first. */
export const wordsFor = (wanted) => findOne(LANGUAGES, wanted);

const inPseudo = () => compose(pseudo(texts_en));

/** @type {Words} */
export let words = speakOne(LANGUAGES, browser(), inPseudo);

/** Speaks this language from now on, or, for "", the browser's. @param {string} tag */
export function speak(tag) {
  words = speakOne(LANGUAGES, tag ? [tag] : browser(), inPseudo);
}
