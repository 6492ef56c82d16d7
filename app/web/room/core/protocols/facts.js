/** What the run of a protocol tells besides its step, as sentences: each protocol has facts of its own. Pure. */

import { timeOfDay } from "../../../shared/core/clock.js";
import { nameOf, namesOf } from "../view/selectors.js";
import { locale, words } from "../../../shared/words/words.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../wire.js").Run} Run
 * @typedef {import("./library.js").Library} Library
 * @typedef {(run: Run, view: View) => string[]} Teller
 */

/** @param {number} at */
const time = (at) => timeOfDay(at, locale());

/** @param {string | false | undefined | null} text @returns {string[]} */
const some = (text) => (text ? [text] : []);

/** @type {Teller} */
const nextTwo = ({ facts }, view) => some(facts.next?.length && words.member.facts.then(facts.next.map((/** @type {string} */ one) => nameOf(view, one)).join(", ")));

/** @type {Record<string, Teller>} */
const TELLERS = {
  go_round: (run, view) => [...some(run.facts.of && words.member.facts.heard(run.facts.done, run.facts.of)), ...nextTwo(run, view)],
  talking_piece: (run, view) => [
    ...some(run.facts.process && words.member.facts.process(nameOf(view, run.facts.process))),
    ...some(run.step.startsWith("agree") && run.facts.confirmed?.length && words.member.facts.agreed(run.facts.confirmed.length)),
    ...nextTwo(run, view),
  ],
  closing_round: (run, view) => [...some(run.facts.one_word && words.member.facts.one_word), ...nextTwo(run, view)],
  feedback_round: nextTwo,
  fishbowl: (run, view) => [...some(run.facts.chair_since && words.member.facts.chair), ...nextTwo(run, view)],
  reflect_first: nextTwo,
  speaker_listener: ({ facts, roles }, view) => [
    ...some(facts.hearing && words.member.facts.hearing),
    ...some(facts.asked && words.member.facts.asks_floor(namesOf(view, roles.listener ?? []))),
    ...some(facts.floors && Object.entries(facts.floors).map(([person, count]) => words.member.facts.floors(nameOf(view, person), Number(count))).join(" · ")),
  ],
  imago: ({ facts }) => [...some(facts.at && words.member.facts.later(time(facts.at))), ...some(facts.half && words.member.facts.half(facts.half))],
  time_out: ({ facts }) => [...some(facts.back_at && words.member.facts.back_at(time(facts.back_at))), ...some(facts.one_device && words.member.facts.one_device)],
};

/** What everybody may know of the run. @param {View} view @returns {string[]} */
export function publicFacts(view) {
  const run = view.run;
  return run && !run.paused ? (TELLERS[run.protocol]?.(run, view) ?? []) : [];
}

/** What only this person may know of the run; the view has it on a screen of their own only. @param {View} view @param {string} person @returns {string[]} */
export function ownFacts(view, person) {
  const facts = view.you.run?.[person]?.facts ?? {};
  const { facts: text } = words.member;
  return [
    ...some(facts.rating !== undefined && text.rating(facts.rating, words.hosts(view.room.kind).hosts)),
    ...some(facts.answered && text.answered),
    ...some(facts.sitting_out && text.sitting_out),
    ...some(facts.cue === "reflect_not_fix" && text.reflect),
  ];
}

/** The steps that ask each person something in private. @type {Record<string, string[]>} */
const PRIVATE_STEPS = { closing_round: ["exit_check"], time_out: ["ready_check"], grounding: ["guided", "transition"], fishbowl: ["cast"] };

/** Whether each person is asked something that is not for a screen of two. @param {Run} run */
export const asksInPrivate = (run) => PRIVATE_STEPS[run.protocol]?.includes(run.step) ?? false;

/**
 * The words that everybody has before them in this step: a question, or the line of an exercise.
 * @param {View} view @param {Library} library @param {number} now The room's time, Unix seconds.
 * @returns {string}
 */
export function bigText(view, library, now) {
  const run = view.run;
  if (!run || run.paused) return "";
  const { facts } = run;
  if (run.protocol === "guided_discussion") return library.data.decks[facts.deck]?.topics[facts.topic]?.questions[facts.question]?.text ?? "";
  if (run.protocol === "grounding") return run.step === "guided" ? lineOf(library, facts, now) : "";
  return library.data.prompts[facts.stimulus ?? facts.question ?? facts.topic ?? ""]?.text ?? "";
}

/** The line of a script; where the connection is lost the lines go on by themselves. @param {Library} library @param {import("../wire.js").Facts} facts @param {number} now */
function lineOf(library, facts, now) {
  const lines = library.data.scripts[facts.script]?.lines ?? [];
  let index = facts.line ?? 0;
  let ends = (facts.line_since ?? now) + (lines[index]?.seconds ?? 0);
  while (index + 1 < lines.length && facts.line_since !== undefined && now > ends + 2) {
    index += 1;
    ends += lines[index].seconds;
  }
  return lines[index]?.text ?? "";
}
