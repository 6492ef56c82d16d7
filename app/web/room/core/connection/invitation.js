/**
 * The invitation of the link. It is taken out of the address bar, where others may read it, film it or find it later; so that
 * the page can be loaded again it is kept for this tab alone, and forgotten when the visit is over. Pure but for the defaults.
 */

import { shelf } from "../../../shared/core/storage.js";

const KEY = "attune.invitation";

export class Invitation {
  /**
   * @param {object} [browser]
   * @param {Pick<Location, "hash" | "pathname" | "search">} [browser.location]
   * @param {Pick<History, "state" | "replaceState">} [browser.history]
   * @param {import("../../../shared/core/storage.js").Shelf} [browser.storage]
   */
  constructor({ location = window.location, history = window.history, storage = shelf(() => sessionStorage) } = {}) {
    this._history = history;
    this._storage = storage;
    this._address = location.pathname + location.search;
    /** The invitation, "" without one. */
    this.text = decoded(location.hash) || this._kept();
    if (this.text) this.keep();
  }

  /** The whole link, to be opened elsewhere; "" without an invitation. @param {string} [origin] */
  link(origin = window.location.origin) {
    return this.text && `${origin}/join#${encodeURIComponent(this.text)}`;
  }

  /** Keeps it for this tab. */
  keep() {
    try {
      this._storage.setItem(KEY, this.text);
      this._history.replaceState(null, "", this._address);
    } catch {
      // Nothing may be stored: the entry in this tab's history is the only place from which a reload can read it.
      this._history.replaceState({ invitation: this.text }, "", this._address);
    }
  }

  /** Leaves nothing behind for whoever uses this computer next. The page that is open still knows it. */
  forget() {
    this._storage.removeItem(KEY);
    this._history.replaceState(null, "", this._address);
  }

  _kept() {
    const kept = this._storage.getItem(KEY) ?? this._history.state?.invitation;
    return typeof kept === "string" ? kept : "";
  }
}

/** @param {string} hash */
function decoded(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    // A link that was cut in the middle of a sign: the server says that it does not work.
    return hash.slice(1);
  }
}
