/** The ways through the pages: at the side of a wide screen, at the bottom of a phone. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { menuOf } from "../../core/routing/routes.js";
import { LOOK_MS } from "../../core/schedule/follow-up.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, personChip } from "../common/pieces.js";
import { ClinicElement } from "../element.js";
import "../common/sheet.js";

/** As many as fit beside each other on a phone, before "More". */
const ON_PHONE = 4;

/** @typedef {import("../common/icons.js").Sign} Sign */

export class Menu extends ClinicElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._more = createRef();
    /** How many follow-up tasks are overdue. */
    this._overdue = 0;
    this._looking = 0;
    this._look = () => void this._count();
  }

  connectedCallback() {
    super.connectedCallback();
    this.clinic.router.addEventListener("change", this._redraw);
    this.clinic.addEventListener("followed-up", this._look);
    this._looking = window.setInterval(() => {
      if (!document.hidden) this._look();
    }, LOOK_MS);
    this._look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.clinic.router.removeEventListener("change", this._redraw);
    this.clinic.removeEventListener("followed-up", this._look);
    clearInterval(this._looking);
  }

  /** Whoever has nothing to follow up, or no network, sees no number. */
  async _count() {
    if (!this.clinic.can("care_team.read")) return;
    const waiting = await this.http.get("/follow-ups/waiting", { background: true }).catch(() => null);
    this._overdue = waiting?.overdue ?? 0;
    this.requestUpdate();
  }

  updated() {
    this._more.value?.close();
  }

  render() {
    const { me } = this.clinic;
    if (!me) return nothing;
    const items = menuOf(me);
    const here = this.clinic.router.place.page;
    // A client's screen may be seen by others, and a clinic's name tells something.
    return html`
      <header class="menu">
        <a class="menu-brand" href="/">
          <span class="menu-leaf">${icon("leaf")}</span>
          <span class="menu-clinic" dir="auto">${me.person.kind === "client" ? words.shell.tab_title : me.clinic.name}</span>
        </a>
        <nav aria-label=${words.shell.menu}>
          <ul class="menu-list">
            ${items.map((route, place) => html`<li data-rest=${place >= ON_PHONE ? "yes" : "no"}>${this._link(route.path, /** @type {Sign} */ (route.page), here)}</li>`)}
            <li class="menu-more">
              <button class="menu-link" type="button" aria-haspopup="dialog" @click=${() => void this._more.value?.show()}>
                ${icon("more")}<span>${words.shell.more}</span>
              </button>
            </li>
          </ul>
        </nav>
        <div class="menu-foot">${this._own(here)}</div>
      </header>
      <clinic-sheet
        id="menu-more"
        ${ref(this._more)}
        .heading=${words.shell.more}
        .content=${html`
          <ul class="menu-sheet">
            ${items.slice(ON_PHONE).map((route) => html`<li>${this._link(route.path, /** @type {Sign} */ (route.page), here)}</li>`)}
          </ul>
          <div class="menu-sheet-foot">${this._own(here)}</div>
        `}
      ></clinic-sheet>
    `;
  }

  /** @param {string} here */
  _own(here) {
    const me = /** @type {import("../../core/api/shapes.js").Me} */ (this.clinic.me);
    return html`
      <a class="menu-person" href="/me" aria-current=${here === "account" ? "page" : "false"}>${personChip(me.person, words.shell.account)}</a>
      <button class="menu-link" type="button" @click=${() => void this.act(() => this.clinic.signed_in.signOut())}>
        ${icon("out")}<span>${words.shell.sign_out}</span>
      </button>
    `;
  }

  /** @param {string} path @param {Sign} page @param {string} here */
  _link(path, page, here) {
    const current = here === page || `${here}s` === page || (here === "person" && page === this.clinic.list_of_person);
    const sign = /** @type {string} */ (page) === "programme" ? "schedule" : page;
    return html`<a class="menu-link" href=${path} aria-current=${current ? "page" : "false"}>${icon(/** @type {Sign} */ (sign))}<span>${words.shell.pages[page]}</span>${page === "follow_ups" && this._overdue ? badge(words.shell.overdue(this._overdue), "firm") : nothing}</a>`;
  }
}

customElements.define("clinic-menu", Menu);
