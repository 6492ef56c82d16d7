import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { startWith } from "../../../../app/web/shared/core/browser/started.js";

let seen;

beforeEach(() => {
  seen = [];
  globalThis.document = {
    documentElement: { dataset: {} },
    getElementById: (id) => ({ removeAttribute: (name) => seen.push(`${id} is not ${name}`) }),
  };
});

afterEach(() => delete globalThis.document);

test("a page starts once its words are here, and until then needs no help", async () => {
  const words = Promise.resolve();
  startWith(words, () => seen.push("started"));
  assert.equal(document.documentElement.dataset.started, "");
  assert.deepEqual(seen, []);
  await words;
  assert.deepEqual(seen, ["started"]);
});

test("a page whose words do not come says that it is not complete", async () => {
  const words = Promise.reject(new Error("no network"));
  startWith(words, () => seen.push("started"));
  await words.catch(() => undefined);
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(seen, ["unloaded is not hidden"]);
});
