import assert from "node:assert/strict";
import { test } from "node:test";

import { isInApp } from "../../../../app/web/shared/core/browser/in-app.js";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0 Mobile Safari/537.36";

const INSIDE = {
  "Instagram on an iPhone": `${IPHONE} Mobile/15E148 Instagram 360.0.0.30.87 (iPhone15,2; iOS 18_2; en_US)`,
  "Instagram on Android": `${ANDROID} Instagram 360.0.0.52.192 Android`,
  "Facebook on an iPhone": `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/491.0.0;FBBV/1]`,
  "Facebook on Android": `${ANDROID} [FB_IAB/FB4A;FBAV/491.0.0;]`,
  Line: `${IPHONE} Mobile/15E148 Safari Line/14.20.0`,
  WeChat: `${IPHONE} Mobile/15E148 MicroMessenger/8.0.54(0x18003630) NetType/WIFI Language/en`,
  "Google's app, from Gmail": `${IPHONE} GSA/347.0.707312512 Mobile/15E148 Safari/604.1`,
  "any app on an iPhone": `${IPHONE} Mobile/15E148`,
  "any app on Android": ANDROID,
};

const BROWSERS = {
  "Safari on an iPhone": `${IPHONE} Version/18.2 Mobile/15E148 Safari/604.1`,
  "Chrome on an iPhone": `${IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`,
  "Firefox on an iPhone": `${IPHONE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15`,
  "Chrome on Android": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
  "Samsung's browser":
    "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
  "Firefox on a computer": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
  "Safari on a Mac":
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15",
};

for (const [name, userAgent] of Object.entries(INSIDE)) test(`${name} is an app`, () => assert.equal(isInApp({ userAgent }), true));

for (const [name, userAgent] of Object.entries(BROWSERS)) test(`${name} is a browser`, () => assert.equal(isInApp({ userAgent }), false));

test("a page that was put on the home screen is no page inside another app", () => {
  assert.equal(isInApp({ userAgent: INSIDE["any app on an iPhone"], standalone: true }), false);
});
