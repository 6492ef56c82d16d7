/**
 * A language for those who build the screens: English from right to left, in brackets. Whatever is cut off, put together from
 * pieces, hard-coded or laid out with left and right is seen at once. It is made from the English words, so it is never behind
 * them. The tag is the one that browsers and Android know for it. Pure.
 */

export const PSEUDO = "ar-XB";

/** Set before a word, and behind it: the letters between them run from right to left. */
export const TURNED = "\u202e";
const BACK = "\u202c";

/** What every language says of itself, by key; it is no text. */
const OF_ITSELF = Object.freeze({ tag: PSEUDO, name: "Pseudo", locale: "en-US", dir: "rtl" });

/** Words of two letters and more; placeholders, and single letters such as keys, stay as they are. */
const WORD = /\{\w+\}|\p{L}[\p{L}\p{M}’]+/gu;

/**
 * @template T @param {T} texts A table of words, or anything in it.
 * @param {ReadonlySet<string>} [codes] Keys whose values nobody reads.
 * @returns {T}
 */
export const pseudo = (texts, codes = new Set()) => /** @type {T} */ (turn(texts, codes));

/** @param {any} value @param {ReadonlySet<string>} codes @param {readonly string[]} [given] What was filled in stays as it is. @returns {any} */
function turn(value, codes, given = []) {
  if (typeof value === "string") return sentence(value, given);
  if (typeof value === "function") return (/** @type {any[]} */ ...filled) => turn(value(...filled), codes, stringsIn(filled));
  if (Array.isArray(value)) return value.map((one) => turn(one, codes, given));
  if (typeof value !== "object" || value === null) return value;
  const turned = Object.entries(value).map(([key, inner]) => [key, codes.has(key) ? inner : turn(inner, codes, given)]);
  return { ...Object.fromEntries(turned), ...("locale" in value ? OF_ITSELF : {}) };
}

/** @param {any} value @returns {string[]} */
function stringsIn(value) {
  if (typeof value === "string") return value.length > 1 ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** @param {string} text @param {readonly string[]} given */
function sentence(text, given) {
  if (!/\p{L}{2}/u.test(text.replace(/\{\w+\}/g, "")) || text.includes(TURNED) || text.includes("://")) return text;
  const kept = given.filter((one) => text.includes(one)).sort((a, b) => b.length - a.length);
  const pieces = kept.length ? text.split(new RegExp(`(${kept.map(escaped).join("|")})`)) : [text];
  const turned = pieces.map((piece) =>
    kept.includes(piece) ? piece : piece.replace(WORD, (word) => (word[0] === "{" ? word : TURNED + word + BACK)),
  );
  return `[${turned.join("")}]`;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
