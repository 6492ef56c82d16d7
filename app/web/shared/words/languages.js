/** The languages there are: what each says of itself, for every page. Their words are files that a page loads when it speaks them. */

/** @typedef {import("./spoken.js").Tongue} Tongue */

/** By tag. @type {Readonly<Record<string, Tongue>>} */
export const LANGUAGES = Object.freeze({
  en: { tag: "en", name: "English", locale: "en-US", dir: "ltr" },
  es: { tag: "es", name: "Español", locale: "es-US", dir: "ltr" },
});
