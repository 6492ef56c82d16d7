/** No stylesheet says left or right where the beginning or the end of a line is meant: a language may run the other way. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../../app/web/", import.meta.url);
const SHEETS = ["clinic/styles/", "ops/", "room/styles/", "shared/styles/"].flatMap((folder) =>
  readdirSync(new URL(folder, WEB))
    .filter((name) => name.endsWith(".css"))
    .map((name) => folder + name),
);

const SIDE =
  /^(?:(?:margin|padding|scroll-margin|scroll-padding|border)-(?:left|right)(?:-\w+)?|left|right|border-(?:top|bottom)-(?:left|right)-radius)$/;
const SIDED_VALUE = /^(?:left|right)$/;
const BY_VALUE = new Set(["text-align", "float", "clear", "caption-side"]);
/** Not `border-width`: with it arrows and ticks are drawn, and then turned. */
const FOUR = new Set(["margin", "padding", "inset", "border-radius"]);

/** The parts of a value, with what stands in brackets in one piece. @param {string} value */
const partsOf = (value) => value.match(/(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];

/** @param {string} property @param {string} value */
function isPhysical(property, value) {
  // The middle is the middle from either side.
  if (SIDE.test(property)) return value !== "50%";
  if (BY_VALUE.has(property)) return SIDED_VALUE.test(value);
  const parts = partsOf(value);
  if (!FOUR.has(property) || parts.length !== 4) return false;
  return property === "border-radius" ? parts[0] !== parts[1] || parts[2] !== parts[3] : parts[1] !== parts[3];
}

/** @param {string} sheet */
const physicalIn = (sheet) =>
  [...sheet.replace(/\/\*.*?\*\//gs, "").matchAll(/(?:^|[;{])\s*([\w-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])/g)]
    .filter(([, property, value]) => isPhysical(property, value))
    .map(([, property, value]) => `${property}: ${value}`);

test("what is physical is found, and nothing else", () => {
  const sheet =
    ".a { margin-left: 1px; left: 50%; text-align: right; padding: 1px 2px 3px calc(2px + (1px)) } .b:hover { inset: 0 1px; color: red; }";
  assert.deepEqual(physicalIn(sheet), ["margin-left: 1px", "text-align: right", "padding: 1px 2px 3px calc(2px + (1px))"]);
});

for (const file of SHEETS)
  test(`${file} runs either way`, () => {
    assert.deepEqual(physicalIn(readFileSync(new URL(file, WEB), "utf8")), []);
  });
