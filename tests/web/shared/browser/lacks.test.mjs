import assert from "node:assert/strict";
import { test } from "node:test";

import { BrowserLacks } from "../../../../app/web/shared/core/browser/lacks.js";

class Connection {
  close() {}
}
const WELL = {
  WebSocket: class {},
  RTCPeerConnection: Connection,
  isSecureContext: true,
  navigator: { userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", mediaDevices: { getUserMedia() {} } },
};
const inApp = { ...WELL.navigator, userAgent: "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 Instagram 360.0" };

/** @param {object} [changes] What is another in this browser. */
const browser = (changes) => new BrowserLacks({ ...WELL, ...changes });

test("a browser of today lacks nothing", () => {
  assert.equal(browser().gravest(false), "");
});

test("each browser that cannot do it has its page", () => {
  class Forbidden {
    constructor() {
      throw new DOMException("by policy", "NotAllowedError");
    }
  }
  const pages = [
    ["unsupported", { WebSocket: undefined }],
    ["browser.in_app", { navigator: inApp }],
    ["webrtc.off", { RTCPeerConnection: undefined }],
    ["webrtc.off", { RTCPeerConnection: Forbidden }],
    ["browser.insecure", { isSecureContext: false, navigator: { userAgent: "" } }],
    ["devices.off", { navigator: { userAgent: "" } }],
  ];
  for (const [page, changes] of pages) assert.equal(browser(changes).gravest(false), page);
});

test("a second device needs no sound and no picture, wherever it is opened", () => {
  assert.equal(browser({ RTCPeerConnection: undefined, navigator: inApp, isSecureContext: false }).gravest(true), "");
  assert.equal(browser({ WebSocket: undefined }).gravest(true), "unsupported");
});

test("whoever stays in an app may, and is told the next thing that is missing", () => {
  const found = browser({ navigator: { userAgent: inApp.userAgent } });
  found.accept("browser.in_app");
  assert.equal(found.gravest(false), "devices.off");
  found.accept("devices.off");
  assert.equal(found.gravest(false), "");
});

test("nobody goes on without connections: there would be neither sound nor picture", () => {
  const found = browser({ RTCPeerConnection: undefined });
  found.accept("webrtc.off");
  assert.equal(found.gravest(false), "webrtc.off");
});
