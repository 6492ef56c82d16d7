/** Two records are compared in what either of them says, and only what staff decided differently is sent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { choicesOf, rowsOf, saidBy } from "../../../../app/web/clinic/core/forms/merge.js";

const ana = {
  name: "Ana",
  legal_name: "Ana Ortiz",
  phone: "",
  languages: ["es", "en"],
  address: { line_1: "1 Elm St", line_2: "", city: "Troy", state: "NY", postal_code: "12180", country: "US" },
  emergency_contact: { name: "", phone: "", relation: "", permission: false },
  reach: { channel: "email", safe_times: "mon 09:00-12:00" },
};
const other = { ...ana, legal_name: "Ana María Ortiz", phone: "+12125550199", reach: { channel: "none", safe_times: "" } };

test("a record says each field in the words of its person", () => {
  assert.equal(saidBy(ana, "display_name"), "Ana");
  assert.equal(saidBy(ana, "language"), "es");
  assert.equal(saidBy(ana, "address"), "1 Elm St, Troy, NY, 12180");
  assert.equal(saidBy(ana, "emergency"), "");
  assert.equal(saidBy(ana, "safe_channel"), "email");
  assert.equal(saidBy({ name: "Ben" }, "safe_times"), "");
});

test("what neither record says is not shown", () => {
  const plan = {
    keep: "a",
    drop: "b",
    fields: [
      { field: "legal_name", taken: "keep", differs: true },
      { field: "phone", taken: "drop", differs: false },
      { field: "emergency", taken: "keep", differs: false },
    ],
  };
  assert.deepEqual(rowsOf(plan, ana, other), [
    { field: "legal_name", taken: "keep", differs: true, keep: "Ana Ortiz", drop: "Ana María Ortiz" },
    { field: "phone", taken: "drop", differs: false, keep: "", drop: "+12125550199" },
  ]);
});

test("only what was chosen against the plan is sent", () => {
  const rows = [
    { field: "legal_name", taken: "keep", differs: true, keep: "x", drop: "y" },
    { field: "email", taken: "keep", differs: true, keep: "x", drop: "y" },
    { field: "phone", taken: "drop", differs: false, keep: "", drop: "y" },
  ];
  assert.deepEqual(choicesOf(rows, { legal_name: "drop", email: "keep", phone: "keep" }), { legal_name: "drop" });
});
