/** Things and lists that a page shows: in every state, and the answer to an older question is dropped. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Answers } from "../../../../app/web/clinic/core/api/answers.js";
import { Pages } from "../../../../app/web/clinic/core/api/pages.js";
import { Problem, Unreachable } from "../../../../app/web/clinic/core/api/problems.js";
import { Resource } from "../../../../app/web/clinic/core/api/resource.js";

const quiet = () => undefined;

/** A promise that is kept from outside. */
function later() {
  let settle;
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

test("only so many answers are kept, the newest; and all are forgotten for another person", () => {
  const answers = new Answers(2);
  for (const question of ["a", "b", "a", "c"]) answers.keep(question, question, 1);
  assert.equal(answers.last("b"), undefined);
  assert.equal(answers.last("a")?.data, "a");
  answers.forget();
  assert.equal(answers.last("a"), undefined);
});

test("a thing is loading, then ready", async () => {
  const thing = new Resource(async () => 1, quiet);
  assert.equal(thing.state, "loading");
  await thing.load();
  assert.deepEqual([thing.state, thing.data], ["ready", 1]);
});

test("a thing that is asked for twice shows the answer to the second question", async () => {
  const waits = [later(), later()];
  let asked = 0;
  const thing = new Resource(() => {
    asked += 1;
    return waits[asked - 1].promise;
  }, quiet);
  const both = [thing.load(), thing.load()];
  waits[1].resolve("new");
  waits[0].resolve("old");
  await Promise.all(both);
  assert.equal(thing.data, "new");
});

test("without a network what was shown stays, and is said to be old", async () => {
  const answers = [1, new Unreachable()];
  const thing = new Resource(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  }, quiet);
  await thing.load();
  await thing.load();
  assert.deepEqual([thing.state, thing.data], ["offline", 1]);
  assert.ok(thing.old_since > 0);
});

test("a new page without a network shows the last answer, or says that it cannot", async () => {
  const known = new Resource(async () => Promise.reject(new Unreachable({ data: 7, at: 5 })), quiet);
  const unknown = new Resource(async () => Promise.reject(new Unreachable()), quiet);
  await Promise.all([known.load(), unknown.load()]);
  assert.deepEqual([known.state, known.data, known.old_since], ["offline", 7, 5]);
  assert.deepEqual([unknown.state, unknown.data, unknown.old_since], ["offline", null, 0]);
});

test("a refusal is a failure, and another try may mend it", async () => {
  let well = false;
  const thing = new Resource(async () => {
    if (!well) throw new Problem(403, { code: "access.denied" });
    return 1;
  }, quiet);
  await thing.load();
  assert.equal(thing.state, "failed");
  well = true;
  await thing.load();
  assert.equal(thing.state, "ready");
});

/** A list of numbers, three a page, that counts how often it is asked. */
function numbers(total, given = {}) {
  const asked = [];
  const pages = new Pages(
    async (query) => {
      asked.push(query);
      const from = Number(query.cursor || 0);
      const items = Array.from({ length: Math.min(3, total - from) }, (_, place) => from + place);
      return { items, next: from + 3 < total ? String(from + 3) : null };
    },
    quiet,
    { limit: 3, ...given },
  );
  return { pages, asked };
}

test("a list grows page by page until its end", async () => {
  const { pages, asked } = numbers(7);
  await pages.load();
  await pages.more();
  await pages.more();
  await pages.more();
  assert.deepEqual(pages.items, [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(
    asked.map(({ cursor }) => cursor),
    ["", "3", "6"],
  );
  assert.equal(pages.next, "");
});

test("a list without items is empty once that is known", async () => {
  const { pages } = numbers(0);
  assert.equal(pages.state, "loading");
  await pages.load();
  assert.equal(pages.state, "empty");
});

test("somebody who types is waited for, and only the last of it is looked for", async () => {
  const waiting = [];
  const { pages, asked } = numbers(2, {
    after: (run) => waiting.push(run) - 1,
    clear: (timer) => timer !== null && waiting.splice(timer, 1, null),
  });
  for (const q of ["a", "an", "ana"]) pages.search({ q });
  for (const run of waiting) await run?.();
  assert.deepEqual(
    asked.map(({ q }) => q),
    ["ana"],
  );
});

test("the answer to a search that was typed over is dropped", async () => {
  const waits = { a: later(), an: later() };
  const pages = new Pages((query) => waits[query.q].promise, quiet, { after: (run) => run(), clear: quiet });
  pages.search({ q: "a" });
  pages.search({ q: "an" });
  waits.an.resolve({ items: ["Ana"] });
  waits.a.resolve({ items: ["Ana", "Ben"] });
  await Promise.all([waits.a.promise, waits.an.promise]);
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(pages.items, ["Ana"]);
});

test("a list without a network is the last one that was answered", async () => {
  const pages = new Pages(async () => Promise.reject(new Unreachable({ data: { items: [1], next: "2" }, at: 9 })), quiet);
  await pages.load();
  assert.deepEqual([pages.state, pages.items, pages.next, pages.old_since], ["offline", [1], "", 9]);
});
