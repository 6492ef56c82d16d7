/** Questions to a view about the run of a protocol. Pure: the library is given. */

import { fill } from "./library.js";
import { timeOfDay } from "../../../shared/core/clock.js";
import { namesOf, nameOf } from "../view/selectors.js";
import { locale, words } from "../../../shared/words/words.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("./library.js").Library} Library
 */

/** What fills the placeholders of a run's sentences. @param {View} view @returns {Record<string, string>} */
export function placeholders(view) {
  const run = view.run;
  const time = run?.facts.back_at ?? run?.facts.at;
  const roles = Object.fromEntries(Object.entries(run?.roles ?? {}).map(([role, people]) => [role, namesOf(view, people)]));
  const lead = view.leading?.lead ?? Object.keys(view.people).find((id) => view.people[id].role === "facilitator");
  return {
    ...roles,
    ...words.hosts(view.room.kind),
    holder: view.floor?.holder ? nameOf(view, view.floor.holder.person) : "",
    next: run?.facts.next?.[0] ? nameOf(view, run.facts.next[0]) : "",
    facilitator: lead ? nameOf(view, lead) : "",
    person: run?.facts.person ? nameOf(view, run.facts.person) : "",
    time: time ? timeOfDay(time, locale()) : "",
    number: run?.facts.number === undefined ? "" : String(run.facts.number),
  };
}

/** A sentence of the library with its placeholders filled. @param {string} sentence @param {View} view */
export const filled = (sentence, view) => fill(sentence, placeholders(view), words.nobody);

/** Whether everything that a sentence of the library leaves open is known now. @param {string} sentence @param {View} view */
export function canFill(sentence, view) {
  const values = placeholders(view);
  return [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name]) => values[name]);
}

/** The one sentence that says what everybody is doing in the run. @param {View} view @param {Library} library */
export function runNow(view, library) {
  const run = view.run;
  if (!run || run.paused) return "";
  return filled(library.step(run.protocol, run.step).now, view);
}

/** Which roles somebody has in the run. @param {View} view @param {string} person */
export const rolesOf = (view, person) =>
  Object.entries(view.run?.roles ?? {}).filter(([, people]) => people.includes(person)).map(([role]) => role);

/**
 * What one person does in this step, in words: the cue of their role, else of the holder, else of everybody.
 * @param {View} view @param {Library} library @param {string} person
 */
export function cueOf(view, library, person) {
  const run = view.run;
  if (!run || run.paused) return "";
  const { cues } = library.step(run.protocol, run.step);
  const names = [...rolesOf(view, person)];
  if (view.floor?.holder?.person === person) names.push("holder");
  if (view.you.leads && view.you.people.includes(person)) names.push("facilitator");
  // Where listening is somebody's part, those who only look on are not spoken to as the listener.
  else names.push(...(library.protocol(run.protocol)?.roles.listener ? [] : ["listener"]), "all_others");
  const found = names.find((name) => cues[name]);
  return found ? filled(cues[found], view) : "";
}

/** The actions a person may take now. @param {View} view @param {string} person */
export function actsOf(view, person) {
  const { acts = [], facts } = view.you.run?.[person] ?? {};
  // Of two that undo each other only the one that does something now.
  const idle = facts?.sitting_out === undefined ? "" : facts.sitting_out ? "sit_out" : "join_again";
  return acts.filter((act) => act !== idle);
}

/** Always there, and never what is asked of a person. */
const NEVER_FIRST = new Set(["sit_out", "join_again", "leave_circle", "leave_chair", "take_chair", "ask_floor"]);

/** The action that the step asks for, if there is one. @param {string[]} acts */
export const primaryAct = (acts) => acts.find((act) => !NEVER_FIRST.has(act));

/** The protocols a person may start now. @param {View} view @param {string} person */
export const startsOf = (view, person) => view.you.run?.[person]?.starts ?? [];
