/** The whole page: the menu, the page of the address, and what may come over it. On a new page the focus goes to its heading. */

import { html, nothing } from "../../../vendor/lit.js";
import { exitSteps } from "../../core/account/exit.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { emptyState, failed, loading } from "../common/pieces.js";
import { ClinicElement } from "../element.js";
import { PAGES } from "../pages.js";
import "../../../shared/ui/exit/exit-button.js";
import "./idle-dialog.js";
import "./menu.js";
import "./proof-dialog.js";
import "./question.js";
import "./toast.js";

export class ClinicApp extends ClinicElement {
  static properties = { ...ClinicElement.properties, _failure: { state: true } };

  constructor() {
    super();
    /** @type {HTMLElement | null} */
    this._page = null;
    this._drawn = "";
    /** @type {unknown} */
    this._failure = null;
    this._arrivals = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.clinic.router.addEventListener("change", this._redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.clinic.router.removeEventListener("change", this._redraw);
  }

  render() {
    const { clinic } = this;
    const inside = clinic.ready && clinic.me && clinic.router.place.route?.side !== "anyone";
    return html`
      ${clinic.me?.person.kind === "staff" ? nothing : html`<attune-exit .texts=${words.exit} .steps=${() => exitSteps(clinic)}></attune-exit>`}
      <a class="skip-link" href="#main" @click=${this._skip}>${words.shell.skip}</a>
      <div class="clinic-frame" data-inside=${inside ? "yes" : "no"}>
        ${inside ? html`<clinic-menu .clinic=${clinic}></clinic-menu>` : nothing}
        <main id="main" class="clinic-main">${inside ? this._unfinished() : nothing} ${this._content()}</main>
      </div>
      <clinic-toast .clinic=${clinic}></clinic-toast>
      <clinic-proof .clinic=${clinic}></clinic-proof>
      <clinic-question .clinic=${clinic}></clinic-question>
      <clinic-idle .clinic=${clinic}></clinic-idle>
    `;
  }

  willUpdate() {
    const { clinic } = this;
    const place = clinic.router.place;
    const drawn = clinic.ready ? `${place.page} ${JSON.stringify(place.params)} ${clinic.me?.person.id ?? ""}` : "";
    if (drawn === this._drawn) return;
    this._drawn = drawn;
    this._page = null;
    this._failure = null;
    if (drawn) void this._open();
  }

  updated() {
    const root = document.documentElement;
    const { theme, large_text, calm } = this.clinic.prefs;
    root.toggleAttribute("data-large-text", large_text);
    root.toggleAttribute("data-calm", calm);
    if (theme === "device") delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.lang = words.tag;
    root.dir = words.dir;
    // Nothing of a clinic is told by a tab.
    document.title = words.shell.tab_title;
  }

  _content() {
    const { clinic } = this;
    if (clinic.hindrance) return failed({ code: clinic.hindrance }, () => clinic.start());
    if (this._failure) return failed(this._failure, () => this._open());
    if (clinic.ready && clinic.router.place.page === "nowhere")
      return html`<h1 class="for-readers" tabindex="-1">${words.shell.nowhere}</h1>
        ${emptyState("leaf", words.shell.nowhere, words.shell.nowhere_text, html`<a class="button button-main" href="/">${icon("on")}${words.shell.home}</a>`)}`;
    return this._page ?? loading();
  }

  /** What of one's own sign-in is still to be set up. */
  _unfinished() {
    const missing = this.clinic.me?.missing ?? [];
    if (!missing.length || this.clinic.router.place.page === "account") return nothing;
    return html`<p class="note unfinished">${icon("key")}<a href="/me">${words.shell.unfinished[missing[0]]}</a></p>`;
  }

  async _open() {
    const { page, params } = this.clinic.router.place;
    const found = PAGES[page];
    if (!found) return;
    this._arrivals += 1;
    const arrival = this._arrivals;
    try {
      await found[1]();
    } catch {
      // Another release has other files: the page comes with them.
      if ((await this.clinic.release.look()) && this.clinic.release.is_old) return this.clinic.release.renew();
      this._failure = { code: "service.unreachable" };
      return;
    }
    if (arrival !== this._arrivals) return;
    const element = /** @type {any} */ (document.createElement(found[0]));
    element.clinic = this.clinic;
    element.params = params;
    this._page = element;
    this.requestUpdate();
    await this.updateComplete;
    await element.updateComplete;
    if (arrival > 1) this._focusHeading();
  }

  _focusHeading() {
    this.querySelector("h1")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  /** @param {Event} event */
  _skip(event) {
    event.preventDefault();
    this.querySelector("h1")?.focus();
  }
}

customElements.define("clinic-app", ClinicApp);
