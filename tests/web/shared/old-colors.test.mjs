/** A browser without light-dark() has every colour, the light one. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const TOKENS = readFileSync(new URL("../../../app/web/shared/styles/tokens.css", import.meta.url), "utf8");
const [today, fallback] = TOKENS.split("@supports not");
const values = (text) => new Map([...text.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));

/** @param {string} value */
const lightOf = (value) => value.replaceAll(/light-dark\(((?:[^(),]|\([^()]*\))*), (?:[^(),]|\([^()]*\))*\)/g, "$1");

test("each colour that depends on light or dark is there by itself", () => {
  const wanted = [...values(today)].filter(([, value]) => value.includes("light-dark")).map(([name, value]) => [name, lightOf(value)]);
  assert.ok(wanted.length > 10);
  assert.deepEqual(Object.fromEntries(values(fallback)), Object.fromEntries(wanted));
});
