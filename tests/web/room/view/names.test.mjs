import assert from "node:assert/strict";
import { test } from "node:test";
import { initialsOf, nameOf } from "../../../../app/web/room/core/view/selectors.js";
import { firstSign, partsOf, shownName } from "../../../../app/web/shared/core/names.js";

const FAMILY = "👨‍👩‍👧";
const FLAG = "🇲🇽";

test("the first sign is what a reader sees as one", () => {
  assert.equal(firstSign(`${FAMILY} Lima`), FAMILY);
  assert.equal(firstSign(`${FLAG}Ana`), FLAG);
  assert.equal(firstSign("E\u0301lodie"), "E\u0301");
  assert.equal(firstSign(""), "");
});

test("initials are whole signs, without a title, in any script", () => {
  assert.equal(initialsOf(["Dr. Reyes", `${FLAG} Ana`]), `R${FLAG}`);
  assert.equal(initialsOf(["e\u0301lodie"]), "E\u0301");
  assert.equal(initialsOf([shownName("ليلى حداد")]), "ل");
  assert.equal(initialsOf([shownName('ד"ר. כהן')]), "כ");
  assert.equal(initialsOf([""]), "");
});

test("a name turns nothing around it, whatever is in it", () => {
  assert.equal(shownName("Ana \u202egnp.tcelloc"), "Ana gnp.tcelloc");
  assert.equal(shownName("Ana"), "Ana");
  assert.equal(shownName("ליאת"), "\u2068ליאת\u2069");
  const view = { people: { pt_1: { name: "\u2067ليلى\u2069" } } };
  assert.equal(nameOf(view, "pt_1"), "\u2068ليلى\u2069");
  assert.equal(nameOf(view, "pt_9"), "");
});

test("a name with a hundred marks on a letter stays in its line", () => {
  assert.equal(shownName(`Z${"\u0301".repeat(100)}algo`), `Z${"\u0301".repeat(5)}algo`);
  assert.equal(shownName("E\u0301lodie"), "E\u0301lodie");
});

test("a sentence is taken apart at its names, which keep their direction", () => {
  assert.deepEqual(partsOf(`It’s ${shownName("ليلى")}’s turn.`), ["It’s ", "ليلى", "’s turn."]);
  assert.deepEqual(partsOf("It’s Ben’s turn."), ["It’s Ben’s turn."]);
});
