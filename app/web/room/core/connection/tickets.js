/** From the invitation in a link to a ticket (PROTOCOL.md part 1). */

import { steady_s } from "../../../shared/core/clock.js";

const ANSWER_WITHIN_MS = 10_000;

/** Refusals that pass: somebody else's turn, or too many at once. */
const BUSY = new Set(["rate.limited", "storage.unavailable"]);

/**
 * No ticket was given. `code` is the server's where it is final. What may pass has `retry`, and the code says what is in the
 * way: `service.unreachable`, `service.busy`, or `network.answers` when somebody else answered in the service's place.
 */
export class TicketRefused extends Error {
  /** @param {string} code @param {{ retry?: boolean, after_s?: number }} [again] Whether to come again, and after how long at least. */
  constructor(code, { retry = false, after_s = 0 } = {}) {
    super(code);
    this.name = "TicketRefused";
    this.code = code;
    this.retry = retry;
    this.after_s = after_s;
  }
}

/**
 * @param {string} invitation The part of the link after `#`.
 * @param {typeof fetch} [doFetch]
 * @param {AbortSignal} [given_up] When the answer has not come in time.
 * @returns {Promise<import("../wire.js").Ticket>}
 * @throws {TicketRefused}
 */
export async function fetchTicket(invitation, doFetch = (...args) => fetch(...args), given_up = AbortSignal.timeout(ANSWER_WITHIN_MS)) {
  /** @type {Response} */
  let response;
  /** @type {any} */
  let answer;
  try {
    response = await doFetch("/api/v1/tickets", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ invitation }),
      cache: "no-store",
      // Somebody who is signed in here has shown who they are.
      credentials: "same-origin",
      referrerPolicy: "no-referrer",
      signal: given_up,
    });
    answer = await response.text();
  } catch {
    throw new TicketRefused("service.unreachable", { retry: true });
  }
  const said = parsed(answer);
  if (response.ok && typeof said?.ticket === "string") return said;
  throw refusal(response, typeof said?.code === "string" ? said.code : "");
}

/** @param {Response} response @param {string} code What the service said, or "". */
function refusal(response, code) {
  const again = { retry: true, after_s: Math.min(60, Number(response.headers.get("Retry-After")) || 0) };
  if (response.status === 429 || BUSY.has(code)) return new TicketRefused("service.busy", again);
  if (response.status >= 500) return new TicketRefused("service.unreachable", again);
  // A page in its place: the sign-in of a network, or a filter.
  if (!code) return new TicketRefused("network.answers", again);
  return new TicketRefused(code);
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Holds the newest unused ticket, and fetches another when it is used or older than four of its five minutes.
 */
export class TicketBox {
  /** @param {string} invitation @param {typeof fetchTicket} [fetcher] @param {() => number} [now_s] */
  constructor(invitation, fetcher = fetchTicket, now_s = steady_s) {
    this._invitation = invitation;
    this._fetch = fetcher;
    this._now_s = now_s;
    /** @type {{ ticket: import("../wire.js").Ticket, until_s: number } | null} */
    this._kept = null;
  }

  /** A ticket to look at; it stays in the box. */
  async peek() {
    if (!this._kept || this._now_s() >= this._kept.until_s) {
      const ticket = await this._fetch(this._invitation);
      this._kept = { ticket, until_s: this._now_s() + ticket.expires_in_s * 0.8 };
    }
    return this._kept.ticket;
  }

  /** A ticket to use; the box is empty afterwards. */
  async take() {
    const ticket = await this.peek();
    this._kept = null;
    return ticket;
  }
}
