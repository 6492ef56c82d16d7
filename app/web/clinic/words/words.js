/**
 * Every sentence of the clinic's pages. A language is a folder beside this file; adding one means adding its folder and its line
 * here (docs/translating.md). `words` is always the language that is spoken now: import it, and read it when something is drawn,
 * not before.
 */

import { pseudo } from "../../shared/words/pseudo.js";
import { browser, findOne, speakOne, whole } from "../../shared/words/spoken.js";
import { compose } from "./compose.js";
import { texts_en } from "./en/en.js";
import { texts_es } from "./es/es.js";

export { locale } from "../../shared/words/spoken.js";

const en = compose(texts_en);

/** @typedef {typeof en} Words */

/** @type {Readonly<Record<string, Words>>} */
export const LANGUAGES = Object.freeze({ en, es: compose(whole(texts_es, texts_en, "es")) });

/** The words of the first wanted language that exists. @param {readonly string[]} wanted Language tags, best first. */
export const wordsFor = (wanted) => findOne(LANGUAGES, wanted);

const inPseudo = () => compose(pseudo(texts_en));

/** @type {Words} */
export let words = speakOne(LANGUAGES, browser(), inPseudo);

/** Speaks the first of these languages that exists, or else the browser's. @param {readonly string[]} tags Best first; "" is none. */
export function speak(tags) {
  words = speakOne(LANGUAGES, [...tags.filter(Boolean), ...browser()], inPseudo);
}
