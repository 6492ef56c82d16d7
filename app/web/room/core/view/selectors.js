/** Questions to a view, answered without changing it. */

import { firstSign, shownName } from "../../../shared/core/names.js";
import { listed } from "../../../shared/words/spoken.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../wire.js").Seat} Seat
 */

/** @param {View} view @param {string} person */
export const nameOf = (view, person) => shownName(view.people[person]?.name ?? "");

/** @param {View} view @param {readonly string[]} people */
export const namesOf = (view, people) => listed(people.map((person) => nameOf(view, person)).filter(Boolean));

/** @param {View} view @param {string} person */
export const isYours = (view, person) => view.you.people.includes(person);

/** @param {View} view */
export const isShared = (view) => view.you.people.length > 1;

/** Whether the viewer moderates here. @param {View} view */
export const isFacilitator = (view) => view.you.leads;

const STAFF = ["facilitator", "co_facilitator", "tech_host", "trainee"];

/** @param {string} role */
export const hasStaffRole = (role) => STAFF.includes(role);

/** Whether the viewer works here: staff see the door and the connections. @param {View} view */
export const worksHere = (view) => hasStaffRole(view.you.role);

/** The members in the room, in the order of their seats. @param {View} view */
export const participantsOf = (view) =>
  tilesOf(view, { with_own: true })
    .flatMap((tile) => tile.seat.people)
    .filter((person) => view.people[person]?.role === "member");

/** @param {View} view @param {string} person @param {string} request */
export const may = (view, person, request) => view.you.can[person]?.includes(request) ?? false;

/** Whether anyone on the viewer's seat may make this request. @param {View} view @param {string} request */
export const mayAny = (view, request) => view.you.people.some((person) => may(view, person, request));

/** The place in line, 1 for the next, 0 for not in line. @param {View} view @param {string} person */
export const placeInLine = (view, person) => (view.floor?.queue.indexOf(person) ?? -1) + 1;

/** @param {View} view @param {string} person */
export const holds = (view, person) => view.floor?.holder?.person === person;

/** Who of a shared seat has its voice: as the room says, else who holds the floor. @param {View} view @param {Seat} seat */
export const voiceOn = (view, seat) => seat.voice ?? seat.people.find((person) => holds(view, person));

/** @param {View} view @param {string} seat */
export const isSpeaking = (view, seat) => view.speaking?.includes(seat) ?? false;

/**
 * The seats in the room in a lasting order: by the time they came, the viewer's own last so that the others keep their places.
 * @param {View} view
 * @param {{ with_own: boolean }} options
 * @returns {{ id: string, seat: Seat, own: boolean }[]}
 */
export function tilesOf(view, { with_own }) {
  return Object.entries(view.seats ?? {})
    .map(([id, seat]) => ({ id, seat, own: id === view.you.seat }))
    .filter((tile) => with_own || !tile.own)
    .sort((a, b) => Number(a.own) - Number(b.own) || (a.seat.since ?? 0) - (b.seat.since ?? 0) || (a.id < b.id ? -1 : 1));
}

/**
 * Everybody in the room as a facilitator's list: those in line first, in order, then the rest by seat.
 * @param {View} view
 * @returns {{ in_line: string[], others: string[] }}
 */
export function peopleByTurn(view) {
  const in_line = view.floor?.queue ?? [];
  const others = tilesOf(view, { with_own: true })
    .flatMap((tile) => tile.seat.people)
    .filter((person) => !in_line.includes(person) && !holds(view, person));
  return { in_line, others };
}

/** @typedef {import("../wire.js").Grade | "unknown"} KnownGrade */

/** @type {KnownGrade[]} */
const WORST_FIRST = ["poor", "fair", "unknown", "good"];

/** The worse direction of a seat's connection. @param {View} view @param {string} seat @returns {KnownGrade} */
export function gradeOf(view, seat) {
  const quality = view.quality?.[seat];
  if (!quality) return "unknown";
  return WORST_FIRST.indexOf(quality.up) < WORST_FIRST.indexOf(quality.down) ? quality.up : quality.down;
}

/**
 * How well each person's connection works, the worst first; only a facilitator's view says it.
 * @param {View} view
 * @returns {{ id: string, people: string[], own: boolean, grade: KnownGrade, reasons: string[] }[]}
 */
export function connectionsOf(view) {
  const waiting = waitingOf(view).map(({ id, seat }) => ({ id, seat, own: false }));
  return [...tilesOf(view, { with_own: true }), ...waiting]
    .map(({ id, seat, own }) => {
      const found = { id, people: seat.people, own };
      if (seat.presence !== "here") return { ...found, grade: /** @type {KnownGrade} */ ("poor"), reasons: ["silent"] };
      return { ...found, grade: gradeOf(view, id), reasons: view.quality?.[id]?.reasons ?? [] };
    })
    .sort((a, b) => WORST_FIRST.indexOf(a.grade) - WORST_FIRST.indexOf(b.grade));
}

/** The slots whose picture should move: others' cameras that are on and may be seen. @param {View} view */
export const slotsSeen = (view) =>
  tilesOf(view, { with_own: false })
    .filter(({ seat }) => seat.video && seat.presence === "here")
    .map(({ seat }) => seat.slot ?? -1);

/** The slots that show a screen instead of a camera. @param {View} view */
export const screenSlots = (view) =>
  Object.values(view.seats ?? {})
    .filter((seat) => seat.sharing === true)
    .map((seat) => seat.slot ?? -1);

/** Seats that wait, first come first. @param {View} view */
export const waitingOf = (view) =>
  Object.entries(view.waiting ?? {})
    .map(([id, seat]) => ({ id, seat }))
    .sort((a, b) => a.seat.since - b.seat.since || (a.id < b.id ? -1 : 1));

/** One or two letters for a tile without a picture; a title such as "Dr." is skipped. @param {string[]} names */
export const initialsOf = (names) =>
  names
    .slice(0, 2)
    .map((name) =>
      firstSign(
        name
          .replace(/^\u2068?\S+\.\s+/u, "")
          .replace(/^\u2068/u, "")
          .trim(),
      ).toLocaleUpperCase(),
    )
    .join("");

/** The seat behind a media slot. @param {View} view @param {number} slot */
export const seatInSlot = (view, slot) => Object.entries(view.seats ?? {}).find(([, seat]) => seat.slot === slot)?.[0];

/** Whether the own seat shows a screen, as the room says. @param {View} view */
export const sharesScreen = (view) => Boolean(view.seats?.[view.you.seat]?.sharing);

/**
 * The slots whose pictures should move. A shared screen may show one picture for minutes: only the server knows whether it is paused.
 * @param {View} view @param {(slot: number) => boolean} isPaused
 */
export function movingSlots(view, isPaused) {
  const screens = screenSlots(view);
  return slotsSeen(view).filter((slot) => !screens.includes(slot) || isPaused(slot));
}
