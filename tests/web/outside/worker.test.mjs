/** The worker in a browser of the test's own: what it keeps, what it answers, and what it leaves alone. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const WEB = new URL("../../../app/web/", import.meta.url);
const SOURCE = readFileSync(new URL("outside/worker.js", WEB), "utf8");
const ORIGIN = "https://attune.example";
const OFFLINE = async () => {
  throw new TypeError("no network");
};

/** @param {(request: any) => Promise<unknown>} fetch */
async function installed(fetch) {
  const listeners = {};
  const kept = new Map();
  const opened = [];
  const world = {
    URL,
    Request: class {
      constructor(url, options) {
        Object.assign(this, { url, ...options });
      }
    },
    fetch,
    caches: {
      open: async (name) => {
        opened.push(name);
        const keep = ({ url, cache }) => kept.set(url, `${url} ${cache}`);
        return { addAll: async (requests) => requests.map(keep) };
      },
      match: async (path) => kept.get(path),
    },
    self: {
      addEventListener: (name, listener) => {
        listeners[name] = listener;
      },
      location: { origin: ORIGIN },
      skipWaiting: async () => undefined,
      registration: { navigationPreload: { enable: async () => undefined } },
    },
  };
  vm.runInNewContext(SOURCE, world);
  /** @type {Promise<unknown>} */
  let waited = Promise.resolve();
  listeners.install({ waitUntil: (promise) => (waited = promise) });
  await waited;
  /** @returns What the worker answers; "left alone" where it does not. */
  const ask = async (path, { mode = "cors", method = "GET", preloadResponse = undefined } = {}) => {
    /** @type {unknown} */
    let answer = "left alone";
    const url = path.startsWith("http") ? path : ORIGIN + path;
    listeners.fetch({
      request: { url, mode, method },
      preloadResponse: Promise.resolve(preloadResponse),
      respondWith: (given) => (answer = given),
    });
    return answer;
  };
  return { ask, kept, opened };
}

test("a page that cannot be reached is the calm one, whichever it was", async () => {
  const { ask } = await installed(OFFLINE);
  for (const path of ["/", "/join#secret", "/people/pt_1"]) assert.equal(await ask(path, { mode: "navigate" }), "/offline reload");
});

test("a service that answers is believed, also with an error, and is asked once", async () => {
  const asked = [];
  const { ask } = await installed(async ({ url }) => {
    asked.push(url);
    return "502";
  });
  assert.equal(await ask("/join", { mode: "navigate" }), "502");
  assert.equal(await ask("/join", { mode: "navigate", preloadResponse: "preloaded" }), "preloaded");
  assert.deepEqual(asked, [`${ORIGIN}/join`]);
});

test("no file of the client and no answer of the service goes through it", async () => {
  const { ask } = await installed(OFFLINE);
  for (const path of ["/web/room/main.js", "/web/icon.svg", "/api/v1/me", "/health", "https://other.example/offline"])
    assert.equal(await ask(path), "left alone", path);
  assert.equal(await ask("/api/v1/sign-in", { mode: "navigate", method: "POST" }), "left alone");
});

test("what the calm page is made of comes from the service while there is one", async () => {
  assert.equal(await (await installed(async () => "new")).ask("/web/outside/offline.css"), "new");
  assert.equal(await (await installed(OFFLINE)).ask("/web/outside/offline.css"), "/web/outside/offline.css reload");
});

test("it keeps the page and all that the page is made of, and nothing else", async () => {
  const { kept, opened } = await installed(OFFLINE);
  assert.deepEqual(opened, ["attune-offline"]);
  const page = readFileSync(new URL("outside/offline.html", WEB), "utf8");
  const wanted = new Set(["/offline"]);
  const read = (path) => {
    if (wanted.has(path)) return;
    wanted.add(path);
    const file = new URL(`.${path.replace("/web", "")}`, WEB);
    assert.ok(existsSync(file), path);
    if (!path.endsWith(".js")) return;
    for (const [, imported] of readFileSync(file, "utf8").matchAll(/^import .*?"(\..*?)";/gm))
      read(new URL(imported, `${ORIGIN}${path}`).pathname);
  };
  for (const [, path] of page.matchAll(/(?:href|src)="(\/web\/[^"]+)"/g)) read(path);
  assert.deepEqual([...kept.keys()].sort(), [...wanted].sort());
});

test("the service can put in the version of the page", () => {
  assert.equal(SOURCE.match(/VERSION/g)?.length, 1);
});

test("it is tiny", () => {
  assert.ok(SOURCE.length < 4000);
});
