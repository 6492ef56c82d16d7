/**
 * Help signals, for those who lead: above everything, on any tab and in private rooms, until each is closed. Without sound,
 * which a microphone could carry to the room; a phone vibrates. While the own screen is shared nothing is shown that others
 * may not see.
 */

import { icon } from "../../../../shared/ui/icons.js";
import { TickingElement } from "../../../../shared/ui/ticking-element.js";
import { words } from "../../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../../vendor/lit.js";
import { alertsOf, cardOf, isUnseen } from "../../../core/console/alerts.js";
import { talksDue, welfareOf } from "../../../core/console/care.js";
import { nameOf } from "../../../core/view/selectors.js";
import "./talk-with.js";
import "./welfare.js";

const VIBRATE_EVERY_S = 3;
const PATTERN_MS = [300, 150, 300];

/** @typedef {import("../../../core/console/alerts.js").Alert} Alert */

export class Alerts extends TickingElement {
  constructor() {
    super();
    this._vibrated_at = 0;
    this._drawn = "";
    /** The seats of whose signals, and the people of whose welfare checks and talks, it was said that they are there. @type {Set<string>} */
    this._told = new Set();
  }

  render() {
    const alerts = this.session.view ? alertsOf(this.session.view) : [];
    const checks = this.session.view ? welfareOf(this.session.view) : [];
    const talks = this.session.view ? talksDue(this.session.view) : [];
    if (!alerts.length && !checks.length && !talks.length) return nothing;
    const is_shared = this.session.screen.track !== null;
    return html`<section class="alerts" popover="manual" role="region" aria-label=${words.alerts.title}>
      ${
        is_shared
          ? this._covered()
          : [
              repeat(
                alerts,
                ({ seat }) => seat,
                (alert) => this._alert(alert),
              ),
              repeat(
                talks,
                (person) => person,
                (person) => html`<attune-talk-with .session=${this.session} .person=${person}></attune-talk-with>`,
              ),
              repeat(
                checks,
                ({ person }) => person,
                (check) => html`<attune-welfare .session=${this.session} .check=${check}></attune-welfare>`,
              ),
            ]
      }
    </section>`;
  }

  /** What is on the screen now is on everyone's. */
  _covered() {
    const { covered } = words.alerts;
    return html`<article class="alert" data-seen="no">
      <h2>${covered.title}</h2>
      <p>${covered.text}</p>
      <div class="choices"><button class="button button-main" type="button" @click=${() => void this.session.shareScreen(false)}>${covered.stop}</button></div>
    </article>`;
  }

  /** @param {Alert} alert */
  _alert(alert) {
    const { session, view } = this;
    const text = words.alerts;
    const names = alert.people.map((person) => nameOf(view, person)).filter(Boolean);
    const seen = Boolean(alert.seen_by);
    return html`<article class="alert" data-seen=${seen ? "yes" : "no"} aria-label=${text.who(names)}>
      <h2>${icon("help")}<span>${text.who(names)}</span></h2>
      <p>${text.ago(session.now() - alert.at)}${alert.late ? html` · ${text.late}` : nothing}</p>
      <p class="small">${seen ? text.seen(nameOf(view, alert.seen_by)) : text.quiet}</p>
      ${alert.paged ? html`<p class="alert-paged" data-paged=${alert.paged}>${text.paged(alert.paged, alert.paged_at)}</p>` : nothing}
      <div class="choices">
        ${
          seen
            ? html`<button class="button button-main" type="button" @click=${() => void session.ask("help.close", { seat: alert.seat })}>${text.done}</button>`
            : html`<button class="button button-firm" type="button" @click=${() => void session.ask("help.acknowledge", { seat: alert.seat })}>${text.see}</button>`
        }
        ${alert.people.map(
          (person) =>
            html`<a class="button" href=${cardOf(person)} target="_blank" rel="noopener">${alert.people.length > 1 ? text.card_of(nameOf(view, person)) : text.card}</a>`,
        )}
        ${
          alert.talk_seat
            ? html`<button class="button" type="button" @click=${() => void session.ask("private.move", { seat: alert.talk_seat, join: true })}>${text.talk}</button>`
            : nothing
        }
      </div>
    </article>`;
  }

  updated() {
    const shown = /** @type {HTMLElement | null} */ (this.querySelector("[popover]"));
    if (shown && typeof shown.showPopover === "function") this._raise(shown);
    const { view } = this.session;
    if (!view) return;
    this._say(view);
    if ((isUnseen(view) || talksDue(view).length) && this.session.now() - this._vibrated_at >= VIBRATE_EVERY_S) {
      this._vibrated_at = this.session.now();
      navigator.vibrate?.(PATTERN_MS);
    }
  }

  /** Said once to whoever reads with a screen reader, not every second. @param {import("../../../core/wire.js").View} view */
  _say(view) {
    const unseen = alertsOf(view).filter((alert) => !alert.seen_by);
    for (const { seat, people } of unseen) {
      if (!this._told.has(seat)) this.session.say(words.alerts.who(people.map((person) => nameOf(view, person)).filter(Boolean)));
    }
    const due = welfareOf(view).filter((check) => !check.done.length && !check.returned_at);
    for (const { person, name } of due) {
      if (!this._told.has(person)) this.session.say(words.alerts.welfare.title(name));
    }
    const talks = talksDue(view);
    for (const person of talks) {
      if (!this._told.has(`talk-${person}`)) this.session.say(words.alerts.talk_with.title(nameOf(view, person)));
    }
    this._told = new Set([
      ...talks.map((person) => `talk-${person}`),
      ...unseen.map(({ seat }) => seat),
      ...due.map(({ person }) => person),
    ]);
  }

  /** Above a dialog that was opened since: the last to be shown lies on top. @param {HTMLElement} shown */
  _raise(shown) {
    const open = shown.matches(":popover-open");
    const above = [...document.querySelectorAll("dialog[open]")].length;
    const state = `${open}-${above}`;
    if (open && state === this._drawn) return;
    // Focus stays where it is: whoever types to the group goes on typing.
    if (open) shown.hidePopover();
    shown.showPopover();
    this._drawn = `true-${above}`;
  }
}

customElements.define("attune-alerts", Alerts);
