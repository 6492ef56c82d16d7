/**
 * Shows a calm page where there is no network. It keeps that page and nothing else: no file of the client, so that an old
 * release never meets a new server, and no answer, so that nothing personal is on the device.
 *
 * Served at /worker.js, because a worker's place is above all of its pages. The service puts in which version of the page it is, so
 * that the browser notices another: VERSION.
 */

/** As shared/core/offline.js calls it. */
const SHELF = "attune-offline";
const PAGE = "/offline";
/** What that page is made of. */
const PARTS = [
  PAGE,
  "/web/outside/offline.css",
  "/web/outside/offline.js",
  "/web/shared/core/exit/input-methods.js",
  "/web/shared/core/exit/quick-exit.js",
  "/web/shared/core/exit/triple-shift.js",
  "/web/shared/core/notes.js",
  "/web/shared/core/offline.js",
  "/web/shared/core/prefs.js",
  "/web/shared/core/storage.js",
];

const worker = /** @type {any} */ (self);

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fill()));
// The browser asks the service while it starts this worker, so that nobody waits for it.
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.registration.navigationPreload?.enable()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const part = partOf(event.request);
  if (part) event.respondWith(answer(event, part));
});

async function fill() {
  const shelf = await caches.open(SHELF);
  await shelf.addAll(PARTS.map((part) => new Request(part, { cache: "reload" })));
  await worker.skipWaiting();
}

/** What stands in for a request without a network; "" for all that is not this worker's. @param {Request} request */
function partOf({ url, mode, method }) {
  if (method !== "GET") return "";
  if (mode === "navigate") return PAGE;
  const { origin, pathname } = new URL(url);
  return origin === worker.location.origin && PARTS.includes(pathname) ? pathname : "";
}

/** The service's own answer, whatever it is; what is kept only if there is none. @param {any} event @param {string} part */
async function answer(event, part) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const found = await caches.match(part, { cacheName: SHELF });
    if (!found) throw error;
    return found;
  }
}
