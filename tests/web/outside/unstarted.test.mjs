import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../../app/web/outside/unstarted.js", import.meta.url), "utf8");

/** A browser of today in which the page did not start, changed by the test; returns which help is shown after loading. */
function shown({ started = false, lacks = {}, error = null, no_module = true } = {}) {
  const seen = [];
  const listeners = {};
  const window = {
    AbortSignal: { timeout() {} },
    structuredClone() {},
    HTMLDialogElement: class {},
    addEventListener: (name, listener) => {
      listeners[name] = listener;
    },
    ...lacks,
  };
  const document = {
    createElement: () => (no_module ? { noModule: false } : {}),
    documentElement: { hasAttribute: (name) => started && name === "data-started" },
    getElementById: (id) => ({ removeAttribute: () => seen.push(id) }),
  };
  vm.runInNewContext(SOURCE, { window, document });
  if (error) listeners.error({ error });
  listeners.load();
  return seen;
}

test("a page that started needs no help", () => {
  assert.deepEqual(shown({ started: true, error: new TypeError("an add-on's") }), []);
});

test("a browser that is too old is told so", () => {
  assert.deepEqual(shown({ no_module: false }), ["too-old"]);
  for (const name of ["AbortSignal", "structuredClone", "HTMLDialogElement"])
    assert.deepEqual(shown({ lacks: { [name]: undefined } }), ["too-old"], name);
  assert.deepEqual(shown({ error: new SyntaxError("Unexpected token") }), ["too-old"]);
});

test("a page of which a part did not arrive can be loaded again", () => {
  assert.deepEqual(shown(), ["unloaded"]);
});

test("the oldest browsers read it", () => {
  assert.doesNotMatch(SOURCE.replaceAll(/\/\*.*?\*\/|\/\/.*/gs, ""), /=>|`|\b(const|let|class|import|export|async)\b|\?\.|\?\?/);
});
