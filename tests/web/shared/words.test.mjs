/** Every language says the same things: the same keys, what is given to a sentence is in it, and nothing is left in English. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { timeOfDay } from "../../../app/web/shared/core/clock.js";
import { texts_en } from "../../../app/web/shared/words/en/en.js";
import { texts_es } from "../../../app/web/shared/words/es/es.js";
import { speak, words } from "../../../app/web/shared/words/words.js";

afterEach(() => speak("en"));

/** Every leaf of a language by its path. */
function leaves(value, path = "", found = new Map()) {
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${key}` : key, found);
  else found.set(path, value);
  return found;
}

const english = leaves(texts_en);
const spanish = leaves(texts_es);

/** Sentences with something filled in: what they are called with in the client, by path; else names and small numbers. */
const GIVEN = {
  "room.joiningAs": [[["Ana"]], [["Ana", "Ben"]]],
  "room.expected": [[{ members: 1, facilitators: 2 }], [{ members: 7, facilitators: 1 }]],
  "say.next": [[["Ana"]], [["Ana", "Ben"]], [[""]], [["", "Ben"]], [["Ana", ""]]],
  "room.waits": [["Ana"], ["Ana & Ben"]],
  "console.now.step": [
    ["Imago", 2, 5],
    ["Imago", 0, 0],
  ],
  "console.now.silence": [[75]],
  "console.talk.silence": [[75]],
  "console.now.next": [[["Ana", "Ben"]]],
  "console.talk.picture": [["Ana", [0, 0.5]]],
  "console.clock": ["announced", "left", "over", "stands", "holding", "stayed", "speaking"].map((kind) => [{ kind, seconds: 75 }]),
  "console.asks.observer": [
    ["Ana", { number: 3 }],
    ["Ana", {}],
  ],
  "console.length": [[42], [540]],
  "alerts.who": [[["Ana", "Ben"]], [["Ana"]]],
  "alerts.ago": [[7], [75]],
  "agenda.name": [["break", "Ana"]],
  "agenda.minutes": [[1], [75]],
  "agenda.left": [[75], [-9]],
  "agenda.not_begun": [[1], [7]],
  "agenda.cuts": [[["Ana", "Ben"]]],
  "agenda.cut": [
    ["Ana", 75, 9],
    ["Ana", 75, 0],
  ],
  "agenda.took": [[75, 9]],
  "alerts.welfare.gone": [[1_764_000_000]],
  "alerts.welfare.back": [[1_764_000_000]],
  "alerts.welfare.done": [["No answer", 1_764_000_000]],
  "alerts.paged": ["sent", "answered", "unreached"].map((outcome) => [outcome, 1_764_000_000]),
};

/** @param {string} path @param {(...given: any[]) => any} sentence */
const spoken = (path, sentence) => {
  const calls =
    GIVEN[path] ??
    (path.startsWith("console.asks.")
      ? [
          ["Ana", { number: 9 }],
          ["Ana & Ben", { number: 9 }],
        ]
      : [
          ["Ana", "Ben", "Chloe"],
          [3, 5],
          [1, 5],
          ["Ana", 3],
        ]);
  return calls.map((given) => sentence(...given)).map((said) => (typeof said === "string" ? said : said.text));
};

test("both languages have the same keys and kinds of text", () => {
  const shape = (found) => [...found].map(([path, value]) => `${path}: ${typeof value}`).sort();
  assert.deepEqual(shape(spanish), shape(english));
});

test("what is filled into a sentence in English is filled in in Spanish", () => {
  for (const [path, sentence] of english) {
    if (typeof sentence !== "function") continue;
    const both = [spoken(path, sentence), spoken(path, spanish.get(path))];
    both[0].forEach((said, place) => {
      for (const given of ["Ana", "Ben", "Chloe", "75", "1:15", "7", "9"]) {
        assert.equal(both[1][place].includes(given), said.includes(given), `${path}: ${said} / ${both[1][place]}`);
      }
    });
  }
});

test("no sentence is empty in one language only, or holds a hole", () => {
  for (const [path, value] of english) {
    if (typeof value === "string") assert.equal(spanish.get(path) === "", value === "", path);
    else
      for (const found of [value, spanish.get(path)])
        for (const said of spoken(path, found)) assert.doesNotMatch(said, /undefined|NaN|\[object|null/, path);
  }
});

/** The same in both languages: names, signs, keys of the keyboard. */
const SAME = new Set(["No", "Panel", "ltr", "", "H", "P", "R", "M", "V", "?", "Q", "T", "C", "N", "B", "G", "S"]);

test("no Spanish text is the English one, or sounds like it", () => {
  for (const [path, value] of spanish) {
    const texts = typeof value === "string" ? [value] : spoken(path, value);
    const originals = typeof value === "string" ? [english.get(path)] : spoken(path, english.get(path));
    texts.forEach((text, place) => {
      if (SAME.has(text) || /^console\.(deck\.where|now\.step)$/.test(path)) return;
      assert.notEqual(text, originals[place], path);
      assert.doesNotMatch(text, /\b(the|you|your|is|are|and|please|with|to|of)\b/i, path);
    });
  }
});

test("Spanish is for everybody: usted, no tú, no words of one gender for people, and passing is not coming in", () => {
  for (const [path, value] of spanish) {
    for (const text of typeof value === "string" ? [value] : spoken(path, value)) {
      assert.doesNotMatch(text, /\b(tú|tienes|puedes|quieres|tu|vosotros|vuestr[oa]s?)\b/i, path);
      assert.doesNotMatch(text, /\b(listo|bienvenidos?|todos|los demás|juntos|ambos|el guía|oír|oye|puede pasar|añad\w+)\b/i, path);
    }
  }
});

test("the language is the person's choice, else the browser's, else English", async () => {
  await speak("es-MX");
  assert.equal(words.bar.pass, "Paso");
  for (const tag of ["en", "", "fr"]) {
    await speak(tag);
    assert.equal(words.bar.pass, "Pass");
  }
});

test("who leads is called as the kind of room calls them", async () => {
  assert.equal(words.hosts("group").host, "your therapist");
  assert.equal(words.hosts("alumni").hosts, "your hosts");
  assert.equal(words.hosts("medical_visit").host, "your provider");
  assert.match(words.refusal("room.held", "alumni"), /your host is back/);
  await speak("es");
  assert.match(words.refusal("room.held", "alumni"), /quien coordina/);
});

test("a time that is not today's says its day", () => {
  const at = Date.UTC(2026, 10, 28, 18, 25) / 1000;
  assert.doesNotMatch(timeOfDay(at, "en-US", at - 3600), /day/i);
  assert.match(timeOfDay(at + 86_400, "en-US", at), /Sunday/);
  assert.match(timeOfDay(at + 86_400, "es-US", at), /domingo/);
});

test("what a session asks of cameras is an invitation in every language, and shuts nobody out", async () => {
  for (const language of ["en", "es"]) {
    await speak(language);
    const said = words.check.camera_rule;
    assert.deepEqual(Object.keys(said), ["required", "preferred", "free"]);
    assert.equal(new Set(Object.values(said)).size, 3);
    for (const sentence of Object.values(said)) assert.doesNotMatch(sentence, /\b(must|have to|debe|tiene que)\b/i);
  }
});
