import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { texts_en as clinic_en } from "../../../app/web/clinic/words/en/en.js";
import { texts_es as clinic_es } from "../../../app/web/clinic/words/es/es.js";
import { TABLES as CLINIC_TABLES } from "../../../app/web/clinic/words/tables.js";
import { texts_en } from "../../../app/web/shared/words/en/en.js";
import { texts_es } from "../../../app/web/shared/words/es/es.js";
import { LANGUAGES } from "../../../app/web/shared/words/languages.js";
import { fetchEarly, listed, pluralIn, Speech, tagFor, whole } from "../../../app/web/shared/words/spoken.js";
import { TABLES } from "../../../app/web/shared/words/tables.js";
import { speak } from "../../../app/web/shared/words/words.js";

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
  assert.equal(tagFor(["xx", "ES-mx"]), "es");
  assert.equal(tagFor(["xx", ""]), "en");
  assert.equal(tagFor([]), "en");
});

/** Words whose loading is in the test's hands; `asked` says what was loaded, in order. */
function slowWords() {
  const asked = [];
  const gates = {};
  const table = (tag) => () => {
    asked.push(tag);
    return new Promise((arrive, fail) => {
      gates[tag] = { arrive: () => arrive({ tag }), fail: () => fail(new Error("no network")) };
    });
  };
  return { asked, gates, speech: new Speech({ en: table("en"), es: table("es") }, (texts) => texts) };
}

test("only the language that is spoken is loaded, and once", async () => {
  const { asked, gates, speech } = slowWords();
  const twice = [speech.speak(["es"]), speech.speak(["es"])];
  gates.es.arrive();
  assert.deepEqual(await Promise.all(twice), [{ tag: "es" }, { tag: "es" }]);
  await speech.speak(["es"]);
  assert.deepEqual(asked, ["es"]);
});

test("of two languages that are asked for at once the later is spoken, whichever comes first", async () => {
  const { gates, speech } = slowWords();
  const both = [speech.speak(["es"]), speech.speak(["en"])];
  gates.en.arrive();
  gates.es.arrive();
  assert.deepEqual(await Promise.all(both), [{ tag: "en" }, { tag: "en" }]);
});

test("words that did not come are asked for again", async () => {
  const { asked, gates, speech } = slowWords();
  const first = speech.speak(["es"]);
  gates.es.fail();
  await assert.rejects(first);
  const again = speech.speak(["es"]);
  gates.es.arrive();
  assert.equal((await again).tag, "es");
  assert.deepEqual(asked, ["es", "es"]);
});

test("an unfinished language comes with English, which is shown where it has holes", async () => {
  const tables = { en: async () => ({ hello: "Hello", bye: "Bye" }), tlh: async () => ({ hello: "nuqneH" }) };
  const speech = new Speech(tables, (texts) => texts, { tlh: { unfinished: true } });
  let words;
  const said = [];
  const before = console.warn;
  console.warn = (line) => said.push(line);
  try {
    words = await speech.load("tlh");
  } finally {
    console.warn = before;
  }
  assert.deepEqual(words, { hello: "nuqneH", bye: "Bye" });
  assert.deepEqual(said, ["tlh: no words for bye; English is shown there."]);
});

test("words that are fetched early and do not come are nobody's error yet", async () => {
  fetchEarly({ en: () => Promise.reject(new Error("no network")) }, "");
  await new Promise((done) => setImmediate(done));
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

test("names in a row are joined as the language does", async () => {
  await speak("es");
  assert.equal(listed(["Ana", "Ben"]), "Ana y Ben");
  await speak("en");
  assert.equal(listed(["Ana", "Ben"]), "Ana & Ben");
  assert.equal(listed(["Ana", "Ben", "Chloe"]), "Ana, Ben, & Chloe");
  assert.equal(listed([]), "");
});

test("the room and the clinic's pages have words in every language, and what is unfinished says so", async () => {
  for (const tables of [TABLES, CLINIC_TABLES]) assert.deepEqual(Object.keys(tables), Object.keys(LANGUAGES));
  for (const [tag, { unfinished }] of Object.entries(LANGUAGES)) {
    const [room, english] = [await TABLES[tag](), await TABLES.en()];
    assert.equal(room.room.tag, tag);
    assert.equal((await CLINIC_TABLES[tag]()).tag, tag);
    const said = saidOf(() => whole(room, english, tag));
    assert.equal(said.length > 0, Boolean(unfinished), said.join());
  }
});

test("no table of words counts as English does: what there is one of, its language says", () => {
  const tables = ["shared/words/", "clinic/words/"].flatMap((folder) =>
    readdirSync(new URL(`../../../app/web/${folder}`, import.meta.url), { recursive: true })
      .filter((name) => name.endsWith(".js"))
      .map((name) => folder + name),
  );
  const found = tables.flatMap((name) =>
    [...readFileSync(new URL(`../../../app/web/${name}`, import.meta.url), "utf8").matchAll(/(\w+) === 1\s*\?\s*["`]/g)]
      // A place in line is no number of things.
      .filter(([, counted]) => counted !== "place")
      .map(([said]) => `${name}: ${said}`),
  );
  assert.deepEqual(found, []);
});
