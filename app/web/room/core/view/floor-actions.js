/** Which floor request a control or a shortcut makes, and for whom. Pure. */

import { holds, isShared, may, placeInLine } from "./selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {"floor.request" | "floor.withdraw" | "floor.pass" | "floor.release"} FloorRequest
 */

/** Whether a person's hand is up, which is the same as being in line. @param {View} view @param {string} person */
export const handIsUp = (view, person) => placeInLine(view, person) > 0;

/** @param {View} view @param {string} person @returns {FloorRequest} */
export const handRequest = (view, person) => (handIsUp(view, person) ? "floor.withdraw" : "floor.request");

/**
 * Whose turn a shortcut without a number means. On a shared seat that is the one with the floor, or else the only one in line;
 * nobody when it is not clear, so that no one acts for the partner by accident.
 * @param {View} view
 * @returns {string | null}
 */
export function personMeant(view) {
  const { people } = view.you;
  if (!isShared(view)) return people[0] ?? null;
  const holder = people.find((person) => holds(view, person));
  if (holder) return holder;
  const in_line = people.filter((person) => handIsUp(view, person));
  return in_line.length === 1 ? in_line[0] : null;
}

/** Where hands wait in a line, and a quick one may go before them. */
const LINES = new Set(["open", "queue", "popcorn"]);

/** Whether a person may ask for twenty seconds on what somebody else is saying. @param {View} view @param {string} person */
export function mayAddToPoint(view, person) {
  const { floor } = view;
  return (
    Boolean(floor?.holder) &&
    !holds(view, person) &&
    LINES.has(floor?.mode ?? "") &&
    !handIsUp(view, person) &&
    may(view, person, "floor.request")
  );
}

/** Whom a person may name as the next speaker. @param {View} view @param {string} person */
export const nameableBy = (view, person) => view.you.names?.[person] ?? [];

/** Whether the viewer's bar has hand and pass at all: members always, facilitators only when the room offers it. @param {View} view */
export const takesTurns = (view) =>
  view.you.role === "member" ||
  view.you.people.some((person) => ["floor.withdraw", "floor.release"].some((request) => may(view, person, request)));
