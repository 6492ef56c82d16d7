/**
 * A fresh proof at the clinic's identity provider, in a tab of its own: the page that asked for it stays as it is, with all
 * that was typed there. The tab tells the page how it went.
 */

/** Where a tab is sent to the provider; it comes back to `/proved`. */
export const PROVE_AT_PROVIDER = "/api/v1/me/proof/oidc";
const CHANNEL = "attune-proof";

/**
 * Opens the tab. False if the browser did not let us: then the link that was clicked opens one by itself.
 * @param {(url: string, target: string) => { opener: unknown, location: { href: string } } | null} [open]
 */
export function openProvider(open = (url, target) => globalThis.open(url, target)) {
  const tab = open("", "_blank");
  if (!tab) return false;
  // The tab may close itself in the end, and the provider has no hold on our page.
  tab.opener = null;
  tab.location.href = PROVE_AT_PROVIDER;
  return true;
}

/**
 * Listens for how it went: the code of a refusal, or "". Where tabs may not talk to each other, coming back to this one is taken
 * for a yes: if it was none, the service asks again. @param {(refused: string) => void} onEnd @returns {() => void} Stops it.
 */
export function onProved(onEnd, page = /** @type {EventTarget} */ (globalThis)) {
  const channel = openChannel();
  if (!channel) {
    const back = () => onEnd("");
    page.addEventListener("focus", back, { once: true });
    return () => page.removeEventListener("focus", back);
  }
  channel.onmessage = ({ data }) => onEnd(String(data?.refused ?? ""));
  return () => channel.close();
}

/** Tells the page that asked. @param {string} refused */
export function tellProved(refused) {
  const channel = openChannel();
  channel?.postMessage({ refused });
  channel?.close();
}

/** Old browsers have none, and some settings forbid it. */
function openChannel() {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    return null;
  }
}
