/** The room: what is happening now, the people, the own part and controls, and for facilitators their panel. */

import { icon } from "../../shared/ui/icons.js";
import { withNames } from "../../shared/ui/with-names.js";
import { words } from "../../shared/words/words.js";
import { html, nothing } from "../../vendor/lit.js";
import { asksOf } from "../core/console/asks.js";
import { isInputMethods, listenForShortcuts } from "../core/keys.js";
import { hasChat, newerThan, newestAt } from "../core/view/chat.js";
import { handRequest, mayAddToPoint, personMeant, takesTurns } from "../core/view/floor-actions.js";
import { awayPeople } from "../core/view/places.js";
import { isFacilitator, isShared, may, nameOf, namesOf, waitingOf, worksHere } from "../core/view/selectors.js";
import { openHelp } from "./bar/help-dialog.js";
import { SessionElement } from "./element.js";
import "./stage/captions.js";
import "./bar/control-bar.js";
import "./console/facilitator-panel.js";
import "./turn/floor-panel.js";
import "./door/held-screen.js";
import "./stage/notices.js";
import "./turn/pause-call.js";
import "./room-side.js";
import "./stage/stage.js";

const WITHOUT_THERAPIST = ["held", "suspended"];

export class RoomScreen extends SessionElement {
  static properties = { ...SessionElement.properties, _panel_open: { state: true }, _chat_open: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._panel_open = false;
    this._chat_open = false;
    /** When the newest message came that was seen, Unix seconds. */
    this._seen_at = 0;
    this._unread = 0;
    this._unlisten = () => undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this._unlisten = /** @type {() => undefined} */ (
      listenForShortcuts(
        window,
        () => this.session.prefs.single_keys,
        (shortcut) => this._onShortcut(shortcut),
      )
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._unlisten();
  }

  render() {
    const { session, view } = this;
    const staff = isFacilitator(view);
    const beside =
      !staff &&
      (Boolean(view.run ?? view.you.unproved) || isShared(view) || this._chat_open || view.you.role === "captioner" || worksHere(view));
    return html`
      <div class="room" data-staff=${staff ? "yes" : "no"} data-panel=${this._panel_open ? "open" : "closed"} data-chat=${this._chat_open ? "open" : "closed"} @keydown=${this._onKey} data-side=${staff ? "none" : beside ? "beside" : "strip"}>
        <header class="room-head">
          <h1 tabindex="-1" class="room-title" title=${this._title()}>${this._title()}</h1>
          <attune-floor .session=${session}></attune-floor>
          <div class="room-tools">
            <attune-pause-call .session=${session}></attune-pause-call>
            ${staff ? this._panelButton() : this._chatButton()}
            <button class="button button-quiet" type="button" title=${words.bar.help} @click=${openHelp}>${icon("help")}<span class="tool-name">${words.bar.help}</span></button>
          </div>
        </header>
        <attune-notices .session=${session}></attune-notices>
        ${staff ? nothing : html`<attune-room-side .session=${session} .chat=${this._chat_open} @close=${() => this._setChat(false)}></attune-room-side>`}
        <main id="main" class="room-main">${this._main(staff)}</main>
        ${staff ? html`<attune-facilitator .session=${session} @open=${() => (this._panel_open = true)} @close=${() => this._setPanel(false)}></attune-facilitator>` : nothing}
        <attune-controls .session=${session}></attune-controls>
      </div>
    `;
  }

  _title() {
    const { you, room } = this.view;
    return you.space === "private" && !you.device_check ? words.member.private_room.title : room.title;
  }

  /** @param {boolean} staff */
  _main(staff) {
    const { session, view } = this;
    if (!staff && WITHOUT_THERAPIST.includes(view.room.state)) return html`<attune-held .session=${session}></attune-held>`;
    const away = awayPeople(view);
    return html`
      ${away.length ? html`<p class="away-line">${withNames(words.member.away(namesOf(view, away), away.length > 1))}</p>` : nothing}
      <attune-stage .session=${session}></attune-stage>
      <attune-captions .session=${session}></attune-captions>
    `;
  }

  _panelButton() {
    // On a phone the panel is closed: what it asks, such as a high number in the exit check, must be seen from here.
    const waiting = waitingOf(this.view).length + asksOf(this.view).filter(({ deeds }) => deeds.length).length;
    return html`<button class="button button-quiet panel-open" type="button" title=${words.bar.panel} aria-expanded=${this._panel_open ? "true" : "false"} @click=${() => this._setPanel(true)}>
      ${icon("people")}<span class="tool-name">${words.bar.panel}</span>${waiting ? html`<span class="count">${waiting}<span class="for-readers"> ${words.bar.waiting}</span></span>` : nothing}
    </button>`;
  }

  _chatButton() {
    if (!hasChat(this.view)) return nothing;
    const unread = this._chat_open ? 0 : newerThan(this.view, this._seen_at).length;
    const { chat } = words.member;
    return html`<button class="button button-quiet chat-open" type="button" title=${chat.title} aria-expanded=${this._chat_open ? "true" : "false"} @click=${() => this._setChat(!this._chat_open)}>
      ${icon("message")}<span class="tool-name">${chat.title}</span>${unread ? html`<span class="count">${chat.unread(unread)}</span>` : nothing}
    </button>`;
  }

  /** What is new is said once, calmly; what is open is seen. */
  updated() {
    const fresh = newerThan(this.view, this._seen_at);
    if (this._chat_open) this._seen_at = newestAt(this.view);
    else if (fresh.length > this._unread) this.session.say(words.member.chat.from(nameOf(this.view, fresh[fresh.length - 1].from)));
    this._unread = this._chat_open ? 0 : fresh.length;
  }

  /** @param {boolean} open */
  async _setPanel(open) {
    this._panel_open = open;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(open ? ".panel-close" : ".panel-open"))?.focus();
  }

