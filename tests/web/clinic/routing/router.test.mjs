/** Where somebody is: paths and pages, who comes to which, the way back, and a question before something is lost. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Router } from "../../../../app/web/clinic/core/routing/router.js";
import { homeOf, mayVisit, menuOf, placeOf, ROUTES } from "../../../../app/web/clinic/core/routing/routes.js";

const client = { person: { kind: "client" }, can: ["own.read"] };
const clinician = {
  person: { kind: "staff" },
  can: ["schedule.read", "people.read", "programme.read", "staff.read", "policies.read", "care_team.read"],
};
const auditor = { person: { kind: "staff" }, can: ["staff.read", "audit.read"] };

/** A tab whose history is a list. */
function tab(path = "/today") {
  const [pathname, search = ""] = path.split("?");
  const location = { pathname, search: search && `?${search}`, hash: "", origin: "http://x" };
  const history = {
    state: null,
    entries: [path],
    pushState(state, _title, to) {
      this.state = state;
      this.entries.push(to);
    },
    replaceState(state, _title, to) {
      this.state = state;
      this.entries[this.entries.length - 1] = to;
    },
  };
  return { location, history, router: new Router({ location, history }) };
}

const clicked = (href, more = {}) => {
  const attributes = { href, ...more.attributes };
  const link = { getAttribute: (name) => attributes[name] ?? null, hasAttribute: (name) => name in attributes };
  return {
    target: { closest: () => link },
    button: 0,
    defaultPrevented: false,
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
    ...more,
  };
};

test("a path names a page and what is in it", () => {
  assert.deepEqual([placeOf("/people/pt_1").page, placeOf("/people/pt_1").params], ["person", { id: "pt_1" }]);
  assert.equal(placeOf("/people/").page, "people");
  assert.equal(placeOf("/people/pt_1/x").page, "nowhere");
  assert.equal(placeOf("/people/%E0%A4%A").params.id, "%E0%A4%A");
});

test("the service serves the page at every path of a page", () => {
  const main = readFileSync(new URL("../../../../app/wiring/main.py", import.meta.url), "utf8");
  for (const { path } of ROUTES) assert.ok(main.includes(`"${path}"`), path);
});

test("clients and staff have different pages, and a role shows what it may see", () => {
  assert.deepEqual(
    menuOf(client).map(({ page }) => page),
    ["programme", "connected", "agreements"],
  );
  assert.deepEqual(
    menuOf(clinician).map(({ page }) => page),
    ["today", "schedule", "people", "groups", "couples", "follow_ups", "support", "team", "policies", "documents"],
  );
  assert.equal(mayVisit(placeOf("/people").route, client), false);
  assert.equal(mayVisit(placeOf("/programme").route, clinician), false);
  assert.equal(mayVisit(placeOf("/me").route, client), true);
});

test("the practice room is there for staff of the demo alone", () => {
  const clinician = { person: { kind: "staff" }, can: [] };
  const offers = (/** @type {object} */ visitor) => menuOf(/** @type {any} */ (visitor)).some(({ page }) => page === "practice");
  assert.ok(offers({ ...clinician, mode: "demo" }));
  assert.ok(!offers({ ...clinician, mode: "production" }));
  assert.ok(!offers({ ...clinician, person: { kind: "client" }, mode: "demo" }));
});

test("each begins where their work is", () => {
  assert.deepEqual([client, clinician, auditor].map(homeOf), ["/programme", "/today", "/audit"]);
});

test("going somewhere changes address and page, and says so", async () => {
  const { router, history } = tab();
  let changes = 0;
  router.addEventListener("change", () => {
    changes += 1;
  });
  await router.go("/people/pt_1?tab=care");
  assert.deepEqual(
    [router.place.page, router.query.get("tab"), history.entries.at(-1), changes],
    ["person", "care", "/people/pt_1?tab=care", 1],
  );
});

test("who has to sign in comes back to where they were, also after a reload", async () => {
  const { router, history, location } = tab("/people/pt_1");
  await router.go("/sign-in", { replace: true, back: router.path });
  assert.deepEqual(history.entries, ["/sign-in"]);
  assert.equal(new Router({ location, history }).back, "/people/pt_1");
});

test("the way back never leads to another site", () => {
  const { location, history } = tab();
  history.state = { back: "https://evil.example" };
  assert.equal(new Router({ location, history }).back, "");
});

test("a page with something unsaved is left only after a yes, with the link and with the back button", async () => {
  const { router, history, location } = tab("/people/pt_1");
  router.guard = async () => false;
  assert.equal(await router.go("/today"), false);
  assert.equal(router.place.page, "person");
  location.pathname = "/people";
  await router.onPop();
  assert.deepEqual([router.place.page, history.entries.at(-1)], ["person", "/people/pt_1"]);
  router.guard = async () => true;
  await router.onPop();
  assert.deepEqual([router.place.page, router.guard], ["people", null]);
});

test("our own links stay in the page; others, and those with a key held, do not", async () => {
  const { router } = tab();
  const cases = [
    [clicked("/people"), true],
    [clicked("/people", { ctrlKey: true }), false],
    [clicked("/people", { button: 1 }), false],
    [clicked("/join#abc"), false],
    [clicked("/api/v1/sign-in/oidc/cl_1"), false],
    [clicked("https://example.org/people"), false],
    [clicked("/people", { attributes: { download: "" } }), false],
    [clicked("#main"), false],
  ];
  for (const [event, ours] of cases) {
    router.onClick(event);
    assert.equal(event.prevented, ours);
  }
});

test("filters are noted in the address without leaving the page", () => {
  const { router, history } = tab("/people");
  router.note({ kind: "staff", state: "" });
  assert.deepEqual([history.entries, router.query.get("kind")], [["/people?kind=staff"], "staff"]);
});
