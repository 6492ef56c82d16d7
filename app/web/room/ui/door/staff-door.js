/** For staff who keep the doors and devices but lead no turns: who waits, and how connections work. */

import { words } from "../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { worksHere } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "../bar/connections-dialog.js";
import "../console/waiting/waiting-list.js";

export class StaffDoor extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../bar/connections-dialog.js").ConnectionsDialog>} */
    this._connections = createRef();
  }

  render() {
    if (!worksHere(this.view)) return nothing;
    const { session } = this;
    return html`
      <div class="step">
        <attune-waiting-list .session=${session}></attune-waiting-list>
        <button class="button button-wide" type="button" @click=${() => void this._connections.value?.show()}>${words.connections.title}</button>
      </div>
      <attune-connections ${ref(this._connections)} .session=${session}></attune-connections>
    `;
  }
}

customElements.define("attune-staff-door", StaffDoor);
