import assert from "node:assert/strict";
import { test } from "node:test";

import { texts_en as clinic_en } from "../../../app/web/clinic/words/en/en.js";
import { texts_es as clinic_es } from "../../../app/web/clinic/words/es/es.js";
import { LANGUAGES as CLINIC_LANGUAGES } from "../../../app/web/clinic/words/words.js";
import { texts_en } from "../../../app/web/shared/words/en/en.js";
import { texts_es } from "../../../app/web/shared/words/es/es.js";
import { findOne, listed, pluralIn, speakOne, whole } from "../../../app/web/shared/words/spoken.js";
import { LANGUAGES, speak } from "../../../app/web/shared/words/words.js";

/** What a start with these texts says on the console. */
function saidOf(act) {
  const said = [];
  const before = console.warn;
  console.warn = (line) => said.push(line);
  try {
    act();
  } finally {
    console.warn = before;
  }
  return said;
}

test("no language has a hole", () => {
  assert.deepEqual(
    saidOf(() => whole(texts_es, texts_en, "es")),
    [],
  );
  assert.deepEqual(
    saidOf(() => whole(clinic_es, clinic_en, "es")),
    [],
  );
});

test("a hole is named at the start, and English is shown there", () => {
  const { member, ...others } = texts_es;
  const { chat, ...rest } = member;
  let french;
  const said = saidOf(() => {
    french = whole({ ...others, member: rest, more: "x" }, texts_en, "fr");
  });
  assert.deepEqual(said, ["fr: no words for member.chat; English is shown there."]);
  assert.equal(french.member.chat, texts_en.member.chat);
  assert.equal(french.room, french.room);
  assert.equal(french.room.tag, "es");
});

test("a language is found by its tag without the region, and English stands in", () => {
  const languages = { en: { tag: "en" }, fr: { tag: "fr" } };
  assert.equal(findOne(languages, ["xx", "FR-ca"]).tag, "fr");
  assert.equal(findOne(languages, ["xx"]).tag, "en");
});

test("a made-up language works everywhere once it has its words", () => {
  const made = { ...texts_es, room: { ...texts_es.room, tag: "tlh", name: "tlhIngan Hol" } };
  const words = speakOne({ en: { tag: "en" }, tlh: { ...whole(made, texts_en, "tlh").room } }, ["tlh"], () => null);
  assert.equal(words.name, "tlhIngan Hol");
  speak("en");
});

test("plural forms follow the rules of the language, not of English", () => {
  const polish = pluralIn("pl");
  const forms = { one: "sesja", few: "sesje", many: "sesji", other: "sesji (część)" };
  assert.deepEqual(
    [1, 3, 5, 22, 0.5].map((count) => polish(count, forms)),
    ["sesja", "sesje", "sesji", "sesje", "sesji (część)"],
  );
  assert.equal(pluralIn("en")(0, { one: "1", other: "many" }), "many");
});

test("names in a row are joined as the language does", () => {
  speak("es");
  assert.equal(listed(["Ana", "Ben"]), "Ana y Ben");
  speak("en");
  assert.equal(listed(["Ana", "Ben"]), "Ana & Ben");
  assert.equal(listed(["Ana", "Ben", "Chloe"]), "Ana, Ben, & Chloe");
  assert.equal(listed([]), "");
});

test("the room and the clinic's pages have the same languages", () => {
  assert.deepEqual(Object.keys(CLINIC_LANGUAGES), Object.keys(LANGUAGES));
  for (const tag of Object.keys(LANGUAGES)) {
    assert.equal(LANGUAGES[tag].tag, tag);
    for (const key of ["name", "locale", "dir"]) assert.equal(CLINIC_LANGUAGES[tag][key], LANGUAGES[tag][key]);
  }
});
