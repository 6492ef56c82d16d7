/** A fresh proof in another tab: the page that asked hears how it went. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { onProved, openProvider, PROVE_AT_PROVIDER, tellProved } from "../../../../app/web/clinic/core/account/provider-proof.js";
import { takeRefusal, takeSecret } from "../../../../app/web/clinic/core/account/secret-link.js";

const heard = () =>
  new Promise((resolve) => {
    const stop = onProved((refused) => {
      stop();
      resolve(refused);
    });
  });

test("the page that asked hears that the proof was given", async () => {
  const end = heard();
  tellProved("");
  assert.equal(await end, "");
});

test("the page that asked hears why it was refused", async () => {
  const end = heard();
  tellProved("oidc.other_person");
  assert.equal(await end, "oidc.other_person");
});

test("where tabs may not talk to each other, coming back is taken for a yes", (context) => {
  context.mock.method(globalThis, "BroadcastChannel", () => {
    throw new DOMException("blocked", "SecurityError");
  });
  const page = new EventTarget();
  const ends = [];
  tellProved("");
  onProved((refused) => ends.push(refused), page);
  const stop = onProved(() => ends.push("stopped"), page);
  stop();
  page.dispatchEvent(new Event("focus"));
  page.dispatchEvent(new Event("focus"));
  assert.deepEqual(ends, [""]);
});

test("the tab goes to the provider and has no hold on the page", () => {
  const tab = { opener: "the page", location: { href: "" } };
  assert.equal(
    openProvider(() => tab),
    true,
  );
  assert.deepEqual(tab, { opener: null, location: { href: PROVE_AT_PROVIDER } });
});

test("where no tab may be opened, the link does it", () => {
  assert.equal(
    openProvider(() => null),
    false,
  );
});

function address(hash) {
  const location = { hash, pathname: "/", search: "" };
  const history = {
    state: null,
    replaceState: (state, _, url) => {
      history.state = state;
      location.hash = "";
      history.url = url;
    },
  };
  return [location, history];
}

test("a refusal is taken out of the address and is no secret of a link", () => {
  const [location, history] = address("#refused=oidc.nobody");
  assert.equal(takeRefusal(location, history), "oidc.nobody");
  assert.equal(history.url, "/");
  assert.equal(takeSecret(location, history), "");
});

test("the secret of a link is no refusal", () => {
  const [location, history] = address("#3q2-7wAAd5Yk1uCJ8n0sQbXo2mPv9rTzLh4eFgWiK6s");
  assert.equal(takeRefusal(location, history), "");
  assert.equal(takeSecret(location, history), "3q2-7wAAd5Yk1uCJ8n0sQbXo2mPv9rTzLh4eFgWiK6s");
});
