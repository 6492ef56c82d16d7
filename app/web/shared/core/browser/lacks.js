/**
 * What keeps this browser from a session, as the code of a page that helps, gravest first; "" while nothing does. Some of it is
 * a guess, or costs only the own voice: whoever wants to go on all the same can.
 */

import { isInApp } from "./in-app.js";

/** @typedef {"" | "unsupported" | "browser.in_app" | "browser.insecure" | "webrtc.off" | "devices.off"} BrowserLack */

/** Pages on which people may say that they go on all the same. */
const MAY_GO_ON = new Set(["browser.in_app", "browser.insecure", "devices.off"]);

/** As much of a browser as is looked at. @typedef {{ navigator: any, isSecureContext?: boolean, WebSocket?: unknown, RTCPeerConnection?: any }} World */

export class BrowserLacks {
  /** @param {World} [world] */
  constructor(world = /** @type {any} */ (globalThis)) {
    this._world = world;
    this._accepted = new Set();
  }

  /** Somebody has read this page and goes on. @param {string} code */
  accept(code) {
    if (MAY_GO_ON.has(code)) this._accepted.add(code);
  }

  /** @param {boolean} without_media A second device needs no sound and no picture. @returns {BrowserLack} */
  gravest(without_media) {
    return this._found(without_media).find((code) => !this._accepted.has(code)) ?? "";
  }

  /** @param {boolean} without_media @returns {BrowserLack[]} */
  _found(without_media) {
    const { navigator, isSecureContext, WebSocket } = this._world;
    if (!WebSocket) return ["unsupported"];
    if (without_media) return [];
    /** @type {BrowserLack[]} */
    const found = [];
    if (isInApp(navigator)) found.push("browser.in_app");
    if (!this._connects()) found.push("webrtc.off");
    // A page at an address without TLS is given no devices: then the address is the reason.
    if (isSecureContext === false) found.push("browser.insecure");
    else if (!navigator.mediaDevices?.getUserMedia) found.push("devices.off");
    return found;
  }

  /** Whether the browser makes connections for sound and picture: a setting, an add-on or a policy may forbid it. */
  _connects() {
    try {
      new this._world.RTCPeerConnection().close();
      return true;
    } catch {
      return false;
    }
  }
}
