import assert from "node:assert/strict";
import { test } from "node:test";

import { Invitation } from "../../../../app/web/room/core/connection/invitation.js";
import { NO_SHELF, shelf } from "../../../../app/web/shared/core/storage.js";

/** One tab: its address, its history entry and what it keeps; `load` is a page that is opened in it. */
function tab({ storage } = {}) {
  const kept = new Map();
  const own = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
  const history = {
    state: null,
    address: "",
    replaceState(state, _title, address) {
      this.state = state;
      this.address = address;
    },
  };
  const load = (hash) => new Invitation({ location: { hash, pathname: "/join", search: "" }, history, storage: storage ?? own });
  return { load, history, kept };
}

test("the invitation leaves the address bar and the history entry, and a reload still finds it", () => {
  const { load, history } = tab();
  assert.equal(load("#iv%2E1").text, "iv.1");
  assert.deepEqual([history.address, history.state], ["/join", null]);
  assert.equal(load("").text, "iv.1");
});

test("where nothing may be stored a reload finds it all the same", () => {
  const { load, history } = tab({ storage: NO_SHELF });
  load("#iv1");
  assert.equal(history.address, "/join");
  assert.equal(load("").text, "iv1");
});

test("another link in the same tab is the one that counts", () => {
  const { load } = tab();
  load("#iv1");
  assert.equal(load("#iv2").text, "iv2");
  assert.equal(load("").text, "iv2");
});

test("once the visit is over nothing of it is left, but coming back keeps it again", () => {
  for (const storage of [undefined, NO_SHELF]) {
    const { load, history, kept } = tab({ storage });
    const invitation = load("#iv1");
    invitation.forget();
    assert.deepEqual([history.state, kept.size, load("").text], [null, 0, ""]);
    invitation.keep();
    assert.equal(load("").text, "iv1");
  }
});

test("a link that was cut is passed on as it is", () => {
  assert.equal(tab().load("#iv%").text, "iv%");
  assert.equal(tab().load("").text, "");
});

test("storage that may not even be looked at is no storage", () => {
  const forbidden = shelf(() => {
    throw new DOMException("denied", "SecurityError");
  });
  assert.equal(forbidden.getItem("x"), null);
  assert.throws(() => forbidden.setItem("x", "y"), { name: "SecurityError" });
  assert.equal(
    shelf(() => null),
    NO_SHELF,
  );
});
