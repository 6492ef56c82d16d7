/** Passkeys as JSON, and the secret of a one-time link, which leaves the address bar. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  bytesOf,
  canPasskeys,
  makePasskey,
  readCreation,
  readRequest,
  textOf,
  usePasskey,
  writeCredential,
} from "../../../../app/web/clinic/core/account/passkeys.js";
import { forgetSecret, takeSecret } from "../../../../app/web/clinic/core/account/secret-link.js";

const bytes = (...values) => new Uint8Array(values).buffer;

test("bytes and base64url are turned into each other without loss", () => {
  for (let length = 0; length < 40; length += 1) {
    const given = new Uint8Array(length).map((_, place) => (place * 89 + length * 7) % 256);
    const text = textOf(given.buffer);
    assert.doesNotMatch(text, /[+/=]/);
    assert.deepEqual(new Uint8Array(bytesOf(text)), given);
  }
});

test("options are read as the browser wants them", () => {
  const request = readRequest({
    challenge: "AQID",
    rpId: "example.org",
    userVerification: "required",
    allowCredentials: [{ id: "BAUG", type: "public-key" }],
  });
  assert.deepEqual([new Uint8Array(request.challenge), request.rpId], [new Uint8Array([1, 2, 3]), "example.org"]);
  assert.deepEqual(new Uint8Array(request.allowCredentials[0].id), new Uint8Array([4, 5, 6]));
  const creation = readCreation({ challenge: "AQID", user: { id: "BAUG", name: "a", displayName: "A" } });
  assert.deepEqual(new Uint8Array(creation.user.id), new Uint8Array([4, 5, 6]));
  assert.deepEqual(creation.excludeCredentials, []);
});

test("a credential is written by the browser itself, or else by us", () => {
  assert.deepEqual(writeCredential({ toJSON: () => ({ id: "x" }) }), { id: "x" });
  const written = writeCredential({
    id: "AQID",
    rawId: bytes(1, 2, 3),
    type: "public-key",
    authenticatorAttachment: null,
    getClientExtensionResults: () => ({}),
    response: { clientDataJSON: bytes(4), authenticatorData: bytes(5), signature: bytes(6), userHandle: null },
  });
  assert.deepEqual(written.response, { clientDataJSON: "BA", authenticatorData: "BQ", signature: "Bg" });
  assert.equal(written.rawId, "AQID");
});

test("a ceremony that does not happen is a refusal with a code", async () => {
  const fails = (name) => ({
    get: async () => Promise.reject(Object.assign(new Error(), { name })),
    create: async () => Promise.reject(Object.assign(new Error(), { name })),
  });
  const options = { challenge: "AQID", user: { id: "AQID" } };
  await assert.rejects(usePasskey(options, fails("NotAllowedError")), { code: "passkey.cancelled" });
  await assert.rejects(makePasskey(options, fails("InvalidStateError")), { code: "passkey.is_known" });
  await assert.rejects(makePasskey(options, fails("SecurityError")), { code: "passkey.origin" });
});

test("a browser without passkeys is recognised", () => {
  assert.equal(canPasskeys({}), false);
  assert.equal(canPasskeys({ PublicKeyCredential: class {} }), true);
});

test("a secret is taken out of the address, stays for a reload of this tab, and is forgotten once used", () => {
  const history = {
    state: null,
    shown: "",
    replaceState(state, _title, path) {
      this.state = state;
      this.shown = path;
    },
  };
  const location = { hash: "#s3cret", pathname: "/welcome", search: "" };
  assert.equal(takeSecret(location, history), "s3cret");
  assert.equal(history.shown, "/welcome");
  assert.equal(takeSecret({ ...location, hash: "" }, history), "s3cret");
  forgetSecret(location, history);
  assert.equal(takeSecret({ ...location, hash: "" }, history), "");
});
