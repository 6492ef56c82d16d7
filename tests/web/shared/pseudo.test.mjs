import assert from "node:assert/strict";
import { test } from "node:test";

import { texts_en as clinic_en } from "../../../app/web/clinic/words/en/en.js";
import { compose } from "../../../app/web/shared/words/compose.js";
import { texts_en } from "../../../app/web/shared/words/en/en.js";
import { PSEUDO, pseudo, TURNED } from "../../../app/web/shared/words/pseudo.js";

/** What a reader sees of it, from left to right in the code. */
const plain = (text) => text.replaceAll(/[\u202c\u202e]/g, "");

/** Every leaf by its path. */
function leaves(value, path = "", found = new Map()) {
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${key}` : key, found);
  else found.set(path, value);
  return found;
}

test("a sentence is in brackets and each word runs from right to left", () => {
  assert.equal(pseudo("It’s on."), "[\u202eIt’s\u202c \u202eon\u202c.]");
});

test("keys, numbers, placeholders and addresses stay as they are", () => {
  for (const text of ["", "H", "0:10", "{host}", "https://example.org"]) assert.equal(pseudo(text), text);
  assert.equal(plain(pseudo("Wait for {host} here")), "[Wait for {host} here]");
  assert.ok(pseudo("Wait for {host} here").includes("{host}"));
});

test("names that are filled in are not turned, and nothing is turned twice", () => {
  const said = pseudo((name) => `It’s ${name}’s turn.`)("Ana (she/her)");
  assert.ok(said.includes(" Ana (she/her)"));
  assert.equal(pseudo(pseudo("Once")), pseudo("Once"));
  assert.ok(pseudo((names) => `Next: ${names.join(", ")}`)(["Ana", "Ben"]).includes("Ana, Ben"));
});

test("a language says of itself that it runs from right to left", () => {
  const { room } = pseudo(texts_en);
  assert.deepEqual([room.tag, room.dir, room.locale], [PSEUDO, "rtl", "en-US"]);
  assert.equal(compose(pseudo(texts_en)).tag, PSEUDO);
});

test("every sentence of both tables is turned, and no key is lost", () => {
  for (const texts of [texts_en, clinic_en]) {
    const turned = leaves(pseudo(texts));
    assert.deepEqual([...turned.keys()], [...leaves(texts).keys()]);
    for (const [path, text] of leaves(texts))
      if (typeof text === "string" && / /.test(text) && !text.includes("://")) assert.ok(turned.get(path).includes(TURNED), path);
  }
});

test("codes that are given stay as they are", () => {
  assert.deepEqual(pseudo({ id: "trust.one", text: "Yes" }, new Set(["id"])).id, "trust.one");
});
