/**
 * What a run tells besides its step, as sentences: how a fact is said follows from its kind and from its sentence in the
 * library. No protocol has a name here. Pure.
 */

import { timeOfDay } from "../../../shared/core/clock.js";
import { locale, words } from "../../../shared/words/words.js";
import { nameOf, namesOf } from "../view/selectors.js";
import { formOf } from "./library.js";
import { filled } from "./run.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../wire.js").Run} Run
 * @typedef {import("../wire.js").Tag} Tag
 * @typedef {import("./library.js").Library} Library
 * @typedef {import("./library.js").Fact} Fact
 * @typedef {Record<string, string>} Fills
 */

/**
 * What fills the sentence of a fact, once for each time it is said; [] where there is nothing to say.
 * @type {Record<string, (value: any, view: View) => { count?: number, fills: Fills }[]>}
 */
const FILLS = {
  flag: (value) => (value ? [{ fills: {} }] : []),
  person: (value, view) => (nameOf(view, value) ? [{ fills: { person: nameOf(view, value) } }] : []),
  people: (value, view) =>
    value.length ? [{ count: value.length, fills: { people: namesOf(view, value), number: String(value.length) } }] : [],
  count: (value) => (value ? [{ count: value, fills: { number: String(value) } }] : []),
  number: (value) => [{ count: value, fills: { number: String(value) } }],
  progress: ({ done, of }) => (of ? [{ fills: { number: String(done), of: String(of) } }] : []),
  numbers: (value, view) =>
    Object.entries(value).map(([person, number]) => ({
      count: number,
      fills: { person: nameOf(view, person), number: String(number) },
    })),
  time: (value) => [{ fills: { time: timeOfDay(value, locale()) } }],
  seconds: (value) => (value ? [{ fills: { length: words.console.length(value) } }] : []),
  word: () => [{ fills: {} }],
};

/** Kinds that are said of one person after the other, on one line. */
const IN_ROW = new Set(["numbers", "tags"]);

/** @param {string} name @param {Fact} fact @param {any} value @param {View} view @param {Library} library @returns {string[]} */
function said(name, fact, value, view, library) {
  const { protocol = "", step = "" } = view.run ?? {};
  if (!fact.said || value === undefined || (fact.steps && !fact.steps.includes(step))) return [];
  const forms = library.protocol(protocol)?.facts?.[name] ?? {};
  const found = tagsIn(fact, value, view, library) ?? FILLS[fact.kind]?.(value, view) ?? [];
  const sentences = found.map(({ count, fills }) =>
    filled(fact.kind === "word" ? (forms[String(value)] ?? "") : formOf(forms, count), view, library, fills),
  );
  return IN_ROW.has(fact.kind) ? [sentences.join(" · ")].filter(Boolean) : sentences.filter(Boolean);
}

/** @param {Fact} fact @param {any} value @param {View} view @param {Library} library */
function tagsIn(fact, value, view, library) {
  if (fact.kind === "tag") return [{ count: undefined, fills: tagFills(fact, value, view, library) }];
  if (fact.kind !== "tags") return null;
  const tags = /** @type {[string, Tag][]} */ (Object.entries(value));
  return tags
    .filter(([person]) => nameOf(view, person))
    .map(([person, tag]) => ({
      count: undefined,
      fills: { person: nameOf(view, person), ...tagFills(fact, tag, view, library) },
    }));
}

/** @param {Fact} fact @param {Tag} tag @param {View} view @param {Library} library @returns {Fills} */
const tagFills = (fact, tag, view, library) => ({
  word: library.word(view.run?.protocol ?? "", fact.wheel ?? "", tag.word),
  number: String(tag.number),
});

/** @param {Record<string, Fact>} facts @param {Record<string, any>} values @param {View} view @param {Library} library */
const saidOf = (facts, values, view, library) =>
  Object.entries(facts).flatMap(([name, fact]) => said(name, fact, values[name], view, library));

