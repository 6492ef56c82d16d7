/**
 * The library: what protocols, prompts and decks say, and what their buttons and forms need. Fetched once for the reader's
 * language; until it is there, and for what it does not have, names are shown plainly.
 *
 * @typedef {{ type: "number" | "choice" | "flag" | "people" | "known" | "wheel", low?: number, high?: number, values?: string[], default?: any,
 *   least?: number, most?: number, kind?: string }} Value
 * @typedef {{ who: string[], takes: Record<string, Value>, private: boolean, closes: boolean }} ActRules
 * @typedef {{ kind: string, said?: boolean, steps?: string[], wheel?: string, fills?: string }} Fact What a fact is (PROTOCOL.md).
 * @typedef {{ roles: string[], options: Record<string, Value>, steps: string[], private_steps: string[], acts: Record<string, ActRules>,
 *   started_by: string, interrupts: boolean, emergency: boolean, call_button: boolean, circles: Record<string, "inner" | "outer">,
 *   facts: Record<string, Fact>, staff_facts: Record<string, Fact>, own_facts: Record<string, Fact> }} Rules
 * @typedef {Record<string, string>} Forms A sentence: `text`, and other plural forms of what it counts, such as `one`; or one for each value.
 * @typedef {{ label: string, words: Record<string, string> }} Group
 * @typedef {{ label: string, choices: Record<string, string>, groups: Record<string, Group> }} ValueText
 * @typedef {{ title: string, now: string, cues: Record<string, string> }} StepText
 * @typedef {{ id: string, title: string, summary: string, good_for: string, before?: string | null, not_when?: string[], roles: Record<string, string>, options: Record<string, string>,
 *   choices: Record<string, Record<string, string>>, steps: Record<string, StepText>, actions: Record<string, { label: string, does: string }>,
 *   values?: Record<string, ValueText>, facts?: Record<string, Forms>, asks?: Record<string, Forms>, deeds?: Record<string, string>,
 *   endings?: Record<string, string>, button?: Record<string, string>, rules?: Rules, language: string, reviewed_on?: string | null }} Protocol
 * @typedef {{ id: string, protocol?: string, step: string, audience: string, text: string, question?: boolean,
 *   language: string, reviewed_on?: string | null }} Prompt
 * @typedef {{ id: string, title: string, about: string, before?: string | null, minutes: number, language: string, reviewed_on?: string | null,
 *   topics: { title: string, hint: string, questions: { id: string, text: string, follow_up?: string }[] }[] }} Deck
 * @typedef {{ id: string, title: string, language: string, reviewed_on?: string | null, lines: { text: string, seconds: number }[] }} Script
 * @typedef {{ language: string, occasions: Record<string, string>, prompts: Record<string, Prompt>, decks: Record<string, Deck>,
 *   protocols: Record<string, Protocol>, scripts: Record<string, Script> }} LibraryData
 */

import { asSpoken, formOf as pluralForm } from "../../../shared/words/spoken.js";
import { speak, words } from "../../../shared/words/words.js";

/** @type {LibraryData} */
const NOTHING = Object.freeze({ language: "en", occasions: {}, prompts: {}, decks: {}, protocols: {}, scripts: {} });

/** What of the library nobody reads. */
const CODES = new Set(["id", "language", "protocol", "step", "audience", "reviewed_on", "rules"]);

export class Library {
  constructor() {
    this.data = NOTHING;
  }

  /** @param {string} language @param {typeof fetch} [get] */
  async load(language, get = fetch) {
    try {
      const answer = await get(`/api/v1/library/${encodeURIComponent(language)}`);
      if (answer.ok) this.data = asSpoken(await answer.json(), CODES);
    } catch {
      // Without the library the room still works: steps and buttons then carry their plain names.
    }
    return this;
  }

  /** Speaks another language from now on, and reads the library in it. @param {string} tag */
  async speak(tag) {
    await speak(tag);
    return this.load(words.tag);
  }

  /** @param {string} id */
  protocol(id) {
    return this.data.protocols[id];
  }

  /** Every protocol that has a text, by title. */
  protocols() {
    return Object.values(this.data.protocols).sort((a, b) => a.title.localeCompare(b.title));
  }

  /** @param {string} protocol @param {string} step @returns {StepText} */
  step(protocol, step) {
    return this.protocol(protocol)?.steps[step] ?? { title: plain(step), now: "", cues: {} };
  }

  /** @param {string} protocol @param {string} action */
  action(protocol, action) {
    return this.protocol(protocol)?.actions[action] ?? { label: plain(action), does: "" };
  }

  /** What forms call what comes with a protocol's actions. @param {string} protocol @returns {Record<string, ValueText>} */
  values(protocol) {
    return this.protocol(protocol)?.values ?? {};
  }

  /** A word of a wheel. @param {string} protocol @param {string} wheel @param {string} word */
  word(protocol, wheel, word) {
    const groups = Object.values(this.values(protocol)[wheel]?.groups ?? {});
    return groups.find(({ words: own }) => word in own)?.words[word] ?? plain(word);
  }

  /** The label of what can be done about an ask. @param {string} protocol @param {{ word: string, action?: string, number?: number }} deed */
  deed(protocol, { word, action = "", number }) {
    const label = this.protocol(protocol)?.deeds?.[word];
    return label ? fill(label, { number: String(number ?? "") }, "") : this.action(protocol, action).label;
  }

  /** The words of a button that is always there for a protocol. @param {string} protocol @returns {Record<string, string>} */
  button(protocol) {
    return this.protocol(protocol)?.button ?? { label: plain(protocol) };
  }

  /** @param {string} protocol @param {string} action @returns {Record<string, Value>} */
  takes(protocol, action) {
    return this.protocol(protocol)?.rules?.acts[action]?.takes ?? {};
  }
}

/** A name of the rules as words: `soft_restart` is "Soft restart". @param {string} name */
export const plain = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

/** The form of a sentence that fits how many there are. @param {Forms} forms @param {number} [count] */
export const formOf = (forms, count) => (count !== undefined && forms[pluralForm(count)]) || (forms.text ?? "");

/**
 * Fills the placeholders of a sentence; what nobody fills becomes `nobody`.
 * @param {string} sentence
 * @param {Record<string, string>} values
 * @param {string} nobody
 */
export const fill = (sentence, values, nobody) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] || nobody);
