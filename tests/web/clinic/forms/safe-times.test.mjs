/** When somebody may be written to: a form's rows are what the service reads, and nothing half chosen is taken for "any time". */

import assert from "node:assert/strict";
import { test } from "node:test";

import { hoursOf, saidHours, textOf, usualHours } from "../../../../app/web/clinic/core/forms/safe-times.js";
import { Writer } from "../../../../app/web/clinic/core/time/dates.js";

const english = new Writer("en-US", "America/New_York");
const spanish = new Writer("es-MX", "America/New_York");
const list = (parts) => parts.join(" & ");

test("hours are read as the service and as people write them", () => {
  assert.deepEqual(hoursOf("mon,tue,wed,thu,fri 09:00-17:00; sat 10:00-12:00"), [
    { days: [0, 1, 2, 3, 4], from: "09:00", until: "17:00" },
    { days: [5], from: "10:00", until: "12:00" },
  ]);
  assert.deepEqual(hoursOf("sat-mon 22:00 - 06:00"), [{ days: [0, 5, 6], from: "22:00", until: "06:00" }]);
  assert.deepEqual(hoursOf(""), []);
});

test("what is written in another way is not guessed", () => {
  for (const text of ["weekdays", "mon 9-17", "moo 09:00-17:00", "mon,xyz 09:00-17:00"]) assert.equal(hoursOf(text), null, text);
});

test("hours are written so that they are read as the same", () => {
  const text = "mon,tue,wed,thu,fri 09:00-17:00; sun 22:00-06:00";
  assert.equal(textOf(hoursOf(text)), text);
  assert.equal(textOf([]), "");
});

test("a row that lacks something stays a row, and is never empty", () => {
  for (const row of [
    { ...usualHours(), days: [] },
    { ...usualHours(), from: "" },
    { days: [], from: "", until: "" },
  ]) {
    assert.notEqual(textOf([row]).trim(), "");
    assert.deepEqual(hoursOf(textOf([row])), [row]);
  }
});

test("hours are said in words, days in a row together", () => {
  const text = "mon,tue,wed,thu,fri 09:00-17:00; tue,sat,sun 10:30-12:00";
  assert.equal(
    saidHours(text, english, list).replaceAll("\u202f", " "),
    "Monday – Friday, 9:00 AM – 5:00 PM; Tuesday & Saturday & Sunday, 10:30 AM – 12:00 PM",
  );
  assert.match(saidHours("mon,tue,wed 09:00-17:00", spanish, list), /^lunes – miércoles, /);
  assert.equal(saidHours("", english, list), "");
  assert.equal(saidHours("when the sun shines", english, list), "when the sun shines");
});