/** @param {View} view @param {Library} library */
const rulesOf = (view, library) => (view.run && !view.run.paused ? library.protocol(view.run.protocol)?.rules : undefined);

/** What everybody may know of the run. @param {View} view @param {Library} library @returns {string[]} */
export function publicFacts(view, library) {
  const rules = rulesOf(view, library);
  const next = view.run && !view.run.paused ? (view.run.next ?? []) : [];
  const names = next
    .map((person) => nameOf(view, person))
    .filter(Boolean)
    .join(", ");
  return [...saidOf(rules?.facts ?? {}, view.run?.facts ?? {}, view, library), ...(names ? [words.member.step.next(names)] : [])];
}

/** What those who lead see of the run in their panel: the order stands elsewhere there. @param {View} view @param {Library} library @returns {string[]} */
export function leadingFacts(view, library) {
  const rules = rulesOf(view, library);
  return [
    ...saidOf(rules?.facts ?? {}, view.run?.facts ?? {}, view, library),
    ...saidOf(rules?.staff_facts ?? {}, view.leading?.run ?? {}, view, library),
  ];
}

/** What only this person may know of the run; the view has it on a screen of their own only. @param {View} view @param {Library} library @param {string} person @returns {string[]} */
export function ownFacts(view, library, person) {
  return saidOf(rulesOf(view, library)?.own_facts ?? {}, view.you.run?.[person]?.facts ?? {}, view, library);
}

/** What stands on the tile of a seat: for each of its people their tag, with the name where two sit there. @param {View} view @param {Library} library @param {string[]} people @returns {string[]} */
export function tileTags(view, library, people) {
  return Object.entries(rulesOf(view, library)?.facts ?? {})
    .filter(([, { kind }]) => kind === "tile_tags")
    .flatMap(([name, fact]) =>
      people.flatMap((person) => {
        const tag = view.run?.facts[name]?.[person];
        if (!tag) return [];
        const text = filled(
          formOf(library.protocol(view.run?.protocol ?? "")?.facts?.[name] ?? {}),
          view,
          library,
          tagFills(fact, tag, view, library),
        );
        return [people.length > 1 ? `${nameOf(view, person)}: ${text}` : text];
      }),
    );
}

/** The value of the first fact of a kind that everybody may know. @param {View} view @param {Library} library @param {string} kind @returns {any} */
export function factOf(view, library, kind) {
  const found = Object.entries(rulesOf(view, library)?.facts ?? {}).find(
    ([name, fact]) => fact.kind === kind && view.run?.facts[name] !== undefined,
  );
  return found && view.run?.facts[found[0]];
}

/** Whether each person is asked something that is not for a screen of two. @param {Run} run @param {Library} library */
export const asksInPrivate = (run, library) => library.protocol(run.protocol)?.rules?.private_steps.includes(run.step) ?? false;

/**
 * The words that everybody has before them in this step: a question, or the line of an exercise.
 * @param {View} view @param {Library} library @param {number} now The room's time, Unix seconds.
 * @returns {string}
 */
export function bigText(view, library, now) {
  const line = factOf(view, library, "line");
  if (line) return lineOf(library, line, now);
  const place = factOf(view, library, "deck_place");
  if (place) return library.data.decks[place.deck]?.topics[place.topic]?.questions[place.question]?.text ?? "";
  return library.data.prompts[factOf(view, library, "question") ?? ""]?.text ?? "";
}

/** The line of a script; where the connection is lost the lines go on by themselves. @param {Library} library @param {{ script: string, line: number, since?: number }} at @param {number} now */
function lineOf(library, { script, line, since }, now) {
  const lines = library.data.scripts[script]?.lines ?? [];
  let index = line;
  let ends = (since ?? now) + (lines[index]?.seconds ?? 0);
  while (index + 1 < lines.length && since !== undefined && now > ends + 2) {
    index += 1;
    ends += lines[index].seconds;
  }
  return lines[index]?.text ?? "";
}
