import assert from "node:assert/strict";
import { test } from "node:test";

import { forgetNotes, loadNotes, saveNotes } from "../../../app/web/shared/core/notes.js";
import { NO_SHELF } from "../../../app/web/shared/core/storage.js";

/** As much of a Storage as is used. */
function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("notes are there again after the page was loaded anew, also empty ones", () => {
  const tab = storage();
  assert.equal(loadNotes(tab), null);
  assert.equal(saveNotes("", tab), true);
  assert.equal(loadNotes(tab), "");
  saveNotes("ask about Tuesday", tab);
  assert.equal(loadNotes(tab), "ask about Tuesday");
  forgetNotes(tab);
  assert.equal(loadNotes(tab), null);
});

test("where nothing may be kept it is said so", () => {
  assert.equal(saveNotes("a", NO_SHELF), false);
  assert.equal(loadNotes(NO_SHELF), null);
});
