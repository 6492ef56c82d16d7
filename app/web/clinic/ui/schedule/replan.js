/** Takes the cancelling of one session back. */

/** @param {import("../../core/api/http.js").Http} http @param {import("../../core/api/shapes.js").Appointment} cancelled */
export const replan = (http, cancelled) =>
  http.patch(`/appointments/${cancelled.id}`, { status: "planned" }, { query: { scope: "one" }, version: cancelled.version });
