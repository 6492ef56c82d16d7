/** Who has yet to show who they are: on the own seat, and, for staff, among those who wait. Pure. */

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../wire-view.js").Unproved} Unproved
 */

/**
 * Who of the own seat does not count as being here yet; before the room is seen, as the ticket says.
 * @param {View | null} view @param {import("../wire.js").Ticket | null} ticket
 * @returns {Unproved[]}
 */
export function unprovedHere(view, ticket) {
  if (view) return view.you.unproved ?? [];
  const { people = [], unproved = [] } = ticket?.seat ?? {};
  return people.filter(({ id }) => unproved.includes(id)).map(({ id, name }) => ({ person: id, name, proof: "unproved" }));
}

/** Who of a waiting seat may be said to be away: somebody stays. @param {import("../wire.js").WaitingSeat} seat */
export const mayBeAway = (seat) => (seat.people.length > 1 ? (seat.unproved ?? []) : []);

/**
 * Whom staff are asked whether they see them, with whoever sits there.
 * @param {View} view
 * @returns {{ person: string, name: string, beside: string[] }[]}
 */
export const arrivingAt = (view) =>
  Object.entries(view.arriving ?? {}).map(([person, { name, seat }]) => ({ person, name, beside: view.seats?.[seat]?.people ?? [] }));