  /** @param {boolean} open */
  async _setChat(open) {
    this._chat_open = open;
    await this.updateComplete;
    const side = /** @type {import("./room-side.js").RoomSide | null} */ (this.querySelector("attune-room-side"));
    await side?.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(open ? "#chat-title" : ".chat-open"))?.focus();
  }

  /** Escape closes what is open, the innermost first: a dialog closes by itself. @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.key !== "Escape" || isInputMethods(event) || /** @type {HTMLElement} */ (event.target).closest("dialog, details[open]"))
      return;
    if (this._chat_open) void this._setChat(false);
    else if (this._panel_open) void this._setPanel(false);
  }

  /** @param {import("../core/keys.js").Shortcut} shortcut */
  _onShortcut(shortcut) {
    const { session, view } = this;
    const { people } = view.you;
    switch (shortcut) {
      case "help":
        return openHelp();
      case "microphone":
        return void session.switchDevice("mic", !session.devices.isOn("mic"));
      case "camera":
        return void session.switchDevice("camera", !session.devices.isOn("camera"));
      case "hand.first":
        return this._hand(people.length > 1 ? people[0] : null);
      case "hand.second":
        return this._hand(people[1] ?? null);
      case "chat":
        return void (hasChat(view) && !isFacilitator(view) && this._setChat(!this._chat_open));
      case "pause":
        return /** @type {import("./turn/pause-call.js").PauseCall | null} */ (this.querySelector("attune-pause-call"))?.call();
      case "hand":
      case "pass":
      case "release":
      case "quick":
        return this._turn(shortcut);
    }
  }

  /** No key acts on behalf of the partner: where it is not clear whose turn is meant, the keys with numbers are named. @param {"hand" | "pass" | "release" | "quick"} shortcut */
  _turn(shortcut) {
    const { session, view } = this;
    const person = personMeant(view);
    if (!person) {
      if (takesTurns(view)) session.toast(view.you.people.map((id, index) => words.bar.press(index + 1, nameOf(view, id))).join(" "));
      return;
    }
    if (shortcut === "hand") this._hand(person);
    else if (shortcut === "quick") this._quick(person);
    else this._request(shortcut === "pass" ? "floor.pass" : "floor.release", person);
  }

  /** @param {string | null} person */
  _hand(person) {
    if (person) this._request(handRequest(this.view, person), person);
  }

  /** @param {string} person */
  _quick(person) {
    if (mayAddToPoint(this.view, person)) void this.session.askFloor("floor.request", { person, quick: true });
    else if (takesTurns(this.view)) this.session.toast(words.refusal("floor.no_point"));
  }

  /** @param {string} request @param {string} person */
  _request(request, person) {
    if (may(this.view, person, request)) void this.session.askFloor(request, { person });
    else if (takesTurns(this.view)) this.session.toast(words.notNow(request));
  }
}

customElements.define("attune-room", RoomScreen);
