/**
 * No sentence stands outside the tables of words: not in a module's templates or strings, as its syntax tree has them, and not in
 * a page. What people read or hear is in shared/words and clinic/words, once for each language.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** What `npm ci` puts beside the client's other tools. */
const ts = await import("../../../app/web/node_modules/typescript/lib/typescript.js").then(
  (found) => found.default,
  () => null,
);
const needed = { skip: !ts && "not installed: typescript (npm ci in app/web)" };

const WEB = new URL("../../../app/web/", import.meta.url);
const MODULES = ["clinic/core/", "clinic/ui/", "clinic/main.js", "room/", "shared/core/", "shared/ui/"].flatMap((place) =>
  place.endsWith("/")
    ? readdirSync(new URL(place, WEB), { recursive: true })
        .filter((name) => name.endsWith(".js"))
        .map((name) => place + name)
    : [place],
);

/** Attributes and properties that are read out or shown. */
const SPOKEN = /(?<![\w-])\.?(?:aria-(?:label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|summary)=$/;

/** What stands between tags, and in attributes that are spoken. @param {string[]} pieces Of a template, between its expressions. */
function spokenInTemplate(pieces) {
  const source = pieces.join("\u0000").replace(/<!--.*?-->/gs, " ");
  const attributes = [...source.matchAll(/([\s.?@][\w.:-]+=)"([^"]*)"/g)]
    .filter(([, name]) => SPOKEN.test(name.slice(1)))
    .map(([, , value]) => value);
  const text = source.replace(/<[^>]*>/g, "\u0000").split("\u0000");
  return [...attributes.flatMap((value) => value.split("\u0000")), ...text].filter((one) => /\p{L}{2}/u.test(one)).map((one) => one.trim());
}

/** Names of keys, of browser interfaces, of locales and of time zones, which nobody reads. */
const NAMES =
  /^(Enter|Escape|Tab|Home|End|Delete|Backspace|Arrow\w+|Page(Up|Down)|[A-Z][a-z]+[A-Z]\w*|[A-Z][a-z]+-[A-Z][a-z]+|[A-Z]\w+\/[A-Z]\w+)$/;

/** A capital and a small letter, or several words with a sign at the end. @param {string} text */
const isSentence = (text) => (/^[¿¡“«]?\p{Lu}\p{Ll}+/u.test(text) || /^\p{L}+ .*\p{L}[.?!…]$/u.test(text)) && !NAMES.test(text);

/** Strings that are never shown: of errors, of checks for a name, of imports. @param {import("typescript").Node} node */
function isUnread(node) {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isNewExpression(parent)) return /Error$/.test(parent.expression.getText());
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
}

/** @param {string} source */
function sentencesIn(source) {
  const found = [];
  const visit = (/** @type {import("typescript").Node} */ node) => {
    if (ts.isTaggedTemplateExpression(node) && /^(html|svg)$/.test(node.tag.getText())) {
      const { template } = node;
      const pieces = ts.isNoSubstitutionTemplateLiteral(template)
        ? [template.text]
        : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
      found.push(...spokenInTemplate(pieces));
      if (ts.isTemplateExpression(template)) for (const { expression } of template.templateSpans) visit(expression);
      return;
    }
    if (ts.isStringLiteralLike(node) && !isUnread(node) && isSentence(node.text)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      const text = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
      if (isSentence(text) && !isUnread(node)) found.push(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("module.js", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
  return found;
}

test("what a module says by itself is found, wherever it stands, and nothing else", needed, () => {
  const source =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is what is looked through
    'const a = html`<p aria-label="Your picture" class="a b">${on ? html`<b>Hello you</b>` : words.x} ${`You have ${n} left`}</p>`;\n// A comment here.\nconst b = { key: "Enter", text: "Not now", code: "seat.replaced" };\nif ("Notification" in window) throw new Error("Never seen");';
  assert.deepEqual(sentencesIn(source).sort(), ["Hello you", "Not now", "You have … left", "Your picture"]);
});

for (const file of MODULES) {
  test(`${file} holds no sentence`, needed, () => {
    assert.deepEqual(sentencesIn(readFileSync(new URL(file, WEB), "utf8")), []);
  });
}

/** Before any script there is the page's name; without scripts, or where they do not start, one notice each, in every language. */
for (const file of ["index.html", "clinic.html"]) {
  test(`${file} says nothing by itself but what has to be said without scripts`, () => {
    const page = readFileSync(new URL(file, WEB), "utf8");
    const notices = page.match(/<noscript>.*?<\/noscript>|^ {4}<div id="\S+" hidden>.*?^ {4}<\/div>/gms) ?? [];
    assert.equal(notices.length, 3);
    for (const notice of notices) assert.match(notice, /lang="es"/);
    assert.deepEqual(spokenInTemplate([notices.reduce((rest, notice) => rest.replace(notice, ""), page)]), ["Attune"]);
  });
}
