/**
 * Which release this page is of, and whether the service has another by now. Each of its answers names it; a page that is not of
 * today is loaded anew where that loses nothing, and asks before it does so in a room.
 */

const HEADER = "attune-release";
/** A page that everybody may read; only its headers are looked at. */
const ASKED = "/join";

const ofPage = () => globalThis.document?.querySelector(`meta[name="${HEADER}"]`)?.getAttribute("content") ?? "";

/** Events: `change`, when it is known that there is another. */
export class Release extends EventTarget {
  /** @param {{ own?: string, doFetch?: typeof fetch, renew?: () => void }} [given] */
  constructor({ own = ofPage(), doFetch = (...request) => globalThis.fetch(...request), renew = () => location.reload() } = {}) {
    super();
    this._own = own;
    this._doFetch = doFetch;
    /** Loads the page anew. */
    this.renew = renew;
    this.is_old = false;
    /** A request whose answer says by the way which release it is of. @type {typeof fetch} */
    this.fetch = async (...request) => {
      const response = await this._doFetch(...request);
      this._note(response.headers.get(HEADER) ?? "");
      return response;
    };
  }

  /** Asks. @returns {Promise<boolean>} Whether there was an answer. */
  async look() {
    try {
      await this.fetch(ASKED, { method: "HEAD", cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} now What else answers, such as a network's sign-in, names none. */
  _note(now) {
    const is_old = Boolean(now && this._own && now !== this._own);
    if (is_old === this.is_old) return;
    this.is_old = is_old;
    this.dispatchEvent(new Event("change"));
  }
}
