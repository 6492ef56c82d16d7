/** Any screen may open the sheet for camera and sound; there is one. Its code is loaded when it is first wanted. */

/** @param {import("../../../core/session.js").Session} session */
export async function openComfort(session) {
  await import("./sheet.js");
  const found = /** @type {import("./sheet.js").ComfortSheet | null} */ (document.querySelector("attune-comfort-sheet"));
  const sheet = found ?? /** @type {import("./sheet.js").ComfortSheet} */ (document.createElement("attune-comfort-sheet"));
  sheet.session = session;
  // Beside the app, over everything; a dialog that is open already is left as it is.
  if (!found) document.body.append(sheet);
  await sheet.show();
}
