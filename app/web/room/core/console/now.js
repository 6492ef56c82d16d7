/** What the console's card "Now" shows: the clock of the turn, who follows, and the one action that moves the room on. Pure. */

import { actsOf, mainAct, startsOf } from "../protocols/run.js";
import { mayAny, tilesOf, waitingOf } from "../view/selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../protocols/library.js").Value} Value
 *
 * @typedef {{ kind: "announced" | "left" | "over" | "counting" | "stands" | "holding" | "stayed", seconds?: number }} Clock
 *
 * @typedef {object} Deed What a button does: a request, an action of the run, a protocol to start, or a tab to open.
 * @property {string} word Its key in `words.console.deeds`, or, of a run, among the library's deeds of its protocol.
 * @property {boolean} [of_run] Whether its label is the library's: of the deed, else of the action.
 * @property {number} [number] What fills its label.
 * @property {string} [person] Whom its label names.
 * @property {string} [request]
 * @property {boolean} [floor] Whether the request carries the floor the facilitator looked at.
 * @property {Record<string, unknown>} [fields] Of the request, or the values of the action.
 * @property {string} [action]
 * @property {string} [protocol]
 * @property {Record<string, unknown>} [options] Of the protocol, which starts at once.
 * @property {string} [aside] Whose seat is taken to a private room as well.
 * @property {string} [tab]
 */

/** The person who acts: a facilitator sits alone. @param {View} view */
export const actor = (view) => view.you.people[0];

/**
 * The clock of the present turn; what has no time of its own counts up.
 * @param {View} view @param {number} now @returns {Clock | null}
 */
export function clockOf(view, now) {
  const holder = view.floor?.holder;
  const turn = view.leading?.turn;
  if (!holder || !turn) return null;
  if (holder.phase === "announced") return { kind: "announced", seconds: Math.max(0, holder.starts_at - now) };
  if (holder.phase === "suspended") return { kind: "holding", seconds: holder.hold_until && Math.max(0, holder.hold_until - now) };
  if (holder.phase === "paused") return { kind: "stands", seconds: turn.left_s };
  if (turn.stayed) return { kind: "stayed", seconds: turn.counts_from && now - turn.counts_from };
  if (turn.ends_at !== undefined)
    return turn.ends_at > now ? { kind: "left", seconds: turn.ends_at - now } : { kind: "over", seconds: now - turn.ends_at };
  return turn.counts_from === undefined ? null : { kind: "counting", seconds: now - turn.counts_from };
}

/** The next two: who follows by itself, then the run's order, else the line. @param {View} view */
export function nextTwo(view) {
  const then = view.leading?.turn?.then;
  /** @type {string[]} */
  const order = view.run?.next ?? view.floor?.queue ?? [];
  const holder = view.floor?.holder?.person;
  return [...new Set(then ? [then, ...order] : order)].filter((person) => person !== holder).slice(0, 2);
}

/** @param {string} action @returns {Deed} */
const acting = (action) => ({ word: "", action, of_run: true });

/** @param {View} view @param {string} request @param {Deed} deed */
const allowed = (view, request, deed) => (mayAny(view, request) ? deed : null);

/** @param {View} view */
const next = (view) => allowed(view, "floor.next", { word: "next", person: nextTwo(view)[0], request: "floor.next", floor: true });

/** In one's own device check, whose panel has the one way back for all three. @param {View} view */
const isChecking = (view) => view.you.space === "private" && view.care?.device_check?.by === actor(view);

/** The one action that moves the room on; null when the group moves by itself. @param {View} view @returns {Deed | null} */
export function primaryOf(view) {
  if (isChecking(view)) return null;
  if (view.you.space === "private") return { word: "back", request: "private.bring_back", fields: { seat: view.you.seat } };
  if (view.room.state !== "live" || !view.floor) return null;
  if (view.run)
    return view.run.paused ? allowed(view, "protocol.resume", { word: "resume", request: "protocol.resume" }) : runPrimary(view);
  if (view.floor.queue.length || view.leading?.turn?.then) return next(view);
  if (view.floor.holder) return null;
  if (waitingOf(view).length && mayAny(view, "seat.admit_all")) return { word: "admit_all", request: "seat.admit_all" };
  return startsOf(view, actor(view)).length ? { word: "choose", tab: "protocols" } : null;
}

/** What the step asks for; within a round it is the next turn. @param {View} view @returns {Deed | null} */
function runPrimary(view) {
  const main = mainAct(view, actor(view));
  if (main) return acting(main);
  const { floor } = view;
  return (floor?.mode === "round" && floor.holder) || floor?.queue.length ? next(view) : null;
}

/** @type {Deed} */
export const STAY_WITH = { word: "stay_with", request: "floor.stay_with", floor: true };

/** What may be done beside it while somebody holds the floor. @param {View} view @returns {Deed[]} */
export function besides(view) {
  if (isChecking(view)) return [];
  if (view.you.space === "private") return othersBack(view);
  // A lost connection asks its own question.
  if (!view.floor?.holder || view.leading?.turn?.decide_until !== undefined) return [];
  /** @type {Deed[]} */
  const deeds = [...(view.leading?.turn?.asked ? [] : [STAY_WITH]), { word: "revoke", request: "floor.revoke", floor: true }];
  return deeds.filter((deed) => mayAny(view, deed.request ?? ""));
}

/** In a private room: each client there may go back first. @param {View} view @returns {Deed[]} */
const othersBack = (view) =>
  tilesOf(view, { with_own: false }).map(({ id, seat }) => ({
    word: "bring_back",
    person: seat.people[0],
    request: "private.bring_back",
    fields: { seat: id },
  }));

/** The private rooms there are, by number, with who is in each. @param {View} view @returns {[number, string[]][]} */
export function privateRooms(view) {
  /** @type {Map<number, string[]>} */
  const rooms = new Map();
  for (const [seat, { room }] of Object.entries(view.leading?.private ?? {}))
    rooms.set(room, [...(rooms.get(room) ?? []), ...(view.away?.[seat]?.people ?? [])]);
  return [...rooms].sort(([one], [other]) => one - other);
}

/** Where the run is among its steps, from 1; 0 when the library does not know. @param {View} view @param {import("../protocols/library.js").Library} library */
export function stepPlace(view, library) {
  const steps = view.run ? (library.protocol(view.run.protocol)?.rules?.steps ?? []) : [];
  return { place: steps.indexOf(view.run?.step ?? "") + 1, of: steps.length };
}

/**
 * What else the step offers whoever leads: the one action of this moment is on the card, unless it takes a choice.
 * @param {View} view @param {import("../protocols/library.js").Library} library @returns {string[]}
 */
export function otherActs(view, library) {
  const on_card = primaryOf(view)?.action;
  const takes = (/** @type {string} */ act) => Object.keys(library.takes(view.run?.protocol ?? "", act)).length > 0;
  return actsOf(view, actor(view)).filter((act) => act !== on_card || takes(act));
}

/**
 * What must still be chosen before a start, by name.
 * @param {Record<string, Value>} takes @param {Record<string, any>} values
 */
export const missingOf = (takes, values) =>
  Object.entries(takes)
    .filter(([name, value]) =>
      value.type === "people" ? (values[name] ?? []).length < (value.least ?? 0) : value.kind === "deck" && !values[name],
    )
    .map(([name]) => name);
