/**
 * Pages inside other apps, such as a message's link that opens in the app itself: many give no page a camera or a microphone, and
 * forget it as soon as somebody looks elsewhere. They are known by the names they give themselves. Pure.
 */

/** What apps call themselves, each as one of their user agents has it. */
const APPS = [
  /\bFBA[NV]\/|\bFB_IAB\/|\bFBIOS\b/,
  /\bInstagram\b/,
  /\bLine\/\d/,
  /\bMicroMessenger\//,
  // Google's own app, in which a link from Gmail opens on an iPhone.
  /\bGSA\/\d/,
  /\bSnapchat\b/,
  /\bmusical_ly\b|\bBytedanceWebview\b|\btrill_\d/,
  /\bTwitter for (iPhone|Android)\b|\bTwitterAndroid\b/,
  /\bLinkedInApp\b/,
  /\bPinterest\//,
  /\bKAKAOTALK\b/,
  /\bViber\b/,
];
/** Android says so itself of any page inside an app. */
const ANDROID_VIEW = /\bAndroid\b.*; wv\)/;
const APPLE_PHONE = /\b(iPhone|iPad|iPod)\b/;
/** A browser on these names itself after its engine; a page inside an app has the engine alone. */
const APPLE_BROWSER = /\bSafari\//;

/**
 * Whether this page is inside another app. One that was put on the home screen is not.
 * @param {{ userAgent: string, standalone?: boolean }} browser
 */
export function isInApp({ userAgent, standalone = false }) {
  if (standalone) return false;
  if (APPS.some((app) => app.test(userAgent)) || ANDROID_VIEW.test(userAgent)) return true;
  return APPLE_PHONE.test(userAgent) && !APPLE_BROWSER.test(userAgent);
}
