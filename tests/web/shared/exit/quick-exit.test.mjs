/** The order in which a page is left, and that nothing holds it up. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { exitUrl, leaveAtOnce, sendLast, signOutLast } from "../../../../app/web/shared/core/exit/quick-exit.js";

/** As much of a document as leaving touches; what happens to it is noted. */
function fakePage(url = "https://weather.example/") {
  const happened = [];
  const style = (name) => ({ setProperty: (key, value) => happened.push(`${name}: ${key} ${value}`) });
  return {
    happened,
    querySelector: () => (url === null ? null : { getAttribute: () => url }),
    createElement: () => ({ setAttribute: () => undefined }),
    documentElement: { style: {}, setAttribute: (name) => happened.push(name), append: (blank) => happened.push(blank.textContent) },
    body: { style: style("body") },
  };
}

test("the page is blank before anything is let go, and another page takes its place at the end", () => {
  const page = fakePage();
  const { happened } = page;
  const place = { replace: (url) => happened.push(url) };
  leaveAtOnce({ said: "Loading", steps: [() => happened.push("tracks"), () => happened.push("seat")], page, place });
  assert.deepEqual(happened, ["data-gone", "body: display none", "Loading", "tracks", "seat", "https://weather.example/"]);
});

test("what fails on the way holds nothing up", () => {
  const page = fakePage();
  const fails = () => {
    throw new Error("no");
  };
  leaveAtOnce({
    said: "Loading",
    steps: [fails, () => page.happened.push("seat")],
    page,
    place: { replace: () => page.happened.push("gone") },
  });
  assert.deepEqual(page.happened.slice(-2), ["seat", "gone"]);
});

test("the way leads to what the operator chose, and else to the weather", () => {
  assert.equal(exitUrl(fakePage("https://news.example/")), "https://news.example/");
  for (const wrong of [null, "", "javascript:alert(1)", "/me"]) assert.equal(exitUrl(fakePage(wrong)), "https://www.weather.gov/");
});

test("the last request outlives its page, in browsers with beacons and in others", async () => {
  const beacons = [];
  const sendBeacon = (path, body) => beacons.push([path, body]) > 0;
  sendLast("/x", { resume: "rs_1" }, { sendBeacon });
  const [path, body] = beacons[0];
  assert.deepEqual([path, body.type, await body.text()], ["/x", "application/json", '{"resume":"rs_1"}']);

  const requests = [];
  const doFetch = async (...request) => requests.push(request);
  sendLast("/x", { resume: "rs_1" }, { sendBeacon: () => false }, doFetch);
  sendLast("/x", { resume: "rs_1" }, {}, doFetch);
  assert.equal(requests.length, 2);
  assert.deepEqual([requests[0][0], requests[0][1].keepalive, requests[0][1].body], ["/x", true, '{"resume":"rs_1"}']);
});

test("signing out outlives the page, too, and nobody waits for it", () => {
  const requests = [];
  signOutLast((...request) => {
    requests.push(request);
    return Promise.reject(new Error("offline"));
  });
  assert.deepEqual([requests[0][0], requests[0][1].method, requests[0][1].keepalive], ["/api/v1/sign-in", "DELETE", true]);
});
