/** Whether sound and picture will get through, in one line; what can help, where they may not. It never keeps anybody out. */

import { words } from "../../../../shared/words/words.js";
import { html, nothing } from "../../../../vendor/lit.js";
import { networkOf } from "../../../core/media/own-network.js";
import { isForClients } from "../../../core/phases.js";
import { unprovedHere } from "../../../core/view/unproved.js";
import { SessionElement } from "../../element.js";

/** What a browser may tell of its network; those on phones do. @typedef {EventTarget & { type?: string }} Link */

export class NetworkLine extends SessionElement {
  constructor() {
    super();
    this._renew = () => void networkOf(this.session).renew();
    /** @type {Link | undefined} */
    this._link = /** @type {{ connection?: Link }} */ (navigator).connection;
    this._kind = this._link?.type;
    // It also tells of every new estimate of the same network.
    this._onLink = () => {
      if (this._link?.type === this._kind) return;
      this._kind = this._link?.type;
      this._renew();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("online", this._renew);
    this._link?.addEventListener?.("change", this._onLink);
    const { ticket } = this.session;
    // The service answers once somebody has shown who they are: their PIN looks then.
    if (unprovedHere(null, ticket).length < (ticket?.seat.people.length ?? 0)) void networkOf(this.session).look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("online", this._renew);
    this._link?.removeEventListener?.("change", this._onLink);
    // The way is free for the room. While they take a step before it, the page stays, and so does the check.
    if (this.session.phase !== "check") networkOf(this.session).stop();
  }

  render() {
    const { network } = words.check;
    const { verdict, busy } = networkOf(this.session);
    const is_blocked = verdict === "blocked";
    return html`
      <div class=${is_blocked ? "hint stack" : ""}>
        <p class=${is_blocked ? "" : "small"} role="status">${is_blocked && busy ? network.checking : network.found[verdict]}</p>
        ${is_blocked ? this._mends(busy) : nothing}
      </div>
    `;
  }

  /** @param {boolean} busy */
  _mends(busy) {
    const { network } = words.check;
    return html`
      <ul>${network.mends.map((mend) => html`<li>${mend}</li>`)}</ul>
      <p>${network.still} ${isForClients(this.session) ? network.call : nothing}</p>
      <button class="button" type="button" aria-disabled=${busy ? "true" : "false"} @click=${() => void networkOf(this.session).again()}>${network.again}</button>
    `;
  }
}

customElements.define("attune-network", NetworkLine);
