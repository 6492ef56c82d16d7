/** No sentence stands in the screens' modules: what people read or hear is in shared/words and clinic/words, once for each language. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../../app/web/", import.meta.url);
const MODULES = ["clinic/core/", "clinic/ui/", "room/", "shared/core/", "shared/ui/"].flatMap((folder) =>
  readdirSync(new URL(folder, WEB), { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .map((name) => folder + name),
);

/** The templates of a module, each with its expressions taken out (and looked through for templates of their own). */
function templatesIn(source) {
  const found = [];
  let at = 0;
  for (;;) {
    const start = source.indexOf("html`", at);
    if (start < 0) return found;
    const { text, end } = readTemplate(source, start + 5, found);
    found.push(text);
    at = end;
  }
}

/** @returns {{ text: string, end: number }} The template from just behind its first backtick, and where it ends. */
function readTemplate(source, from, found) {
  let text = "";
  let at = from;
  while (source[at] !== "`") {
    if (source.startsWith("${", at)) {
      const end = endOfExpression(source, at + 2, found);
      text += "…";
      at = end;
    } else {
      text += source[at];
      at += 1;
    }
  }
  return { text, end: at + 1 };
}

function endOfExpression(source, from, found) {
  let depth = 1;
  let at = from;
  while (depth) {
    if (source[at] === "`") {
      const inner = readTemplate(source, at + 1, found);
      if (source.slice(at - 4, at) === "html") found.push(inner.text);
      at = inner.end;
      continue;
    }
    if (source[at] === "{") depth += 1;
    if (source[at] === "}") depth -= 1;
    at += 1;
  }
  return at;
}

const SPOKEN = /\b(?:aria-label|title|placeholder|alt|label|aria-description|aria-roledescription)="([^"…]*[A-Za-z]{2}[^"…]*)"/g;

/** What a template shows or tells a screen reader by itself. */
function spokenIn(template) {
  const attributes = [...template.matchAll(SPOKEN)].map(([, value]) => value);
  const text = template.replace(/<[^>]*>/g, " ").replace(/<!--.*?-->/gs, " ");
  return [...attributes, ...(text.match(/\p{L}{2,}[^…]*/gu) ?? [])].map((one) => one.trim()).filter(Boolean);
}

test("a template with a sentence of its own is found", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is what is looked through
  const source = 'html`<p aria-label="Your picture">${on ? html`<b>Hello you</b>` : words.x} ${`a ${b}`}</p>`';
  assert.deepEqual(templatesIn(source).flatMap(spokenIn).sort(), ["Hello you", "Your picture"]);
});

/** Names of keys, of browser interfaces and of time zones, which nobody reads. */
const NAMES = /^(Enter|Escape|Tab|Home|End|Arrow\w+|[A-Z][a-z]+[A-Z]\w*|[A-Z][a-z]+-[A-Z][a-z]+|[A-Z]\w+\/[A-Z]\w+)$/;

/** Strings of the code that look like something said: a capital letter, then small ones. */
const sentencesIn = (source) =>
  [...source.replace(/new Error\("[^"]*"\)|"\w+" in \w+/g, "").matchAll(/"(\p{Lu}\p{Ll}+[^"]*)"/gu)]
    .map(([, text]) => text)
    .filter((text) => !NAMES.test(text));

for (const file of MODULES) {
  test(`${file} holds no sentence`, () => {
    const source = readFileSync(new URL(file, WEB), "utf8")
      .replace(/\/\*.*?\*\//gs, "")
      .replace(/^\s*\/\/.*$/gm, "");
    assert.deepEqual(templatesIn(source).flatMap(spokenIn), []);
    assert.deepEqual(sentencesIn(source), []);
  });
}
