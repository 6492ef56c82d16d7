/**
 * The own notes on a second device. They are kept by this tab, on this device, so that a lost network, a locked phone or a page
 * that is loaded again does not take them; and they are gone with the tab, the visit or the way out at once.
 */

import { shelf } from "./storage.js";

export const NOTES_KEY = "attune.notes";

const tab = () => shelf(() => sessionStorage);

/** The notes; null if nobody takes notes in this tab. @param {import("./storage.js").Shelf} [storage] */
export const loadNotes = (storage = tab()) => storage.getItem(NOTES_KEY);

/** @param {string} text @param {import("./storage.js").Shelf} [storage] @returns {boolean} Whether the browser keeps them. */
export function saveNotes(text, storage = tab()) {
  try {
    storage.setItem(NOTES_KEY, text);
    return true;
  } catch {
    return false;
  }
}

/** @param {import("./storage.js").Shelf} [storage] */
export const forgetNotes = (storage = tab()) => storage.removeItem(NOTES_KEY);
