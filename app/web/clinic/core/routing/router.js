/** Where somebody is in the pages: the address, the way back, and a question before what was typed would be lost. */

import { placeOf } from "./routes.js";

/** @typedef {Pick<Location, "pathname" | "search" | "hash" | "origin">} Address */

export class Router extends EventTarget {
  /** @param {{ location?: Address, history?: Pick<History, "pushState" | "replaceState" | "state"> }} [given] */
  constructor({ location = globalThis.location, history = globalThis.history } = {}) {
    super();
    this._location = location;
    this._history = history;
    /** Asks before a page is left; true lets go. @type {(() => Promise<boolean>) | null} */
    this.guard = null;
    this.place = placeOf(location.pathname);
    /** What follows the question mark. */
    this.query = new URLSearchParams(location.search);
    /** The address that is shown, for when leaving it is refused. */
    this._path = location.pathname + location.search;
  }

  get path() {
    return this._path;
  }

  /** The address somebody was at when they had to sign in; kept over a reload, and by this tab alone. */
  get back() {
    const state = this._history.state;
    return typeof state?.back === "string" && state.back.startsWith("/") ? state.back : "";
  }

  /** @param {string} path @param {{ replace?: boolean, back?: string }} [how] @returns {Promise<boolean>} Whether the page was left. */
  async go(path, { replace = false, back = "" } = {}) {
    if (!(await this._mayLeave())) return false;
    const state = back ? { back } : null;
    if (replace) this._history.replaceState(state, "", path);
    else this._history.pushState(state, "", path);
    this._arrive(path);
    return true;
  }

  /** Changes what follows the question mark, without leaving the page. @param {Record<string, string>} query */
  note(query) {
    const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
    const path = this._path.split("?")[0] + (text && `?${text}`);
    this._history.replaceState(this._history.state, "", path);
    this._path = path;
    this.query = new URLSearchParams(text);
  }

  /** The browser went back or forward. */
  async onPop() {
    const wanted = this._location.pathname + this._location.search;
    if (await this._mayLeave()) this._arrive(wanted);
    else this._history.pushState(null, "", this._path);
  }

  /** A click on a link of ours stays in the page. @param {MouseEvent} event */
  onClick(event) {
    const link = /** @type {Element | null} */ (event.target)?.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const href = link.getAttribute("href") ?? "";
    if (!href.startsWith("/") || link.hasAttribute("download") || link.getAttribute("target")) return;
    if (placeOf(href.split(/[?#]/)[0]).page === "nowhere") return;
    event.preventDefault();
    void this.go(href);
  }

  async _mayLeave() {
    if (this.guard && !(await this.guard())) return false;
    this.guard = null;
    return true;
  }

  /** @param {string} path */
  _arrive(path) {
    const [plain, search = ""] = path.split("#")[0].split("?");
    this._path = path.split("#")[0];
    this.place = placeOf(plain);
    this.query = new URLSearchParams(search);
    this.dispatchEvent(new Event("change"));
  }
}
