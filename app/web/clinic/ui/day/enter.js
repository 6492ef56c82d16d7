/** The way into a session's room: the service gives an own link, and the room opens in this tab. */

import { noteWayBack } from "../../../shared/core/way-back.js";

/** @typedef {import("../element.js").ClinicElement} ClinicElement */

/** @param {ClinicElement} element @param {string} appointment */
export async function enterRoom(element, appointment) {
  const seat = await element.act(() => element.http.post(`/appointments/${appointment}/enter`));
  if (seat) goToRoom(seat);
}

/** @param {{ url?: string, invitation: string }} seat */
export function goToRoom(seat) {
  const url = seat.url ? new URL(seat.url, location.href) : new URL(`/join#${seat.invitation}`, location.href);
  // The room may be at another of our hosts, but never anywhere that is not a page.
  if (!["https:", "http:"].includes(url.protocol)) return;
  noteWayBack();
  location.assign(url);
}
