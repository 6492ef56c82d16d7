/** A list that comes page by page: by cursor, with "load more", and anew for each search as one types. */

import { isAborted, Unreachable } from "./problems.js";

const SEARCH_AFTER_MS = 250;

/** @typedef {import("./http.js").Query} Query */

export class Pages {
  /**
   * @param {(query: Query, signal: AbortSignal) => Promise<{ items: any[], next?: string | null }>} read
   * @param {() => void} onChange
   * @param {{ limit?: number, after?: (run: () => void, ms: number) => any, clear?: (timer: any) => void }} [given]
   */
  constructor(read, onChange, { limit = 50, after = (run, ms) => setTimeout(run, ms), clear = (timer) => clearTimeout(timer) } = {}) {
    this._read = read;
    this._onChange = onChange;
    this._limit = limit;
    this._after = after;
    this._clear = clear;
    /** @type {Query} What is looked for. */
    this.query = {};
    /** @type {any[]} */
    this.items = [];
    this.next = "";
    /** @type {unknown} */
    this.problem = null;
    this.busy = false;
    /** Whether an answer came at all. */
    this.known = false;
    this.old_since = 0;
    /** @type {AbortController | null} */
    this._asking = null;
    /** @type {any} */
    this._timer = null;
  }

  /** @returns {"loading" | "ready" | "empty" | "offline" | "failed"} */
  get state() {
    if (this.problem) return this.problem instanceof Unreachable ? "offline" : "failed";
    if (!this.known) return "loading";
    return this.items.length ? "ready" : "empty";
  }

  /** Asks from the beginning. @param {Query} [query] What is looked for from now on. */
  load(query = this.query) {
    this._clear(this._timer);
    this.query = query;
    return this._ask("");
  }

  /** The same, once nothing was typed for a moment. @param {Query} query */
  search(query) {
    this._clear(this._timer);
    this._asking?.abort();
    this.query = query;
    this._timer = this._after(() => void this._ask(""), SEARCH_AFTER_MS);
  }

  more() {
    return this.next && !this.busy ? this._ask(this.next) : Promise.resolve();
  }

  stop() {
    this._clear(this._timer);
    this._asking?.abort();
    this._asking = null;
  }

  /** @param {string} cursor */
  async _ask(cursor) {
    this._asking?.abort();
    const asking = new AbortController();
    this._asking = asking;
    this.busy = true;
    this._onChange();
    try {
      const page = await this._read({ ...this.query, cursor, limit: this._limit }, asking.signal);
      if (this._asking !== asking) return;
      this._show(page, cursor);
    } catch (error) {
      if (this._asking !== asking || isAborted(error)) return;
      this._fail(error);
    }
    this.busy = false;
    this._onChange();
  }

  /** @param {{ items: any[], next?: string | null }} page @param {string} cursor */
  _show(page, cursor) {
    this.items = cursor ? [...this.items, ...page.items] : page.items;
    this.next = page.next ?? "";
    this.known = true;
    this.problem = null;
    this.old_since = 0;
  }

  /** @param {unknown} error */
  _fail(error) {
    this.problem = error;
    if (!(error instanceof Unreachable) || !error.last) return;
    this.items = error.last.data.items;
    this.next = "";
    this.known = true;
    this.old_since = error.last.at;
  }
}
