/** Which tiles there are, in which order, and which of them is large. Pure. */

import { tilesOf } from "./selectors.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {{ id: string, seat: import("../wire.js").Seat, own: boolean }} Placed
 */

/**
 * A screen that is shared stands large beside the others. A pinned interpreter stands beside whoever has the floor, or
 * leads, before all others.
 * @param {View} view
 * @param {{ with_own: boolean, pin_interpreter: boolean }} options
 * @returns {{ large: Placed | null, tiles: Placed[] }}
 */
export function placesOf(view, { with_own, pin_interpreter }) {
  const tiles = tilesOf(view, { with_own });
  const large = tiles.find((tile) => tile.seat.sharing && !tile.own) ?? null;
  const rest = tiles.filter((tile) => tile !== large);
  if (!pin_interpreter) return { large, tiles: rest };
  const pinned = rest.filter((tile) => hasRole(view, tile, "interpreter"));
  if (!pinned.length) return { large, tiles: rest };
  const speaker = rest.find((tile) => tile.seat.people.includes(view.floor?.holder?.person ?? "")) ?? rest.find((tile) => hasRole(view, tile, "facilitator"));
  const front = [...(speaker && !pinned.includes(speaker) ? [speaker] : []), ...pinned];
  return { large, tiles: [...front, ...rest.filter((tile) => !front.includes(tile))] };
}

/** @param {View} view @param {Placed} tile @param {string} role */
const hasRole = (view, tile, role) => tile.seat.people.some((person) => view.people[person]?.role === role);

/** Which circle of a fishbowl a seat is in. @param {View} view @param {import("../wire.js").Seat} seat @returns {"inner" | "outer" | ""} */
export function circleOf(view, seat) {
  const run = view.run;
  if (run?.protocol !== "fishbowl" || run.paused || view.floor?.mode !== "fishbowl") return "";
  const inside = [...(run.roles.inner ?? []), ...(run.roles.chair ?? [])];
  if (seat.people.some((person) => inside.includes(person))) return "inner";
  return seat.people.some((person) => run.roles.outer?.includes(person)) ? "outer" : "";
}

/** Who has stepped out of the room. @param {View} view */
export const awayPeople = (view) => Object.values(view.away ?? {}).flatMap((seat) => seat.people);
