/** Requests: refusals with codes, versions, keys of creations, fresh proofs, and a network that is gone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Http } from "../../../../app/web/clinic/core/api/http.js";
import { Problem, Unreachable } from "../../../../app/web/clinic/core/api/problems.js";

const T0 = Date.UTC(2026, 2, 2, 14);

/** A service that answers with these, one after the other; a function is thrown or called. */
function service(...answers) {
  const asked = [];
  let keys = 0;
  const http = new Http({
    now: () => T0,
    new_key: () => {
      keys += 1;
      return `key-${keys}`;
    },
    fetch: async (url, request) => {
      asked.push({ url, ...request });
      const answer = answers.shift();
      if (answer === "gone") throw new TypeError("no network");
      return answer;
    },
  });
  return { http, asked };
}

const json = (body, status = 200, headers = {}) => new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
const refused = (status, code, more = {}) => json({ title: "", status, code, ...more }, status);

test("an answer is read, and what is empty in a query is left out", async () => {
  const { http, asked } = service(json({ items: [] }));
  assert.deepEqual(await http.get("/people", { query: { q: "an a", kind: "", cursor: undefined, limit: 50 } }), { items: [] });
  assert.equal(asked[0].url, "/api/v1/people?q=an+a&limit=50");
  assert.equal(asked[0].credentials, "same-origin");
});

test("no content is no answer, and text that is no JSON is text", async () => {
  const { http } = service(new Response(null, { status: 204 }), new Response("name\nAna\n"));
  assert.equal(await http.delete("/sign-in"), undefined);
  assert.equal(await http.get("/people/export.csv"), "name\nAna\n");
});

test("a refusal has its code, and what is wrong with fields", async () => {
  const { http } = service(refused(422, "form.invalid", { errors: [{ field: "email", code: "field.email" }] }));
  const problem = await http.post("/people", {}).catch((error) => error);
  assert.ok(problem instanceof Problem);
  assert.deepEqual([problem.status, problem.code, problem.errors], [422, "form.invalid", [{ field: "email", code: "field.email" }]]);
});

test("an error page of a proxy is a refusal, too", async () => {
  const { http } = service(new Response("<html>Bad gateway</html>", { status: 502 }));
  await assert.rejects(http.get("/me"), (error) => error instanceof Problem && error.status === 502);
});

test("a change names the version it has seen", async () => {
  const { http, asked } = service(refused(412, "version.other"));
  const problem = await http.patch("/people/pt_1", { name: "Ana" }, { version: 3 }).catch((error) => error);
  assert.equal(asked[0].headers["if-match"], '"3"');
  assert.equal(problem.is_outdated, true);
});

test("a creation whose outcome is unknown is sent again under the same key, and a new one under a new key", async () => {
  const { http, asked } = service("gone", json({ id: "pt_1" }, 201), json({ id: "pt_2" }, 201));
  await assert.rejects(http.post("/people", { name: "Ana" }), Unreachable);
  await http.post("/people", { name: "Ana" });
  await http.post("/people", { name: "Ana" });
  assert.deepEqual(
    asked.map(({ headers }) => headers["idempotency-key"]),
    ["key-1", "key-1", "key-2"],
  );
});

test("a file is sent byte by byte, whatever it is written in, and another file is another creation", async () => {
  const { http, asked } = service("gone", json({ rows: 1 }), json({ rows: 1 }));
  const latin = new File([Uint8Array.of(0x4a, 0x6f, 0x73, 0xe9)], "people.csv", { lastModified: 1 });
  const other = new File([Uint8Array.of(0x41, 0x6e, 0x61, 0x21)], "people.csv", { lastModified: 2 });
  await assert.rejects(http.post("/people/import", undefined, { file: latin }), Unreachable);
  await http.post("/people/import", undefined, { file: latin });
  await http.post("/people/import", undefined, { file: other });
  assert.deepEqual([...new Uint8Array(await asked[0].body.arrayBuffer())], [0x4a, 0x6f, 0x73, 0xe9]);
  assert.equal(asked[0].headers["content-type"], "text/csv");
  assert.deepEqual(
    asked.map(({ headers }) => headers["idempotency-key"]),
    ["key-1", "key-1", "key-2"],
  );
});

test("only creations have a key", async () => {
  const { http, asked } = service(json({}), json({}));
  await http.get("/me");
  await http.put("/me/pin", { pin: "194728" });
  assert.ok(asked.every(({ headers }) => !("idempotency-key" in headers)));
});

test("without a network the last answer to the same question is known", async () => {
  const { http } = service(json({ items: [1] }), "gone", "gone");
  const reached = [];
  http.onReached = (online) => reached.push(online);
  await http.get("/today");
  const gone = await http.get("/today").catch((error) => error);
  assert.deepEqual([gone.code, gone.last], ["service.unreachable", { data: { items: [1] }, at: T0 }]);
  assert.equal((await http.get("/people").catch((error) => error)).last, undefined);
  assert.deepEqual(reached, [true, false, false]);
});

test("a request that the page gave up is no failure of the network", async () => {
  const { http } = service("gone");
  const asking = new AbortController();
  asking.abort();
  const error = await http.get("/people", { signal: asking.signal }).catch((thrown) => thrown);
  assert.ok(!(error instanceof Unreachable));
});

test("a dangerous act asks for a fresh proof and is sent again as it was", async () => {
  const { http, asked } = service(refused(403, "access.proof_needed"), json({ codes: ["a"] }));
  let proofs = 0;
  http.prove = async () => {
    proofs += 1;
    return true;
  };
  assert.deepEqual(await http.post("/me/recovery-codes"), { codes: ["a"] });
  assert.equal(proofs, 1);
  assert.deepEqual(asked[1].headers, asked[0].headers);
});

test("without a proof the act stays refused", async () => {
  const { http, asked } = service(refused(403, "access.proof_needed"));
  await assert.rejects(http.put("/me/password", {}), { code: "access.proof_needed" });
  assert.equal(asked.length, 1);
});

test("who is no longer signed in is told so", async () => {
  const { http } = service(refused(401, "sign_in.idle"), refused(401, "sign_in.wrong"));
  let out = 0;
  http.onSignedOut = () => {
    out += 1;
  };
  await assert.rejects(http.get("/me"), { code: "sign_in.idle" });
  await assert.rejects(http.post("/sign-in/password", {}), { code: "sign_in.wrong" });
  assert.equal(out, 1, "a wrong password ends no sign-in");
});

test("the service's clock counts where this computer's is wrong", async () => {
  const { http } = service(
    json({}, 200, { date: new Date(T0 + 3_600_000).toUTCString() }),
    json({}, 200, { date: new Date(T0 + 1000).toUTCString() }),
  );
  await http.get("/me");
  assert.equal(http.now(), T0 + 3_600_000);
  await http.get("/me");
  assert.equal(http.now(), T0);
});
