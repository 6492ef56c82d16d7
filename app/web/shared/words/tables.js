/** Where the room's words are: a folder for each language beside this file, loaded when it is spoken. */

/** @type {import("./spoken.js").Tables<import("./compose.js").Texts>} */
export const TABLES = {
  en: async () => (await import("./en/en.js")).texts_en,
  es: async () => (await import("./es/es.js")).texts_es,
};
