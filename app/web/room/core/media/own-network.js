/** What is known of this page's own network before the room: tried once by itself, again when it is another, and when asked. */

import { checkNetwork } from "./network-check.js";

/**
 * @typedef {import("./network-check.js").IceServer} IceServer
 * @typedef {import("./network-check.js").Verdict} Verdict
 */

const ANSWER_WITHIN_MS = 15_000;
/** A network that comes and goes is not tried for ever. */
export const MOST_BY_ITSELF = 4;

/**
 * The servers to try the network with; null if they were not given.
 * @param {string} invitation The part of the link after `#`.
 * @param {typeof fetch} [doFetch]
 * @returns {Promise<IceServer[] | null>}
 */
export async function askServers(invitation, doFetch = (...args) => fetch(...args)) {
  try {
    const response = await doFetch("/api/v1/seats/network", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ invitation }),
      cache: "no-store",
      credentials: "same-origin",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return response.ok ? ((await response.json()).ice_servers ?? []) : null;
  } catch {
    return null;
  }
}

/** Of one visit. It tells the session when there is something to draw, and nobody else anything. */
export class OwnNetwork {
  /** @param {{ text: string }} invitation @param {() => void} changed @param {typeof askServers} [ask] @param {typeof checkNetwork} [check] */
  constructor(invitation, changed, ask = askServers, check = checkNetwork) {
    this._invitation = invitation;
    this._changed = changed;
    this._ask = ask;
    this._check = check;
    /** @type {Verdict} */
    this.verdict = "unchecked";
    /** @type {AbortController | null} */
    this._running = null;
    this._by_itself = 0;
  }

  /** Whether it is being tried now. */
  get busy() {
    return this._running !== null;
  }

  /** The first time. */
  async look() {
    if (this._by_itself === 0) await this._byItself();
  }

  /** The network may be another now: what is being found out about the former one is worth nothing. */
  async renew() {
    if (this._by_itself > 0 && this._by_itself < MOST_BY_ITSELF) await this._byItself();
  }

  /** Somebody asks. */
  async again() {
    if (!this.busy) await this._try();
  }

  async _byItself() {
    this._by_itself += 1;
    this.stop();
    await this._try();
  }

  stop() {
    this._running?.abort();
    this._running = null;
  }

  async _try() {
    const own = new AbortController();
    this._running = own;
    this._changed();
    const servers = await this._ask(this._invitation.text);
    const verdict = servers && !own.signal.aborted ? await this._check(servers, { stop: own.signal }) : null;
    if (this._running !== own) return;
    this._running = null;
    // What was known stays, where nothing new was learnt.
    this.verdict = verdict ?? this.verdict;
    this._changed();
  }
}

/** @type {WeakMap<import("../session.js").Session, OwnNetwork>} */
const OF_SESSION = new WeakMap();

/** The network of a session's visit. @param {import("../session.js").Session} session */
export function networkOf(session) {
  const known = OF_SESSION.get(session);
  if (known) return known;
  const made = new OwnNetwork(session.invitation, () => session.dispatchEvent(new Event("change")));
  OF_SESSION.set(session, made);
  return made;
}
