/** A page knows when the service has another release than its own. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Release } from "../../../app/web/shared/core/release.js";

/** @param {(string | null)[]} answers What each answer names; null where none comes. */
function release(own, answers) {
  const asked = [];
  const made = new Release({
    own,
    doFetch: async (path, request) => {
      asked.push([path, request?.method]);
      const named = answers.shift();
      if (named === null) throw new TypeError("no network");
      return new Response(null, { headers: named === "" ? {} : { "attune-release": named } });
    },
    renew: () => undefined,
  });
  return { made, asked };
}

test("a page of today is told nothing", async () => {
  const { made, asked } = release("a1", ["a1"]);
  assert.equal(await made.look(), true);
  assert.equal(made.is_old, false);
  assert.deepEqual(asked, [["/join", "HEAD"]]);
});

test("any answer tells by the way that there is another release, once", async () => {
  const { made } = release("a1", ["b2", "b2"]);
  let told = 0;
  made.addEventListener("change", () => (told += 1));
  await made.fetch("/api/v1/tickets", { method: "POST" });
  await made.fetch("/api/v1/tickets", { method: "POST" });
  assert.equal(made.is_old, true);
  assert.equal(told, 1);
});

test("a release that is taken back makes the page one of today again", async () => {
  const { made } = release("a1", ["b2", "a1"]);
  await made.look();
  assert.equal(made.is_old, true);
  await made.look();
  assert.equal(made.is_old, false);
});

test("who answers in the service's place, or a page without a release, says nothing about it", async () => {
  const stranger = release("a1", [""]);
  assert.equal(await stranger.made.look(), true);
  assert.equal(stranger.made.is_old, false);
  const unnamed = release("", ["b2"]);
  await unnamed.made.look();
  assert.equal(unnamed.made.is_old, false);
});

test("without an answer nothing is known, and a request fails as it would", async () => {
  const { made } = release("a1", [null, null]);
  assert.equal(await made.look(), false);
  await assert.rejects(made.fetch("/x"), TypeError);
  assert.equal(made.is_old, false);
});
