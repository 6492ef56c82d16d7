/** Any screen may open the sheet for camera and sound; there is one. It comes with what is inside: the check page loads that ahead. */

/** @param {import("../../../core/session.js").Session} session */
export async function openComfort(session) {
  await import("../../../screens.js");
  const found = /** @type {import("./sheet.js").ComfortSheet | null} */ (document.querySelector("attune-comfort-sheet"));
  const sheet = found ?? /** @type {import("./sheet.js").ComfortSheet} */ (document.createElement("attune-comfort-sheet"));
  sheet.session = session;
  // Beside the app, over everything; a dialog that is open already is left as it is.
  if (!found) document.body.append(sheet);
  await sheet.show();
}
