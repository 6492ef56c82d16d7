/** Text can be read on its ground in both themes: WCAG 2.2, 1.4.3 (4.5:1), and lines that carry meaning 1.4.11 (3:1). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const tokens = readFileSync(new URL("../../../app/web/shared/styles/tokens.css", import.meta.url), "utf8");
const TEXT = [
  ["ink", "ground"],
  ["ink", "ground-deep"],
  ["ink", "surface"],
  ["ink", "surface-soft"],
  ["ink-soft", "ground"],
  ["ink-soft", "ground-deep"],
  ["ink-soft", "surface"],
  ["ink-soft", "surface-soft"],
  ["accent-ink", "accent"],
  ["accent-ink", "accent-deep"],
  ["accent-soft-ink", "accent-soft"],
  ["warm-soft-ink", "warm-soft"],
  ["firm-ink", "firm"],
  ["firm-ink", "firm-deep"],
  ["firm", "surface"],
  ["firm", "ground"],
  ["tile-ink", "tile"],
];
const LINES = [
  ["line-strong", "surface"],
  ["line-strong", "ground"],
  ["focus", "ground"],
  ["focus", "surface"],
  ["speaking", "tile"],
];

/** @param {string} name @param {"light" | "dark"} theme */
function colour(name, theme) {
  const found = new RegExp(`--${name}: (?:light-dark\\((#\\w{6}), (#\\w{6})\\)|(#\\w{6}));`).exec(tokens);
  assert.ok(found, `no token --${name}`);
  return found[3] ?? (theme === "light" ? found[1] : found[2]);
}

/** Relative luminance, as WCAG defines it. @param {string} hex */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {string} a @param {string} b */
function ratio(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

for (const theme of /** @type {const} */ (["light", "dark"])) {
  for (const [pairs, least] of /** @type {const} */ ([
    [TEXT, 4.5],
    [LINES, 3],
  ])) {
    for (const [front, back] of pairs) {
      test(`${theme}: ${front} on ${back} is at least ${least}:1`, () => {
        const found = ratio(colour(front, theme), colour(back, theme));
        assert.ok(found >= least, `${found.toFixed(2)}:1`);
      });
    }
  }
}
