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
  const speaker =
    rest.find((tile) => tile.seat.people.includes(view.floor?.holder?.person ?? "")) ??
    rest.find((tile) => hasRole(view, tile, "facilitator"));
  const front = [...(speaker && !pinned.includes(speaker) ? [speaker] : []), ...pinned];
  return { large, tiles: [...front, ...rest.filter((tile) => !front.includes(tile))] };
}

/** @param {View} view @param {Placed} tile @param {string} role */
const hasRole = (view, tile, role) => tile.seat.people.some((person) => view.people[person]?.role === role);

/**
 * In which circle a seat is while some talk and the others listen.
 * @param {View} view @param {import("../protocols/library.js").Library} library @param {import("../wire.js").Seat} seat @returns {"inner" | "outer" | ""}
 */
export function circleOf(view, library, seat) {
  const run = view.run;
  if (!run || run.paused || view.floor?.mode !== "fishbowl") return "";
  const circles = library.protocol(run.protocol)?.rules?.circles ?? {};
  const found = rolesIn(run, seat).map((role) => circles[role]);
  return found.find((circle) => circle === "inner") ?? found.find(Boolean) ?? "";
}

/** @param {import("../wire.js").Run} run @param {import("../wire.js").Seat} seat */
const rolesIn = (run, seat) => Object.keys(run.roles).filter((role) => run.roles[role].some((person) => seat.people.includes(person)));

/** Whom two share a dialogue: those of its members who have a part. @param {View} view */
const twoOf = (view) =>
  Object.values(view.run?.roles ?? {})
    .flat()
    .filter((person) => view.people[person]?.role === "member");

/**
 * The seats whose tile is larger: whoever has the turn, or in a dialogue the two. One's own never grows: nobody has to look at themselves.
 * @param {View} view @returns {Set<string>}
 */
export function growing(view) {
  const { floor, run } = view;
  const holder = floor?.holder && floor.holder.phase !== "paused" ? [floor.holder.person] : [];
  const people = floor?.mode === "dyad" && run && !run.paused ? twoOf(view) : holder;
  const seats = people.map((person) => view.people[person]?.seat ?? "");
  return new Set(seats.filter((seat) => seat && seat !== view.you.seat));
}

/** Who has stepped out of the room. @param {View} view */
export const awayPeople = (view) => Object.values(view.away ?? {}).flatMap((seat) => seat.people);
