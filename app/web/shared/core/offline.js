/**
 * The calm page for a device without a network: `outside/worker.js` shows it. It is there from the moment somebody is inside until
 * they leave or sign out; then nothing of it stays, so that a shared computer tells nobody who was here.
 */

const WORKER = "/worker.js";
/** As the worker calls it. */
const SHELF = "attune-offline";

/** @typedef {{ serviceWorker?: Pick<ServiceWorkerContainer, "register" | "getRegistrations"> }} Workers */
/** @typedef {{ caches?: Pick<CacheStorage, "delete"> }} Shelves */

/** The worker, at hand because whoever leaves at once waits for nothing. @type {Pick<ServiceWorkerRegistration, "unregister"> | null} */
let kept = null;
let wanted = false;

/** From now on the page is shown where there is no network. @param {Workers} [browser] */
export async function keepForOffline(browser = navigator) {
  if (wanted) return;
  wanted = true;
  try {
    const worker = (await browser.serviceWorker?.register(WORKER, { scope: "/", updateViaCache: "none" })) ?? null;
    kept = worker;
    // They have left meanwhile.
    if (!wanted) await forgetOffline(browser);
  } catch {
    // A private window, or a setting that allows none: then the browser's own page says that there is no network.
    wanted = false;
  }
}

/** Nothing of it stays. What can be asked for at once is: the page may be gone with the next line. @param {Workers} [browser] @param {Shelves} [world] */
export async function forgetOffline(browser = navigator, world = globalThis) {
  wanted = false;
  const worker = kept;
  kept = null;
  try {
    await Promise.all([worker?.unregister(), world.caches?.delete(SHELF), forgetOthers(browser)]);
  } catch {
    // Where nothing may be kept, nothing was.
  }
}

/** Another tab, or an earlier visit, may have made one. @param {Workers} browser */
async function forgetOthers({ serviceWorker }) {
  const all = (await serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(all.map((worker) => worker.unregister()));
}
