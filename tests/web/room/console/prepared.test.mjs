/** What is known of somebody before a session: asked for one person at a time, and changed as it was seen. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { askPrepared, REASONS } from "../../../../app/web/room/core/console/prepared.js";
import { prepared_en } from "../../../../app/web/shared/words/en/before.js";

const FOUND = { name: "Ana Lopez", place: null, place_by: null, confirmed: null, surroundings: null };

test("an act names the version that was looked at", async () => {
  const asked = [];
  const fetched = async (path, options) => {
    asked.push([path, options.method, options.headers["If-Match"], options.body]);
    return { ok: true, status: 200, headers: new Headers({ ETag: '"3"' }), json: async () => FOUND };
  };
  const read = await askPrepared("ss_1", "pt_ana", {}, fetched);
  assert.deepEqual(read, { found: FOUND, version: '"3"', code: "", errors: {} });
  await askPrepared("ss_1", "pt_ana", { method: "POST", act: "/waive", version: '"3"', body: { hold: "licence" } }, fetched);
  const path = "/api/v1/appointments/ss_1/preparations/pt_ana";
  assert.deepEqual(asked, [
    [path, "GET", undefined, undefined],
    [`${path}/waive`, "POST", '"3"', '{"hold":"licence"}'],
  ]);
});

test("a refusal brings its code and fields, and no answer may be tried again", async () => {
  const errors = [{ field: "city", code: "field.required" }];
  const refusing = async () => ({ ok: false, status: 422, headers: new Headers(), json: async () => ({ code: "form.invalid", errors }) });
  assert.deepEqual(await askPrepared("s", "p", {}, refusing), {
    found: null,
    version: "",
    code: "form.invalid",
    errors: { city: "field.required" },
  });
  const failing = async () => {
    throw new TypeError("network");
  };
  assert.equal((await askPrepared("s", "p", {}, failing)).code, "service.unreachable");
});

test("every reason has words", () => {
  for (const reason of new Set(Object.values(REASONS).flat())) assert.ok(prepared_en.reasons[reason], reason);
});
