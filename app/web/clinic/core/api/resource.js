/** One thing that a page shows: being loaded, there, old because the network is gone, or refused. */

import { isAborted, Unreachable } from "./problems.js";

/** @template T */
export class Resource {
  /**
   * @param {(signal: AbortSignal) => Promise<T>} read
   * @param {() => void} onChange
   */
  constructor(read, onChange) {
    this._read = read;
    this._onChange = onChange;
    /** @type {AbortController | null} */
    this._asking = null;
    /** @type {T | null} */
    this.data = null;
    /** @type {unknown} What went wrong, or null. */
    this.problem = null;
    /** When what is shown was answered, if the service cannot be reached now; milliseconds since 1970, or 0. */
    this.old_since = 0;
    this._at = 0;
  }

  /** @returns {"loading" | "ready" | "offline" | "failed"} */
  get state() {
    if (this.problem && !(this.problem instanceof Unreachable)) return "failed";
    if (this.problem) return "offline";
    return this.data === null ? "loading" : "ready";
  }

  /** Asks again; what is shown stays until the answer comes. The answer to an older question is dropped. */
  async load() {
    this._asking?.abort();
    const asking = new AbortController();
    this._asking = asking;
    try {
      const data = await this._read(asking.signal);
      if (this._asking !== asking) return;
      this._at = Date.now();
      this.put(data);
    } catch (error) {
      if (this._asking !== asking || isAborted(error)) return;
      this._fail(error);
    }
  }

  /** Shows this from now on, for example what a change answered. @param {T} data */
  put(data) {
    this.data = data;
    this.problem = null;
    this.old_since = 0;
    this._onChange();
  }

  /** @param {unknown} error */
  _fail(error) {
    this.problem = error;
    if (error instanceof Unreachable) {
      if (this.data === null && error.last) {
        this.data = error.last.data;
        this._at = error.last.at;
      }
      this.old_since = this.data === null ? 0 : this._at;
    }
    this._onChange();
  }

  /** The page is gone. */
  stop() {
    this._asking?.abort();
    this._asking = null;
  }
}
