/** The room: what is happening now, the people, the own controls, and for facilitators their panel. */

import { handRequest, personMeant, takesTurns } from "../core/floor-actions.js";
import { listenForShortcuts } from "../core/keys.js";
import { isFacilitator, may, nameOf, waitingOf } from "../core/selectors.js";
import { words } from "../core/words.js";
import { html, nothing } from "../vendor/lit.js";
import { SessionElement } from "./element.js";
import { openHelp } from "./help-dialog.js";
import { icon } from "./icons.js";
import "./control-bar.js";
import "./facilitator-panel.js";
import "./floor-panel.js";
import "./notices.js";
import "./stage.js";

export class RoomScreen extends SessionElement {
  static properties = { ...SessionElement.properties, _panel_open: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._panel_open = false;
    this._unlisten = () => undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this._unlisten = /** @type {() => undefined} */ (
      listenForShortcuts(window, () => this.session.prefs.single_keys, (shortcut) => this._onShortcut(shortcut))
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._unlisten();
  }

  render() {
    const { session, view } = this;
    const staff = isFacilitator(view);
    const waiting = waitingOf(view).length;
    return html`
      <div class="room" data-staff=${staff ? "yes" : "no"} data-panel=${this._panel_open ? "open" : "closed"}>
        <header class="room-head">
          <h1 tabindex="-1" class="room-title">${view.room.title}</h1>
          <attune-floor .session=${session}></attune-floor>
          <div class="room-tools">
            ${staff
              ? html`<button class="button button-quiet panel-open" type="button" aria-expanded=${this._panel_open ? "true" : "false"} @click=${() => this._setPanel(true)}>
                  ${icon("people")}<span>Panel</span>${waiting ? html`<span class="count">${waiting}<span class="for-readers"> waiting</span></span>` : nothing}
                </button>`
              : nothing}
            <button class="button button-quiet" type="button" @click=${openHelp}>${icon("help")}<span>Help</span></button>
          </div>
        </header>
        <attune-notices .session=${session}></attune-notices>
        <main id="main" class="room-main"><attune-stage .session=${session}></attune-stage></main>
        ${staff ? html`<attune-facilitator .session=${session} @open=${() => (this._panel_open = true)} @close=${() => this._setPanel(false)}></attune-facilitator>` : nothing}
        <attune-controls .session=${session}></attune-controls>
      </div>
    `;
  }

  /** @param {boolean} open */
  async _setPanel(open) {
    this._panel_open = open;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(open ? ".panel-close" : ".panel-open"))?.focus();
  }

  /** @param {import("../core/keys.js").Shortcut} shortcut */
  _onShortcut(shortcut) {
    const { session, view } = this;
    const { people } = view.you;
    switch (shortcut) {
      case "help": return openHelp();
      case "microphone": return void session.switchDevice("mic", !session.devices.switches.mic);
      case "camera": return void session.switchDevice("camera", !session.devices.switches.camera);
      case "hand.first": return this._hand(people.length > 1 ? people[0] : null);
      case "hand.second": return this._hand(people[1] ?? null);
    }
    const person = personMeant(view);
    if (!person) {
      if (takesTurns(view)) session.toast(people.map((id, index) => `Press ${index + 1} for ${nameOf(view, id)}'s hand.`).join(" "));
      return;
    }
    if (shortcut === "hand") this._hand(person);
    else this._request(shortcut === "pass" ? "floor.pass" : "floor.release", person);
  }

  /** @param {string | null} person */
  _hand(person) {
    if (person) this._request(handRequest(this.view, person), person);
  }

  /** @param {string} request @param {string} person */
  _request(request, person) {
    if (may(this.view, person, request)) void this.session.askFloor(request, { person });
    else if (takesTurns(this.view)) this.session.toast(words.notNow(request));
  }
}

customElements.define("attune-room", RoomScreen);
