import assert from "node:assert/strict";
import { test } from "node:test";
import { initialsOf, nameOf } from "../../../../app/web/room/core/view/selectors.js";
import { firstSign, shownName } from "../../../../app/web/shared/core/names.js";

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
