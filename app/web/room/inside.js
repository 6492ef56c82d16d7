/** The way from the check page to what is inside: it is loaded ahead, and is there, and of today, before anybody goes in. */

import { quietMoment } from "../shared/core/quiet-moment.js";
import { fetchTicket, TicketRefused } from "./core/connection/tickets.js";

export class Inside {
  /**
   * @param {object} options
   * @param {() => Promise<unknown>} options.load Loads what is drawn inside.
   * @param {import("../shared/core/release.js").Release} options.release
   * @param {() => Promise<void>} [options.quiet]
   */
  constructor({ load, release, quiet = quietMoment }) {
    this._load = load;
    this._quiet = quiet;
    /** @type {ReturnType<typeof fetchTicket> | null} */
    this._early = null;
    this.release = release;
  }

  /** Asks for the first ticket before anybody waits for it. @param {string} invitation */
  askEarly(invitation) {
    this._early = this.ticket(invitation);
    // Whoever takes it hears of a refusal.
    this._early.catch(() => undefined);
  }

  /** The answer says by the way which release the service has. @param {string} invitation */
  ticket(invitation) {
    const early = this._early;
    this._early = null;
    return early ?? fetchTicket(invitation, this.release.fetch);
  }

  /** Loads while the check page is looked at. @param {() => Promise<unknown>} also What else is wanted inside. */
  async ahead(also) {
    await this._quiet();
    // What fails now is loaded when somebody goes in.
    void this._load().catch(() => undefined);
    await also();
  }

  /** A service that was away may have come back as another. @param {import("./core/connection/connection.js").Connection} connection */
  follow(connection) {
    let was_lost = false;
    connection.addEventListener("state", () => {
      if (connection.state === "lost") was_lost = true;
      if (connection.state !== "open" || !was_lost) return;
      was_lost = false;
      void this._quiet().then(() => this.release.look());
    });
  }

  /**
   * Whether this page can show what is inside. If not it is loaded anew: a page of an older release, or one whose parts do not come.
   * @param {import("./core/connection/patience.js").Patience} patience @param {() => void} changed What it is that takes so long is another.
   */
  async isReady(patience, changed) {
    try {
      await this._load();
    } catch {
      await patience.until(() => this._answers(), changed);
      this.release.renew();
      return false;
    }
    if (this.release.is_old) this.release.renew();
    return !this.release.is_old;
  }

  async _answers() {
    if (!(await this.release.look())) throw new TicketRefused("service.unreachable", { retry: true });
  }
}
