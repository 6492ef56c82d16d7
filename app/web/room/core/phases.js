/** The screens of a visit: which one a place in the room has, and which page ends the visit. Pure. */

/** @typedef {"loading" | "check" | "joining" | "waiting" | "room" | "companion" | "message"} Phase */

/** @type {Readonly<Record<string, Phase>>} */
const SCREENS = Object.freeze({ main: "room", private: "room", companion: "companion" });
const VISIT_IS_OVER = ["left", "session.ended", "link.ended", "link.invalid", "link.withdrawn"];
const AS_PAGE = new Map([["link.ended", "session.ended"]]);

/** Whether a person at this place takes part. @param {string} space */
export const isInside = (space) => space in SCREENS;

/** @param {string} space */
export const screenOf = (space) => SCREENS[space] ?? "waiting";

/** The page that a code has, which may be another code's. @param {string} code */
export const pageOf = (code) => AS_PAGE.get(code) ?? code;

/** After these nobody who opens this browser next finds a way in. @param {string} code */
export const endsVisit = (code) => VISIT_IS_OVER.includes(code);

/**
 * Whether the screen may be a client's: everybody's but those who work here, and everybody's before it is known whose it is.
 * @param {{ view: { you: { role: string } } | null, ticket: { seat: { role: string } } | null }} visit
 */
export const isForClients = ({ view, ticket }) => (view?.you.role ?? ticket?.seat.role ?? "member") === "member";
