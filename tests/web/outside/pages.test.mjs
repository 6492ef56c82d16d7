/** What stands in the pages themselves, for browsers that run none of the client: the same in both languages, as docs/writing.md says. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../../app/web/", import.meta.url);
const PAGES = ["index.html", "clinic.html", "outside/offline.html"];
const read = (name) => readFileSync(new URL(name, WEB), "utf8").replace(/<head>.*<\/head>/s, "");

/** The sentences of a page by its language, and the tags that they stand in. */
function said(page) {
  const spanish = [...page.matchAll(/<(\w+)[^>]*\blang="es"[^>]*>(.*?)<\/\1>/gs)].map(([whole]) => whole).join("\n");
  const english = page.replaceAll(/<(\w+)[^>]*\blang="es"[^>]*>.*?<\/\1>/gs, "");
  const tags = (text) => [...text.matchAll(/<(h1|p|button|label|span)\b/g)].map(([, tag]) => tag).sort();
  const words = (text) => text.replaceAll(/<[^>]*>/g, " ");
  return { english: words(english), spanish: words(spanish), tags: [tags(english), tags(spanish)] };
}

for (const name of PAGES) {
  test(`${name} says the same in both languages`, () => {
    const [english, spanish] = said(read(name)).tags;
    assert.deepEqual(spanish, english);
    assert.ok(english.length > 2);
  });

  test(`${name} hides what is hidden: a class may say how it is shown`, () => {
    assert.doesNotMatch(read(name), /<(?!label)\w+ [^>]*class="[^>]* hidden/);
  });

  test(`${name} is written as people are spoken to here`, () => {
    const { english, spanish } = said(read(name));
    assert.doesNotMatch(`${english} ${spanish}`, /\w'\w|\.\.\.|\s…/);
    assert.doesNotMatch(english, /\b(every|some|no|any)body\b|\b(therap|clinic\b)/i);
    assert.doesNotMatch(spanish, /\b(tú|tienes|puedes|todos|listo|pulse|añad\w+|ordenador)\b/i);
    assert.doesNotMatch(spanish, /\b(the|you|your|please|with)\b/i);
  });
}
