/**
 * The moments after which nothing is sure that was sure before: the page is seen again, a phone is unlocked, a computer woke
 * up, the network is another. What has a connection or a sound looks at it then, instead of waiting for a timer.
 */

/** @param {import("../session.js").Session} session @param {Window & typeof globalThis} [page] */
export function listenForWakeups(session, page = window) {
  const look = () => session.look();
  page.addEventListener("pageshow", look);
  page.addEventListener("focus", look);
  // The network is gone: nothing is lost for sure, and it is soon known.
  page.addEventListener("offline", look);
  page.addEventListener("online", () => session.networkChanged());
  page.document.addEventListener("resume", look);
  page.document.addEventListener("visibilitychange", () => page.document.visibilityState === "visible" && look());
  // Not every browser tells; those on phones do.
  /** @type {{ connection?: EventTarget }} */ (page.navigator).connection?.addEventListener?.("change", look);
}
