/**
 * Requests to the service. Refusals become `Problem`, silence becomes `Unreachable`. A dangerous act that needs a fresh
 * proof asks for one and is sent again; a creation whose outcome is unknown is repeated under the same key, so that it happens once.
 */

import { Answers } from "./answers.js";
import { Problem, Unreachable } from "./problems.js";

/**
 * @typedef {Record<string, string | number | boolean | null | undefined>} Query Empty values are left out.
 * @typedef {{ query?: Query, signal?: AbortSignal, version?: number, file?: File, background?: boolean }} Options
 *   `version`: the one that is changed; `file`: sent as it is, instead of JSON; `background`: nobody is kept signed in by it.
 */

const BASE = "/api/v1";

export class Http {
  /** @param {{ fetch?: typeof fetch, now?: () => number, new_key?: () => string }} [given] */
  constructor({ fetch = (...request) => globalThis.fetch(...request), now = Date.now, new_key = randomKey } = {}) {
    this._fetch = fetch;
    this._now = now;
    this._new_key = new_key;
    /** Keys of creations whose outcome is not known. @type {Map<string, string>} */
    this._open = new Map();
    this.answers = new Answers();
    /** How far the service's clock is ahead of this computer's, milliseconds. */
    this.ahead_ms = 0;
    /** Asks the person for a fresh proof; false if they would rather not. @type {() => Promise<boolean>} */
    this.prove = async () => false;
    /** Nobody is signed in any longer. @type {() => void} */
    this.onSignedOut = () => undefined;
    /** Whether the last request was answered. @type {(online: boolean) => void} */
    this.onReached = () => undefined;
  }

  /** The service's time, milliseconds since 1970. */
  now() {
    return this._now() + this.ahead_ms;
  }

  /** @param {string} path @param {Options} [options] @returns {Promise<any>} */
  async get(path, options = {}) {
    const question = address(path, options.query);
    try {
      const data = await this._send("GET", path, undefined, options);
      this.answers.keep(question, data, this._now());
      return data;
    } catch (error) {
      if (error instanceof Unreachable) throw new Unreachable(this.answers.last(question));
      throw error;
    }
  }

  /**
   * Asks whether something has changed since the answer with this tag; `data` is null if nothing has.
   * @param {string} path @param {string} tag "" for the first time. @param {{ background?: boolean }} [how] In the background it keeps nobody signed in.
   * @returns {Promise<{ tag: string, data: any }>}
   */
  async poll(path, tag, { background = false } = {}) {
    /** @type {Record<string, string>} */
    const headers = { accept: "application/json" };
    if (tag) headers["if-none-match"] = tag;
    if (background) headers["attune-background"] = "1";
    const url = address(path);
    const response = await this._answer(url, { method: "GET", headers });
    if (response.status === 304) return { tag, data: null };
    try {
      return { tag: response.headers.get("etag") ?? "", data: await read(response) };
    } catch (problem) {
      return { tag: "", data: await this._afterRefusal(problem, url, { method: "GET", headers }) };
    }
  }

  /** A file; it is not kept as an answer. @param {string} path @returns {Promise<Blob>} */
  file(path) {
    return this._send("GET", path, undefined, {});
  }

  /** @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<any>} */
  post(path, body = {}, options = {}) {
    return this._send("POST", path, body, options);
  }

  /** @param {string} path @param {unknown} body @param {Options} [options] @returns {Promise<any>} */
  put(path, body, options = {}) {
    return this._send("PUT", path, body, options);
  }

  /** @param {string} path @param {unknown} body @param {Options} [options] @returns {Promise<any>} */
  patch(path, body, options = {}) {
    return this._send("PATCH", path, body, options);
  }

  /** @param {string} path @param {Options} [options] @returns {Promise<any>} */
  delete(path, options = {}) {
    return this._send("DELETE", path, undefined, options);
  }

  /** @param {string} method @param {string} path @param {unknown} body @param {Options} options */
  async _send(method, path, body, options) {
    const { file } = options;
    const sent = file ?? (body === undefined ? undefined : JSON.stringify(body));
    const url = address(path, options.query);
    const same = `${method} ${url} ${file ? `${file.name} ${file.size} ${file.lastModified}` : (sent ?? "")}`;
    /** @type {Record<string, string>} */
    const headers = { accept: "application/json" };
    if (sent !== undefined) headers["content-type"] = file ? "text/csv" : "application/json";
    if (options.version !== undefined) headers["if-match"] = `"${options.version}"`;
    if (options.background) headers["attune-background"] = "1";
    if (method === "POST") headers["idempotency-key"] = this._keyOf(same);
    const request = { method, headers, body: sent, signal: options.signal };
    const response = await this._answer(url, request);
    this._open.delete(same);
    try {
      return await read(response);
    } catch (problem) {
      return this._afterRefusal(problem, url, request);
    }
  }

  /** @param {string} same */
  _keyOf(same) {
    const key = this._open.get(same) ?? this._new_key();
    this._open.set(same, key);
    return key;
  }

  /** @param {string} url @param {RequestInit} request */
  async _answer(url, request) {
    let response;
    try {
      response = await this._fetch(url, { ...request, credentials: "same-origin", cache: "no-store", redirect: "error" });
    } catch (error) {
      if (request.signal?.aborted) throw error;
      this.onReached(false);
      throw new Unreachable();
    }
    this.onReached(true);
    const date = Date.parse(response.headers.get("date") ?? "");
    // The header has whole seconds only: a smaller difference says nothing.
    if (!Number.isNaN(date)) this.ahead_ms = Math.abs(date - this._now()) > 2000 ? date - this._now() : 0;
    return response;
  }

  /** @param {unknown} problem @param {string} url @param {RequestInit} request */
  async _afterRefusal(problem, url, request) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "access.proof_needed" && (await this.prove())) return read(await this._answer(url, request));
    if (["sign_in.needed", "sign_in.idle", "sign_in.ended"].includes(problem.code)) this.onSignedOut();
    throw problem;
  }
}

/** @param {string} path @param {Query} [query] */
function address(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${BASE}${path}${text && `?${text}`}`;
}

/** @param {Response} response */
async function read(response) {
  if (response.ok && response.headers.get("content-type") === "application/zip") return response.blob();
  const text = await response.text();
  let found;
  try {
    found = text ? JSON.parse(text) : undefined;
  } catch {
    found = response.ok ? text : undefined;
  }
  if (!response.ok) throw new Problem(response.status, found);
  return found;
}

const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
