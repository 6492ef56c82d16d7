/** What is needed now and then: on this point, someone said it already, signs without a sound, the own screen. Closed until asked for. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { handIsUp, mayAddToPoint } from "../../core/view/floor-actions.js";
import { isShared, may, mayAny, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import { openComfort } from "./comfort/open.js";

const SIGNS = ["with_you", "nod", "warm"];

export class MoreMenu extends SessionElement {
  static needs_view = true;

  render() {
    const { view } = this;
    const parts = [...view.you.people.flatMap((person) => this._ofPerson(person)), ...this._screen(), this._comfort()];
    return html`
      <details class="menu" @keydown=${this._onKey} @focusout=${this._onFocusOut}>
        <summary class="control"><span class="control-sign">${icon("more")}</span><span class="control-name">${words.member.turns.more}</span></summary>
        <div class="menu-body">${parts}</div>
      </details>
    `;
  }

  /** @param {string} person */
  _ofPerson(person) {
    const { session, view } = this;
    const { turns } = words.member;
    const items = [];
    if (mayAddToPoint(view, person)) {
      items.push(html`<button class="button" type="button" @click=${() => this._do(() => session.askFloor("floor.request", { person, quick: true }))}>${turns.quick}</button>
        <p class="small">${turns.quick_does}</p>`);
    }
    if (handIsUp(view, person)) {
      items.push(
        html`<button class="button" type="button" @click=${() => this._do(() => session.askFloor("floor.withdraw", { person, made: true }))}>${turns.made}</button>`,
      );
    }
    if (may(view, person, "gesture")) {
      items.push(html`<p class="small">${turns.signs}</p>
        <div class="choices">${SIGNS.map((gesture) => html`<button class="button" type="button" @click=${() => this._do(() => session.ask("gesture", { person, gesture }))}>${words.member.gesture(gesture)}</button>`)}</div>`);
    }
    if (!items.length) return [];
    return [
      html`<div class="menu-part" role="group" aria-label=${nameOf(view, person)}>${isShared(view) ? html`<h3>${nameOf(view, person)}</h3>` : nothing}${items}</div>`,
    ];
  }

  _screen() {
    const { session, view } = this;
    const { screen } = words.member;
    const on = session.screen.track !== null;
    if (!on && !(mayAny(view, "screen.share") && "getDisplayMedia" in (navigator.mediaDevices ?? {}))) return [];
    return [
      html`<button class="button" type="button" @click=${() => this._do(() => session.shareScreen(!on))}>${icon("screen")}${on ? screen.stop : screen.start}</button>`,
    ];
  }

  _comfort() {
    return html`<button class="button" type="button" @click=${() => this._do(() => openComfort(this.session))}>${icon("camera")}${words.comfort.title}</button>`;
  }

  /** @param {() => Promise<unknown>} action */
  _do(action) {
    this._close();
    void action();
  }

  _close() {
    const menu = this.querySelector("details");
    if (!menu?.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    if (event.key === "Escape") this._close();
  }

  /** A menu that nobody is in any more closes by itself. @param {FocusEvent} event */
  _onFocusOut(event) {
    const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
    if (event.relatedTarget && !menu.contains(/** @type {Node} */ (event.relatedTarget))) menu.open = false;
  }
}

customElements.define("attune-more", MoreMenu);
