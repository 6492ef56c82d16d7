/** Help signals as those who lead see them: who may have sent each, where they sit, and what can be done. Pure. */

import { mayAny } from "../view/selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 *
 * @typedef {object} Alert
 * @property {string} seat Where it came from: a seat, or a phone beside one.
 * @property {string[]} people Who sent it; both if either of two may have.
 * @property {number} at
 * @property {boolean} late
 * @property {string} seen_by A facilitator, or "" while nobody has seen it.
 * @property {"" | "sent" | "answered" | "unreached"} paged
 * @property {number} paged_at
 * @property {string} talk_seat The seat to take aside for a private talk; "" where that is not possible.
 */

/** The signals that are not closed, those first that nobody has seen, each the oldest first. @param {View} view @returns {Alert[]} */
export function alertsOf(view) {
  return Object.entries(view.help ?? {})
    .map(([seat, signal]) => {
      const people = signal.person ? [signal.person] : peopleAt(view, seat);
      return {
        seat,
        people,
        at: signal.at,
        late: Boolean(signal.late),
        seen_by: signal.seen_by ?? "",
        paged: signal.paged ?? /** @type {""} */ (""),
        paged_at: signal.paged_at ?? 0,
        talk_seat: talkSeat(view, seat, people),
      };
    })
    .sort((a, b) => Number(Boolean(a.seen_by)) - Number(Boolean(b.seen_by)) || a.at - b.at);
}

/** Whether somebody still has to look. @param {View} view */
export const isUnseen = (view) => Object.values(view.help ?? {}).some((signal) => !signal.seen_by);

/** @param {View} view @param {string} seat @returns {string[]} */
function peopleAt(view, seat) {
  return view.seats?.[seat]?.people ?? view.waiting?.[seat]?.people ?? view.away?.[seat]?.people ?? [];
}

/** A phone has no media: it is its owner's seat in the room that is taken aside. @param {View} view @param {string} seat @param {string[]} people */
function talkSeat(view, seat, people) {
  return view.seats?.[seat] && mayAny(view, "private.move") ? seat : seatToTalk(view, people);
}

/** The seat in the room of one of these people, to take it aside; "" where that is not possible. @param {View} view @param {string[]} people */
export function seatToTalk(view, people) {
  if (!mayAny(view, "private.move")) return "";
  return Object.entries(view.seats ?? {}).find(([, { people: sitting }]) => people.some((person) => sitting.includes(person)))?.[0] ?? "";
}

/** The page of a person's crisis card, which opens it at once. @param {string} person */
export const cardOf = (person) => `/people/${encodeURIComponent(person)}/crisis-card?nature=help_signal`;
