/** From the invitation in a link to a ticket (PROTOCOL.md part 1). */

/** A ticket was refused or could not be fetched. `code` is the server's, or `service.unreachable`. */
export class TicketRefused extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.name = "TicketRefused";
    this.code = code;
  }
}

/**
 * @param {string} invitation The part of the link after `#`.
 * @param {typeof fetch} [doFetch]
 * @returns {Promise<import("./wire.js").Ticket>}
 * @throws {TicketRefused}
 */
export async function fetchTicket(invitation, doFetch = (...args) => fetch(...args)) {
  /** @type {Response} */
  let response;
  try {
    response = await doFetch("/api/v1/tickets", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ invitation }),
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch {
    throw new TicketRefused("service.unreachable");
  }
  if (response.ok) return response.json();
  if (response.status >= 500) throw new TicketRefused("service.unreachable");
  const problem = await response.json().catch(() => ({}));
  throw new TicketRefused(typeof problem?.code === "string" ? problem.code : "link.invalid");
}

/**
 * Holds the newest unused ticket, and fetches another when it is used or older than four of its five minutes.
 */
export class TicketBox {
  /** @param {string} invitation @param {typeof fetchTicket} [fetcher] @param {() => number} [now_ms] */
  constructor(invitation, fetcher = fetchTicket, now_ms = Date.now) {
    this._invitation = invitation;
    this._fetch = fetcher;
    this._now_ms = now_ms;
    /** @type {{ ticket: import("./wire.js").Ticket, until_ms: number } | null} */
    this._kept = null;
  }

  /** A ticket to look at; it stays in the box. */
  async peek() {
    if (!this._kept || this._now_ms() >= this._kept.until_ms) {
      const ticket = await this._fetch(this._invitation);
      this._kept = { ticket, until_ms: this._now_ms() + ticket.expires_in_s * 800 };
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
