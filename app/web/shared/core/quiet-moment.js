/** For what can wait until the page has been drawn. */

const AT_LATEST_MS = 2000;
/** Where the browser does not tell when it rests (Safari). */
const SOON_MS = 300;

/** @returns {Promise<void>} */
export const quietMoment = () =>
  new Promise((done) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => done(), { timeout: AT_LATEST_MS });
    else setTimeout(done, SOON_MS);
  });
