/** A license is sent as the service wants it, with the states of a compact only if there is one. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { COMPACTS, licenceBody, newLicence, statesOf } from "../../../../app/web/clinic/core/forms/licence.js";

const typed = { ...newLicence("psychologist"), state: " ny ", number: " 0123 ", expires: "2028-12-31" };

test("a license without a compact names no other states", () => {
  assert.deepEqual(licenceBody({ ...typed, privileges: "OR" }), {
    type: "psychologist",
    state: "NY",
    number: "0123",
    expires: "2028-12-31",
  });
});

test("what a compact adds lasts as long as the license, unless an earlier end is named", () => {
  const compact = { ...typed, compact: COMPACTS[0], privileges: "or, id" };
  assert.deepEqual(licenceBody(compact).privileges, [{ compact: "psypact", states: ["OR", "ID"], expires: "2028-12-31" }]);
  assert.equal(licenceBody({ ...compact, privileges_expire: "2027-01-31" }).privileges[0].expires, "2027-01-31");
});

test("states are found between commas and spaces, each once", () => {
  assert.deepEqual(statesOf(" or,ID;  or wa\n"), ["OR", "ID", "WA"]);
  assert.deepEqual(statesOf(""), []);
});
