/** What facilitators hand to support: states and numbers of the room, the relay and this browser, without a name. */

/**
 * @param {import("./session.js").Session} session
 * @returns {Promise<string>} JSON, to be read by people.
 * @throws {import("./connection/connection.js").RequestRefused}
 */
export async function supportText(session) {
  const { room, relay } = /** @type {import("./wire.js").Snapshot} */ (await session.connection.request("media.snapshot"));
  const here = { browser: navigator.userAgent, seat: session.view?.you.seat, received: await session.media.stats() };
  return JSON.stringify({ room, relay, here }, null, 1);
}
