/** The facilitators' side panel: the door, the floor, the end. On a phone it is a sheet over the room. */

import { words } from "../core/words.js";
import { createRef, html, ref } from "../vendor/lit.js";
import { SessionElement } from "./element.js";
import { icon } from "./icons.js";
import "./confirm-dialog.js";
import "./connections-dialog.js";
import "./facilitator-floor.js";
import "./waiting-list.js";

export class FacilitatorPanel extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("./confirm-dialog.js").ConfirmDialog>} */
    this._confirm = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("./connections-dialog.js").ConnectionsDialog>} */
    this._connections = createRef();
  }

  render() {
    const { session } = this;
    return html`
      <aside class="panel" aria-label="Facilitator panel">
        <button class="button button-quiet panel-close" type="button" @click=${() => this.dispatchEvent(new Event("close"))}>
          ${icon("close")} Close panel
        </button>
        <attune-waiting-list .session=${session}></attune-waiting-list>
        <attune-facilitator-floor .session=${session}></attune-facilitator-floor>
        <section class="panel-part" aria-labelledby="end-title">
          <h2 id="end-title">Session</h2>
          <button class="button button-wide" type="button" @click=${() => void this._connections.value?.show()}>${icon("signal_good")} ${words.connections.title}</button>
          <button class="button button-firm-quiet button-wide" type="button" @click=${this._end}>End session</button>
        </section>
      </aside>
      <attune-confirm
        ${ref(this._confirm)}
        id="end-question"
        heading="End the session for everyone?"
        text="Everybody leaves the room, and it cannot be opened again."
        yes="Yes, end for everyone"
        no="Keep going"
      ></attune-confirm>
      <attune-connections ${ref(this._connections)} .session=${session}></attune-connections>
    `;
  }

  _end() {
    this._confirm.value?.ask(() => void this.session.ask("session.end"));
  }
}

customElements.define("attune-facilitator", FacilitatorPanel);
