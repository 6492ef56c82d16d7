/** A PIN on its way: what is sent, and what is made of the answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { sendPin } from "../../../../app/web/room/core/connection/proofs.js";

const answering = (status, body) => async () => ({ ok: status < 300, status, json: async () => body });

test("the PIN goes to the service alone, with whoever is meant", async () => {
  const asked = [];
  const fetched = async (...request) => {
    asked.push(request);
    return { ok: true, status: 204 };
  };
  assert.equal(await sendPin("secret", "pt_finn", "482913", fetched), "");
  const [[path, options]] = asked;
  assert.equal(path, "/api/v1/seats/proof");
  assert.deepEqual(JSON.parse(options.body), { invitation: "secret", person: "pt_finn", pin: "482913" });
  assert.equal(options.cache, "no-store");
});

test("a refusal says why", async () => {
  assert.equal(await sendPin("a", "b", "c", answering(403, { code: "sign_in.wrong" })), "sign_in.wrong");
  assert.equal(await sendPin("a", "b", "c", answering(429, { code: "sign_in.wait" })), "sign_in.wait");
});

test("without an answer that makes sense it may be tried again", async () => {
  assert.equal(await sendPin("a", "b", "c", answering(502, {})), "service.unreachable");
  const failing = async () => {
    throw new TypeError("network");
  };
  assert.equal(await sendPin("a", "b", "c", failing), "service.unreachable");
});
