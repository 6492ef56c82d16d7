/** What waits for a facilitator's answer, most pressing first, with the answers there are. Pure; sentences are in the words. */

import { words } from "../../../shared/words/words.js";
import { formOf } from "../protocols/library.js";
import { filled } from "../protocols/run.js";
import { mayAny, nameOf, namesOf } from "../view/selectors.js";
import { actor, STAY_WITH } from "./now.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("./now.js").Deed} Deed
 *
 * @typedef {object} Ask
 * @property {string} code Its key in `words.console.asks`, or, of a run, among the library's asks of its protocol.
 * @property {boolean} [of_run]
 * @property {string} [about] What it is of, when there may be several of one kind.
 * @property {string[]} [people]
 * @property {Record<string, number>} [numbers] A number for each person.
 * @property {number} [number]
 * @property {number} [seconds] A length of time.
 * @property {number} [until] When it decides itself, Unix seconds.
 * @property {number} [since]
 * @property {Deed[]} deeds Empty for what is only to be known.
 */

export const MORE_S = 60;

/** @param {View} view @returns {Ask[]} */
export function asksOf(view) {
  if (!view.leading) return [];
  return [...turnAsks(view), ...runAsks(view), ...voiceAsks(view), ...splitAsks(view), ...leadAsks(view), ...observerAsks(view)];
}

/** @param {View} view @returns {Ask[]} */
function turnAsks(view) {
  const turn = view.leading?.turn;
  if (!turn) return [];
  const people = [turn.person];
  if (turn.ask === "hold_over") {
    const deeds = ["wait", "defer", "skip"].map((choice) => ({
      word: `hold_${choice}`,
      request: "floor.decide_hold",
      floor: true,
      fields: { choice },
    }));
    return [{ code: turn.ask, people, until: turn.decide_until, deeds }];
  }
  if (!turn.ask) return [];
  /** @type {Deed[]} */
  const deeds = [
    { word: "let_run", request: "floor.answer_overrun", floor: true, fields: { close: false } },
    { word: "more", request: "floor.answer_overrun", floor: true, fields: { more_s: MORE_S, close: false } },
    { word: "gentle_close", request: "floor.answer_overrun", floor: true, fields: { close: true } },
    ...(mayAny(view, "floor.stay_with") ? [STAY_WITH] : []),
  ];
  return [{ code: turn.ask, people, deeds }];
}

/** A partner who asks for the in-seat floor never takes it over alone. @param {View} view @returns {Ask[]} */
const voiceAsks = (view) =>
  Object.entries(view.leading?.voices ?? {}).map(([seat, { person, since }]) => {
    const holder = view.floor?.holder?.person;
    const partner = (view.seats?.[seat]?.people ?? []).find((other) => other !== person);
    /** @type {Deed[]} */
    const deeds = [{ word: "give_word", request: "voice.give", fields: { person: actor(view), seat, to: person } }];
    if (partner && holder === partner)
      deeds.push({ word: "both", request: "floor.grant", floor: true, fields: { person: partner, then: person } });
    return { code: "voice", about: seat, people: [person], since, deeds };
  });

/** @param {View} view @returns {Ask[]} */
const splitAsks = (view) =>
  Object.entries(view.leading?.splits ?? {}).map(([person, { apart }]) => ({
    code: apart ? "split" : "split_close",
    about: person,
    people: [person],
    deeds: [
      { word: "agree", request: "split.answer", fields: { person, agree: true } },
      { word: "not_now", request: "split.answer", fields: { person, agree: false } },
    ],
  }));

/** @param {View} view @returns {Ask[]} */
function leadAsks(view) {
  const offered = view.leading?.lead_offered;
  if (!offered) return [];
  if (offered !== actor(view))
    return [
      {
        code: "lead_pending",
        people: [offered],
        deeds: mayAny(view, "lead.offer") ? [{ word: "take_offer_back", request: "lead.offer", fields: {} }] : [],
      },
    ];
  return [
    {
      code: "lead_offered",
      people: view.leading?.lead ? [view.leading.lead] : [],
      deeds: [{ word: "take_lead", request: "lead.take", fields: {} }],
    },
  ];
}

/** @param {View} view @returns {Ask[]} */
const observerAsks = (view) =>
  Object.entries(view.leading?.observers ?? {})
    .filter(([observer]) => Object.values(view.waiting ?? {}).some((seat) => seat.people.includes(observer)))
    .map(([observer, answers]) => {
      const refused = Object.values(answers).some((agrees) => !agrees);
      return {
        code: refused ? "observer_refused" : "observer",
        about: observer,
        people: [observer],
        number: Object.values(answers).filter(Boolean).length,
        deeds: [],
      };
    });

/** What the run asks. @param {View} view @returns {Ask[]} */
const runAsks = (view) =>
  (view.leading?.asks ?? []).map((ask) => ({
    ...ask,
    of_run: true,
    deeds: (ask.deeds ?? []).map(({ values, word = "", ...deed }) => ({ ...deed, word, fields: values, of_run: true })),
  }));

/**
 * What an ask says.
 * @param {View} view @param {import("../protocols/library.js").Library} library @param {Ask} ask @param {number} now
 */
export function askText(view, library, ask, now) {
  if (!ask.of_run) return words.console.ask(view, ask, now);
  const { people = [], number, seconds, numbers = {} } = ask;
  return filled(formOf(library.protocol(view.run?.protocol ?? "")?.asks?.[ask.code] ?? {}, people.length || number), view, library, {
    people: namesOf(view, people),
    number: number === undefined ? "" : String(number),
    length: seconds === undefined ? "" : words.console.length(seconds),
    numbers: Object.entries(numbers)
      .map(([person, one]) => `${nameOf(view, person)} ${one}`)
      .join(" · "),
  });
}

/** What makes two asks the same one while it waits. @param {Ask} ask */
export const askKey = ({ code, about, people }) => [code, about ?? "", ...(people ?? [])].join(" ");
