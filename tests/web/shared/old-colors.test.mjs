/** A browser without light-dark() has every colour, the light one. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../../app/web/", import.meta.url);
const SHEETS = ["shared", "room", "clinic", "ops"].flatMap((folder) =>
  readdirSync(new URL(folder, WEB), { recursive: true })
    .filter((name) => name.endsWith(".css"))
    .map((name) => `${folder}/${name}`),
);
const values = (text) => [...text.matchAll(/([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]);

/** @param {string} value */
const lightOf = (value) => value.replaceAll(/light-dark\(((?:[^(),]|\([^()]*\))*), (?:[^(),]|\([^()]*\))*\)/g, "$1");

for (const sheet of SHEETS) {
  const text = readFileSync(new URL(sheet, WEB), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  const [, at, fallback = ""] = text.match(/^(.*?)@supports not [^{]*\{(.*?)^\}/ms) ?? [];
  const today = at === undefined ? text : text.replace(fallback, "").replace(/@supports.*/, "");
  const wanted = values(today)
    .filter(([, value]) => value.includes("light-dark"))
    .map(([name, value]) => [name, lightOf(value)]);
  if (!wanted.length) continue;
  test(`each colour that depends on light or dark is there by itself: ${sheet}`, () => {
    assert.deepEqual(
      values(fallback).filter(([name]) => name !== "color-scheme"),
      wanted,
    );
  });
}
