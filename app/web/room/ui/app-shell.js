/** The whole page: chooses the screen by the session's phase, moves the focus to its heading, and says short lines. */

import { icon } from "../../shared/ui/icons.js";
import { words } from "../../shared/words/words.js";
import { html, nothing, repeat } from "../../vendor/lit.js";
import { listenForChord } from "../core/connection/quiet-signal.js";
import { isForClients, isInside } from "../core/phases.js";
import { exitSteps } from "../core/traces/exit.js";
import { Announcer } from "../core/view/access/announce.js";
import { heardOf } from "../core/view/access/heard.js";
import { takesTurns } from "../core/view/floor-actions.js";
import { whoSteppedOut } from "../core/view/now.js";
import { SessionElement } from "./element.js";
import "../../shared/ui/exit/exit-button.js";
import "./door/check-page.js";
import "./companion/check.js";
import "./bar/help-dialog.js";
import "./bar/renewal.js";
import "./door/message-page.js";

const TOAST_MS = 7000;
const NOTHING_SAID = { number: 0, sentence: "" };

export class AppShell extends SessionElement {
  static properties = { ...SessionElement.properties, _toast: { state: true }, _said: { state: true } };

  constructor() {
    super();
    this._toast = "";
    /** What screen readers were told, the newest last; one's own turn apart. @type {Record<"own" | "rest", { number: number, sentence: string }>} */
    this._said = { own: NOTHING_SAID, rest: NOTHING_SAID };
    this._toast_timer = 0;
    this._unlisten = () => undefined;
    this._drawn_phase = "";
    this._announcer = new Announcer(({ kind, sentence }) => this._say(kind === "own" ? "own" : "rest", sentence));
  }

  connectedCallback() {
    super.connectedCallback();
    this._unlisten = /** @type {() => undefined} */ (listenForChord(window, () => void this.session.quiet_signal.send()));
    this.session.addEventListener("toast", (event) => this._onToast(/** @type {CustomEvent} */ (event).detail));
    this.session.addEventListener("say", (event) => {
      const { sentence, kind } = /** @type {CustomEvent} */ (event).detail;
      this._announcer.announce(sentence, kind);
    });
    this.session.addEventListener("news", (event) => this._onNews(/** @type {CustomEvent} */ (event).detail));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._unlisten();
  }

  render() {
    return html`
      ${isForClients(this.session) ? html`<attune-exit .texts=${words.exit} .steps=${() => exitSteps(this.session)}></attune-exit>` : nothing}
      <a class="skip-link" href="#main" @click=${this._skip}>${words.skip}</a>
      ${
        this.session.view && this.session.phase === "room" && takesTurns(this.session.view)
          ? html`<a class="skip-link" href="#main" @click=${this._skipToTurn}>${words.skip_to_turn}</a>`
          : nothing
      }
      ${this._screen()}
      <div class="toast-place">${this._toast ? html`<p class="toast">${this._toast}</p>` : nothing}</div>
      <div class="for-readers" aria-live="assertive" id="own-turn">${this._lastOf("own")}</div>
      <div class="for-readers" aria-live="polite" id="announcements">${this._lastOf("rest")}</div>
      <attune-help .session=${this.session}></attune-help>
      <attune-alerts .session=${this.session}></attune-alerts>
      <attune-renewal .session=${this.session}></attune-renewal>
    `;
  }

  updated() {
    const root = document.documentElement;
    const { theme, large_text, calm, low_power } = this.session.prefs;
    root.toggleAttribute("data-low-power", low_power);
    root.toggleAttribute("data-large-text", large_text);
    root.toggleAttribute("data-calm", calm);
    if (theme === "device") delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.dataset.phase = this.session.phase;
    root.lang = words.tag;
    root.dir = words.dir;
    document.title = words.tab_title;
    const screen = this.session.phase === "joining" ? "check" : this.session.phase;
    if (screen === this._drawn_phase) return;
    const first = this._drawn_phase === "";
    this._drawn_phase = screen;
    if (!first) void this._focusHeading();
  }

  _screen() {
    const { session } = this;
    switch (session.phase) {
      case "check":
      case "joining":
        return session.is_companion
          ? html`<attune-companion-check .session=${session}></attune-companion-check>`
          : html`<attune-check .session=${session}></attune-check>`;
      case "waiting":
        return html`<attune-waiting .session=${session}></attune-waiting>`;
      case "room":
        return html`<attune-room .session=${session}></attune-room>`;
      case "companion":
        return html`<attune-companion .session=${session}></attune-companion>`;
      case "message":
        return html`<attune-message .session=${session}></attune-message>`;
      default:
        return session.hindrance
          ? this._hindered(session.hindrance)
          : html`<main id="main" class="page page-narrow"><h1 tabindex="-1" class="quiet-title">${words.loading}</h1></main>`;
    }
  }

  /** Nobody came in yet, and it is being tried again by itself. @param {string} code */
  _hindered(code) {
    return html`<main id="main" class="page page-narrow">
      <div class="card message-card">
        <span class="emblem">${icon("leaf")}</span>
        <h1 tabindex="-1">${words.loading}</h1>
        <p role="status">${words.hindrance(code)}</p>
        <button class="button button-main" type="button" @click=${() => this.session.look()}>${words.try_now}</button>
      </div>
    </main>`;
  }

  async _focusHeading() {
    await new Promise((done) => requestAnimationFrame(done));
    this.querySelector("h1")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  /** The part of the address after `#` is the invitation, so the link must not change it. @param {Event} event */
  _skip(event) {
    event.preventDefault();
    this.querySelector("h1")?.focus();
  }

  /** For whoever goes from control to control, by keyboard or switch, the own turn is two steps away. @param {Event} event */
  _skipToTurn(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.querySelector(".control-turn"))?.focus();
  }

  /** What is new to those inside. @param {{ events: import("../core/wire.js").RoomEvent[], before: import("../core/wire.js").View | null }} news */
  _onNews({ events, before }) {
    const { view, library } = this.session;
    if (!view || !isInside(view.you.space)) return;
    for (const { kind, sentence } of heardOf(events, before, view, library)) this._announcer.announce(sentence, kind);
    this.session.toast(whoSteppedOut(events, before));
  }

  /** @param {"own" | "rest"} place @param {string} sentence */
  _say(place, sentence) {
    this._said = { ...this._said, [place]: { number: this._said[place].number + 1, sentence } };
  }

  /** A sentence that comes again is another paragraph: the same one, unchanged, would not be read. @param {"own" | "rest"} place */
  _lastOf(place) {
    return repeat(
      [this._said[place]],
      ({ number }) => number,
      ({ sentence }) => html`<p>${sentence}</p>`,
    );
  }

  /** @param {string} sentence */
  _onToast(sentence) {
    this._announcer.announce(sentence, "answer");
    clearTimeout(this._toast_timer);
    this._toast = sentence;
    this._toast_timer = window.setTimeout(() => {
      this._toast = "";
    }, TOAST_MS);
  }
}

customElements.define("attune-app", AppShell);
