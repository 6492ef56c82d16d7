/** The secret of a one-time link: taken out of the address bar, where others may read it, and kept for this entry of the tab's history alone. */

/** @param {Pick<Location, "hash" | "pathname" | "search">} [location] @param {Pick<History, "state" | "replaceState">} [history] @returns {string} */
export function takeSecret(location = globalThis.location, history = globalThis.history) {
  const secret = location.hash.slice(1) || history.state?.secret || "";
  if (location.hash) history.replaceState({ ...history.state, secret }, "", location.pathname + location.search);
  return secret;
}

/**
 * Why an identity provider's answer was refused, taken out of the address bar; "" if nothing was. The code is no secret and no
 * one-time link, which stands at the same place.
 * @param {Pick<Location, "hash" | "pathname" | "search">} [location] @param {Pick<History, "state" | "replaceState">} [history] @returns {string}
 */
export function takeRefusal(location = globalThis.location, history = globalThis.history) {
  const [, code] = location.hash.match(/^#refused=([a-z_.]+)$/) ?? [];
  if (code) history.replaceState(history.state, "", location.pathname + location.search);
  return code ?? "";
}

/** It was used: nothing of it stays. @param {Pick<Location, "pathname" | "search">} [location] @param {Pick<History, "replaceState">} [history] */
export const forgetSecret = (location = globalThis.location, history = globalThis.history) =>
  history.replaceState(null, "", location.pathname + location.search);
