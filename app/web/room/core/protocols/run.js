/** Questions to a view about the run of a protocol. Pure: the library is given. */

import { timeOfDay } from "../../../shared/core/clock.js";
import { locale, words } from "../../../shared/words/words.js";
import { nameOf, namesOf } from "../view/selectors.js";
import { fill } from "./library.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("./library.js").Library} Library
 */

/** @param {import("./library.js").Fact} fact @param {any} value @param {View} view */
function asText({ kind }, value, view) {
  if (value === undefined) return "";
  if (kind === "time") return timeOfDay(value, locale());
  return kind === "person" ? nameOf(view, value) : String(value);
}

/** The placeholders that the run's own facts fill. @param {View} view @param {Library} library @returns {Record<string, string>} */
function byFacts(view, library) {
  const { run } = view;
  const facts = Object.entries((run && library.protocol(run.protocol)?.rules?.facts) ?? {}).filter(([, fact]) => fact.fills);
  return Object.fromEntries(facts.map(([name, fact]) => [fact.fills, asText(fact, run?.facts[name], view)]));
}

/** What fills the placeholders of a run's sentences. @param {View} view @param {Library} library @returns {Record<string, string>} */
export function placeholders(view, library) {
  const run = view.run;
  const roles = Object.fromEntries(Object.entries(run?.roles ?? {}).map(([role, people]) => [role, namesOf(view, people)]));
  const lead = view.leading?.lead ?? Object.keys(view.people).find((id) => view.people[id].role === "facilitator");
  return {
    ...roles,
    ...words.hosts(view.room.kind),
    holder: view.floor?.holder ? nameOf(view, view.floor.holder.person) : "",
    next: run?.next?.[0] ? nameOf(view, run.next[0]) : "",
    facilitator: lead ? nameOf(view, lead) : "",
    ...byFacts(view, library),
  };
}

/** A sentence of the library with its placeholders filled. @param {string} sentence @param {View} view @param {Library} library @param {Record<string, string>} [more] */
export const filled = (sentence, view, library, more = {}) => fill(sentence, { ...placeholders(view, library), ...more }, words.nobody);

/** Whether everything that a sentence of the library leaves open is known now. @param {string} sentence @param {View} view @param {Library} library */
export function canFill(sentence, view, library) {
  const values = placeholders(view, library);
  return [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name]) => values[name]);
}

/** The one sentence that says what everybody is doing in the run. @param {View} view @param {Library} library */
export function runNow(view, library) {
  const run = view.run;
  if (!run || run.paused) return "";
  return filled(library.step(run.protocol, run.step).now, view, library);
}

/** Which roles somebody has in the run. @param {View} view @param {string} person */
export const rolesOf = (view, person) =>
  Object.entries(view.run?.roles ?? {})
    .filter(([, people]) => people.includes(person))
    .map(([role]) => role);

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
  return found ? filled(cues[found], view, library) : "";
}

/** The actions a person may take now. @param {View} view @param {string} person */
export const actsOf = (view, person) => view.you.run?.[person]?.acts ?? [];

/** The action that the step asks this person for, if there is one. @param {View} view @param {string} person */
export const mainAct = (view, person) => view.you.run?.[person]?.main;

/** The protocols a person may start now. @param {View} view @param {string} person */
export const startsOf = (view, person) => view.you.run?.[person]?.starts ?? [];
