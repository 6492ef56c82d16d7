/** Putting the service among a device's apps: possible from the browser's menu, and never offered by itself. */

/** A banner that offers it would tell whoever looks at this screen, and most people here want to leave nothing behind. @param {EventTarget} page */
export const neverOfferInstalling = (page) => page.addEventListener("beforeinstallprompt", (event) => event.preventDefault());
