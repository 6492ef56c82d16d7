/** Every language of the clinic's pages says the same things, and clients never read what an appointment is for in a title. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { NEVER } from "../../../app/web/clinic/core/schedule/repeat.js";
import { Writer } from "../../../app/web/clinic/core/time/dates.js";
import { texts_en } from "../../../app/web/clinic/words/en/en.js";
import { texts_es } from "../../../app/web/clinic/words/es/es.js";
import { speak, words } from "../../../app/web/clinic/words/words.js";

afterEach(() => speak(["en"]));

/** Every leaf of a language by its path. */
function leaves(value, path = "", found = new Map()) {
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${key}` : key, found);
  else found.set(path, value);
  return found;
}

const english = leaves(texts_en);
const spanish = leaves(texts_es);
const writer = (tag) => new Writer(tag === "en" ? "en-US" : "es-US", "America/New_York");
const weekly = { ...NEVER(), every: "week", interval: 2, days: ["TH"] };

/** What sentences are called with in the client, by path; else names and small numbers. */
const GIVEN = {
  "agenda.name": [["break", "Ana"]],
  "agenda.starts": [["Ana"]],
  "common.list": [[["Ana", "Ben"]]],
  "common.found": [
    [7, true],
    [7, false],
  ],
  "groups.filled": [
    [7, 9],
    [7, null],
  ],
  "safety.departures.handed": [["9:00", "Ana", "Ben"]],
  "day.follow.last": [["Ana", "Ben", "9:00"]],
  "day.own.opens": [
    ["9:00", ""],
    ["9:00", "Ben"],
  ],
  "schedule.planned": [[1], [7]],
  "schedule.repeat.by_weekday": [[2, "2026-03-09"]],
  "schedule.repeat.sentence": [
    [weekly, "2026-03-02"],
    [{ ...weekly, every: "month", by: "date" }, "2026-03-09"],
    [{ ...weekly, every: "month" }, "2026-03-09"],
    [{ ...weekly, every: "day", ends: "until", until: "2026-06-30" }, "2026-03-02"],
    [NEVER(), "2026-03-02"],
  ],
  "office.policies.value": [
    ["chat", "off"],
    ["max_people", 7],
  ],
  "office.audit.act": [["person.read"]],
  "safety.on_call.who": [[["Ana", "Ben"]]],
  "safety.on_call.ago": [[12], [700]],
  "safety.on_call.step": ["signalled", "paged", "sent", "unreached", "answered", "acknowledged", "closed"].map((step) => [step, "Ana"]),
  "agreements.purpose": [["treatment"]],
  "insurance.balance": [
    [7, 9, "days"],
    [0, 1, "sessions"],
  ],
  "insurance.warnings.few_left": [[7, "sessions"]],
  "insurance.warnings.ends_soon": [[1, "days"]],
  "insurance.statements.gap": [
    ["Ana", "NY"],
    ["Ana", ""],
  ],
  "insurance.statements.sum": [[7, 9]],
  "insurance.statements.left_out": [[7]],
  "insurance.statements.without_patient": [[1]],
  "measures.own.waiting": [[1], [7]],
  "measures.own.count": [
    [9, 0],
    [9, 7],
  ],
  "measures.own.skipped": [[1], [7]],
  "measures.staff.last": [
    [7, 9, "ABC", "Ana"],
    [7, 9, "", "Ana"],
  ],
  "measures.plans.rhythm": [
    [{ rhythm: "session", every: 1, weekday: null }],
    [{ rhythm: "days", every: 7, weekday: null }],
    [{ rhythm: "weekly", every: 1, weekday: 0 }],
    [{ rhythm: "weekly", every: 7, weekday: 6 }],
  ],
};

const WITH_WRITER = new Set(["schedule.repeat.by_weekday", "schedule.repeat.sentence"]);

/** Everything that a leaf says, whole questions as one text. */
function spoken(path, value, tag) {
  if (typeof value === "string") return [value];
  const calls = GIVEN[path] ?? [["Ana", "Ben"]];
  return calls
    .map((given) => value(...given, ...(WITH_WRITER.has(path) ? [writer(tag)] : [])))
    .map((said) => (typeof said === "string" ? said : Object.values(said).join(" | ")));
}

test("both languages have the same keys and kinds of text", () => {
  const shape = (found) => [...found].map(([path, value]) => `${path}: ${typeof value}`).sort();
  assert.deepEqual(shape(spanish), shape(english));
});

test("what is filled into a sentence in English is filled in in Spanish, and nothing is a hole", () => {
  for (const [path, value] of english) {
    const [here, there] = [spoken(path, value, "en"), spoken(path, spanish.get(path), "es")];
    here.forEach((said, place) => {
      assert.doesNotMatch(`${said} ${there[place]}`, /undefined|NaN|\[object|null/, path);
      assert.equal(there[place] === "", said === "", path);
      if (typeof value !== "function") return;
      for (const given of ["Ana", "Ben", "7", "9", "12"])
        assert.equal(there[place].includes(given), said.includes(given), `${path}: ${there[place]}`);
    });
  }
});

test("a placeholder of a conflict is in both languages", () => {
  for (const [path, value] of english)
    if (typeof value === "string") assert.deepEqual(spanish.get(path).match(/\{\w+\}/g), value.match(/\{\w+\}/g), path);
});

/** The same in both languages: names, signs and a few words. */
const SAME = new Set(["", "Attune", "No", "PIN", "Individual", "individual", "E-mail", "ltr"]);

test("no Spanish text is the English one, or sounds like it", () => {
  for (const [path, value] of spanish) {
    spoken(path, value, "es").forEach((text, place) => {
      const original = spoken(path, english.get(path), "en")[place];
      if (
        SAME.has(text) ||
        /^\d/.test(text) ||
        /\b(PSYPACT|CSV)\b/.test(text) ||
        path === "office.policies.value" ||
        path === "schedule.templates.session"
      )
        return;
      assert.notEqual(text, original, path);
      assert.doesNotMatch(text, /\b(the|you|your|is|are|and|please|with|to|of)\b/i, path);
    });
  }
});

test("Spanish is for everybody: usted, no tú, no words of one gender for people", () => {
  for (const [path, value] of spanish)
    for (const text of spoken(path, value, "es")) {
      assert.doesNotMatch(text, /\b(tú|tienes|puedes|quieres|tu|vosotros|vuestr[oa]s?)\b/i, path);
      assert.doesNotMatch(text, /\b(listo|bienvenidos?|todos|los demás|juntos|ambos|el guía|oír|oye|añad\w+)\b/i, path);
    }
});

test("a time that ends with a point gets no second one", () => {
  for (const [path, value] of spanish) {
    if (typeof value !== "function" || path in GIVEN || WITH_WRITER.has(path) || !/\btime\b/.test(String(value))) continue;
    const said = value("9:00 a.m.", "9:00 a.m.", "9:00 a.m.");
    assert.doesNotMatch(typeof said === "string" ? said : Object.values(said).join(" | "), /m\.\./, path);
  }
  assert.equal(spanish.get("day.own.opens")("9:00 a.m.", ""), "Podrá entrar desde: 9:00 a.m.");
});

test("somebody's roles are said with the one who answers for most first", () => {
  assert.equal(words.roles(["auditor", "clinician", "owner"]), "Owner · Clinician · Auditor");
});

test("titles that a client's screen shows do not tell what an appointment is for", async () => {
  for (const tag of ["en", "es"]) {
    await speak([tag]);
    const titles = [
      words.shell.tab_title,
      words.shell.pages.programme,
      words.shell.account,
      words.account.title,
      words.day.own.next,
      words.day.own.week,
      words.day.own.join,
      words.day.own.to_do,
    ];
    for (const title of titles) assert.doesNotMatch(title, /program|group|grupo|therap|terap|recover|recuper|treat|trat|couple|pareja/i);
  }
});

test("a code has its sentence; an unknown one has a kind sentence, too", () => {
  assert.match(words.refusal({ code: "schedule.begun" }), /begun/);
  assert.equal(words.refusal({ code: "nobody.knows" }), texts_en.refusals.refused);
  assert.equal(words.refusal(undefined), texts_en.refusals.refused);
  assert.equal(words.fieldProblem("field.required"), "Please fill this in.");
  assert.equal(words.fieldProblem("form.something_new"), texts_en.refusals.field_wrong);
  assert.equal(words.formProblem({ code: "field.email", errors: { email: "field.email" } }), texts_en.refusals.refusals["form.invalid"]);
  assert.match(words.formProblem({ code: "totp.used", errors: {} }), /next one/);
});

test("a conflict names whom it concerns, and reads well without", () => {
  assert.equal(words.conflict("schedule.double_booked", ["Ana", "Ben"], ""), "Ana and Ben: already in another session at this time.");
  assert.equal(words.conflict("schedule.people", [], ""), "More clients than the policy allows.");
  assert.equal(words.conflict("nobody.knows", [], ""), texts_en.refusals.conflict_else);
});

test("the language is the person's choice, else their record's, else the browser's, else English", async () => {
  await speak(["fr-CA", "", "es-MX", "en"]);
  assert.equal(words.tag, "es");
});
