import assert from "node:assert/strict";
import { test } from "node:test";

import { forgetOffline, keepForOffline } from "../../../app/web/shared/core/offline.js";

/** A browser with workers; what is asked of it is noted. */
function browser({ refuses = false } = {}) {
  const done = [];
  const registrations = [];
  const serviceWorker = {
    register: async (path, options) => {
      if (refuses) throw new DOMException("private window", "SecurityError");
      done.push(`register ${path} ${options.scope}`);
      const registration = { unregister: async () => done.push("unregister") };
      registrations.push(registration);
      return registration;
    },
    getRegistrations: async () => registrations.splice(0),
  };
  return { done, navigator: { serviceWorker }, world: { caches: { delete: async (name) => done.push(`delete ${name}`) } } };
}

test("the page is kept once, and nothing of it stays afterwards", async () => {
  const { done, navigator, world } = browser();
  await keepForOffline(navigator);
  await keepForOffline(navigator);
  assert.deepEqual(done, ["register /worker.js /"]);
  const forgetting = forgetOffline(navigator, world);
  assert.deepEqual(done.slice(1), ["unregister", "delete attune-offline"], "asked for before the page can be gone");
  await forgetting;
});

test("whoever leaves while it is being kept leaves nothing either", async () => {
  const { done, navigator, world } = browser();
  const keeping = keepForOffline(navigator);
  await forgetOffline(navigator, world);
  await keeping;
  assert.equal(done.at(-1), "unregister");
});

test("a browser without workers, or that refuses them, goes on", async () => {
  await keepForOffline({});
  await forgetOffline({}, {});
  const { navigator } = browser({ refuses: true });
  await keepForOffline(navigator);
  await forgetOffline(navigator, {
    get caches() {
      throw new DOMException("blocked", "SecurityError");
    },
  });
});

test("what an earlier visit left is forgotten, too", async () => {
  const { done, navigator, world } = browser();
  await navigator.serviceWorker.register("/worker.js", { scope: "/" });
  await forgetOffline(navigator, world);
  assert.ok(done.includes("unregister"));
});
