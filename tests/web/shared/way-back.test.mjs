/** The way back from a room to a clinic's pages, for the tab that came from them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_SHELF } from "../../../app/web/shared/core/storage.js";
import { hasWayBack, noteWayBack } from "../../../app/web/shared/core/way-back.js";

test("a tab that came from a clinic's pages goes back to them, another has no way back", () => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const storage = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
  };
  assert.equal(hasWayBack(storage), false);
  noteWayBack(storage);
  assert.equal(hasWayBack(storage), true);
});

test("where nothing may be kept there is no way back, and no error", () => {
  noteWayBack(NO_SHELF);
  assert.equal(hasWayBack(NO_SHELF), false);
});
