/** The four parts of the console, one at a time (the tablist pattern: arrows move, Home and End go to the ends). */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { newerThan, newestAt } from "../../core/view/chat.js";
import { SessionElement } from "../element.js";
import "./people.js";
import "./run/protocols.js";
import "./talk.js";
import "./facilitator-floor.js";

/** @typedef {"turns" | "people" | "protocols" | "talk"} Tab */

/** @type {Tab[]} */
const TABS = ["turns", "people", "protocols", "talk"];

export class ConsoleTabs extends SessionElement {
  static properties = { ...SessionElement.properties, _tab: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    /** @type {Tab} */
    this._tab = "turns";
    /** When the newest message came that was in sight. */
    this._seen_at = 0;
    /** The number of the emergency's run that was opened by itself. */
    this._opened = 0;
  }

  /** In an emergency nobody has to look for what can be done and noted; focus stays where it is. */
  willUpdate() {
    const { run, leading } = this.session.view ?? {};
    if (!run || run.protocol !== leading?.emergency || run.number === this._opened) return;
    this._opened = run.number;
    this._tab = "protocols";
  }

  render() {
    const unread = this._tab === "talk" ? 0 : newerThan(this.view, this._seen_at).length;
    return html`
      <div class="tabs" role="tablist" aria-label=${words.console.tabs_label} @keydown=${this._onKey}>
        ${TABS.map((tab) => {
          const chosen = tab === this._tab;
          return html`<button
            class="tab"
            type="button"
            role="tab"
            id=${`tab-${tab}`}
            aria-controls=${`part-${tab}`}
            aria-selected=${chosen ? "true" : "false"}
            tabindex=${chosen ? "0" : "-1"}
            @click=${() => (this._tab = tab)}
          >
            ${words.console.tabs[tab]}${tab === "talk" && unread ? html`<span class="count tab-count"><span aria-hidden="true">${unread}</span><span class="for-readers">${words.console.unread(unread)}</span></span>` : nothing}
          </button>`;
        })}
      </div>
      <div class="tab-part" role="tabpanel" id=${`part-${this._tab}`} aria-labelledby=${`tab-${this._tab}`}>${this._part()}</div>
    `;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    // Another part begins at its top.
    if (changed.has("_tab")) this.querySelector(".tab-part")?.scrollTo(0, 0);
    if (this._tab === "talk") this._seen_at = newestAt(this.view);
  }

  /** @param {Tab} tab */
  async open(tab) {
    this._tab = tab;
    await this.updateComplete;
    this._button(tab)?.focus();
  }

  _part() {
    const { session } = this;
    switch (this._tab) {
      case "people":
        return html`<attune-console-people .session=${session}></attune-console-people>`;
      case "protocols":
        return html`<attune-console-protocols .session=${session}></attune-console-protocols>`;
      case "talk":
        return html`<attune-console-talk .session=${session}></attune-console-talk>`;
      default:
        return html`<attune-facilitator-floor .session=${session}></attune-facilitator-floor>`;
    }
  }

  /** @param {Tab} tab */
  _button(tab) {
    return /** @type {HTMLElement | null} */ (this.querySelector(`#tab-${tab}`));
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    const at = TABS.indexOf(this._tab);
    const forward = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    void this.open(TABS[(to + TABS.length) % TABS.length]);
  }
}

customElements.define("attune-console-tabs", ConsoleTabs);
