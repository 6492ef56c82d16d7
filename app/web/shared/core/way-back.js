/** Whether a tab came to its room from a clinic's pages: then its end leads back to them, otherwise nowhere. */

import { shelf } from "./storage.js";

const KEY = "attune.from_pages";

/** @typedef {Pick<Storage, "getItem" | "setItem">} Notes */

/** This tab goes to a room from a clinic's pages. @param {Notes} [storage] */
export function noteWayBack(storage = shelf(() => sessionStorage)) {
  try {
    storage.setItem(KEY, "yes");
  } catch {
    // Nothing may be kept here: then people go back by themselves.
  }
}

/** @param {Notes} [storage] */
export const hasWayBack = (storage = shelf(() => sessionStorage)) => storage.getItem(KEY) === "yes";
