/** People's names as they are shown: whatever script they are in, and whatever somebody put into them. Pure. */

/** Marks that turn the direction of the text around them. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** More marks on one letter than any script needs would reach into the lines around it. */
const HEAPED = /(\p{M}{5})\p{M}+/gu;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const [ISOLATE, END] = ["\u2068", "\u2069"];

/** @type {{ segment: (text: string) => Iterable<{ segment: string }> }} */
const graphemes =
  typeof Intl.Segmenter === "function"
    ? new Intl.Segmenter(undefined, { granularity: "grapheme" })
    : { segment: (text) => Array.from(text, (segment) => ({ segment })) };

/** A name inside a sentence of another direction stays in one piece and moves nothing around it. @param {string} name */
export function shownName(name) {
  const plain = name.replace(TURNS, "").replace(HEAPED, "$1");
  return RIGHT_TO_LEFT.test(plain) ? `${ISOLATE}${plain}${END}` : plain;
}

/** The first sign as a reader sees it: a flag, a joined emoji, or a letter with its accent. @param {string} text */
export const firstSign = (text) => graphemes.segment(text)[Symbol.iterator]().next().value?.segment ?? "";

/** The parts of a text, every second of them a name that keeps its own direction. @param {string} text */
export const partsOf = (text) => text.split(/\u2068([^\u2069]*)\u2069/u);
