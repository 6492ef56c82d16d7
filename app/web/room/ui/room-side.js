/** The member's side of the room: the own part on top, messages below it while they are open; on a phone in its place. A strip where there is little to say. */

import { icon } from "../../shared/ui/icons.js";
import { words } from "../../shared/words/words.js";
import { html, nothing } from "../../vendor/lit.js";
import { SessionElement } from "./element.js";
import "./stage/caption-input.js";
import "./chat/chat-panel.js";
import "./stage/own-seat.js";
import "./door/pins.js";
import "./door/staff-door.js";
import "./protocol/step-panel.js";

export class RoomSide extends SessionElement {
  static properties = { ...SessionElement.properties, chat: { type: Boolean } };
  static needs_view = true;

  constructor() {
    super();
    this.chat = false;
  }

  render() {
    const { session } = this;
    const { chat, your_part } = words.member;
    return html`
      <div class="side-part" role="region" aria-label=${your_part}>
        <attune-staff-door .session=${session}></attune-staff-door>
        <attune-caption-input .session=${session}></attune-caption-input>
        <attune-step .session=${session}></attune-step>
        <attune-pins class="stack" .session=${session}></attune-pins>
        <attune-own-seat class="stack" .session=${session}></attune-own-seat>
      </div>
      ${
        this.chat
          ? html`<section class="chat-sheet" aria-labelledby="chat-title">
            <div class="dialog-head">
              <h2 id="chat-title" tabindex="-1">${chat.title}</h2>
              <button class="button button-quiet" type="button" aria-label=${chat.close} @click=${() => this.dispatchEvent(new Event("close"))}>${icon("close")}<span>${words.help.close}</span></button>
            </div>
            <attune-chat class="chat" .session=${session}></attune-chat>
          </section>`
          : nothing
      }
    `;
  }
}

customElements.define("attune-room-side", RoomSide);
