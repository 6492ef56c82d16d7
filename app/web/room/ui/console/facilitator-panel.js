/** The facilitators' console: now, the door, the parts as tabs, the end. Beside the room; on a phone in place of the pictures. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { actor } from "../../core/console/now.js";
import { LEADING_SHORTCUTS, listenForKeys } from "../../core/keys.js";
import { startsOf } from "../../core/protocols/run.js";
import { mayAny } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/confirm-dialog.js";
import "../bar/connections-dialog.js";
import "./care/device-check.js";
import "./now.js";
import "./run/agenda.js";
import "./run/start.js";
import "./tabs.js";
import "./waiting/waiting-list.js";

export class FacilitatorPanel extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../../../shared/ui/confirm-dialog.js").ConfirmDialog>} */
    this._confirm = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("../bar/connections-dialog.js").ConnectionsDialog>} */
    this._connections = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("./now.js").ConsoleNow>} */
    this._now = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("./tabs.js").ConsoleTabs>} */
    this._tabs = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("./run/start.js").ConsoleStart>} */
    this._start = createRef();
    this._unlisten = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this._unlisten = listenForKeys(
      window,
      () => this.session.prefs.single_keys,
      (key) => this._onKey(key),
      LEADING_SHORTCUTS,
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._unlisten();
  }

  render() {
    const { session, view } = this;
    const inside = view.you.space === "main";
    return html`
      <aside
        class="panel"
        aria-label=${words.console.label}
        @console-tab=${(/** @type {CustomEvent} */ event) => void this._tabs.value?.open(event.detail)}
        @console-start=${(/** @type {CustomEvent} */ event) => void this._start.value?.offer(event.detail)}
      >
        <button class="button button-quiet panel-close" type="button" @click=${() => this.dispatchEvent(new Event("close"))}>
          ${icon("close")} ${words.console.close}
        </button>
        <attune-console-now ${ref(this._now)} .session=${session}></attune-console-now>
        ${inside ? html`<attune-console-agenda .session=${session}></attune-console-agenda>` : nothing}
        <attune-device-check .session=${session}></attune-device-check>
        <attune-waiting-list .session=${session}></attune-waiting-list>
        ${inside ? html`<attune-console-tabs ${ref(this._tabs)} .session=${session}></attune-console-tabs>` : nothing} ${this._foot()}
      </aside>
      <attune-confirm
        ${ref(this._confirm)}
        id="end-question"
        heading=${words.console.session.end_question}
        text=${this._endText()}
        yes=${words.console.session.end_yes}
        no=${words.console.session.end_no}
      ></attune-confirm>
      <attune-connections ${ref(this._connections)} .session=${session}></attune-connections>
      <attune-console-start ${ref(this._start)} .session=${session}></attune-console-start>
    `;
  }

  _foot() {
    const { session, view } = this;
    const emergency = view.leading?.emergency ?? "";
    const possible = startsOf(view, actor(view)).includes(emergency);
    return html`
      <section class="panel-foot" aria-label=${words.console.session.title}>
        <button class="button" type="button" @click=${() => void this._connections.value?.show()}>${words.connections.title}</button>
        ${possible ? html`<button class="button" type="button" @click=${() => void this._start.value?.offer(emergency)}>${session.library.button(emergency).label}</button>` : nothing}
        <button class="button button-firm-quiet" type="button" @click=${this._end}>
          ${words.console.session.end}
        </button>
      </section>
    `;
  }

  _endText() {
    return [this._leftOpen(), words.console.session.end_text].filter(Boolean).join(" ");
  }

  /** What would be left open when the session ends now, as a sentence. */
  _leftOpen() {
    const { protocol = "", code = "" } = this.view.leading?.ending ?? {};
    return this.session.library.protocol(protocol)?.endings?.[code] ?? "";
  }

  /** What has to be seen to first is shown instead: the room would refuse to end. */
  _end() {
    if (!this.view.leading?.ending || mayAny(this.view, "session.end"))
      return this._confirm.value?.ask(() => void this.session.ask("session.end"));
    this.session.toast(this._leftOpen());
    void this._goTo();
  }

  /** @param {import("../../core/keys.js").LeadingShortcut} key */
  _onKey(key) {
    switch (key) {
      case "console":
        return void this._goTo();
      case "primary":
        return this._now.value?.act();
      case "next":
        return this._ask("floor.next");
      case "stay":
        return this._ask("floor.stay_with");
    }
  }

  /** @param {string} request */
  _ask(request) {
    if (mayAny(this.view, request)) void this.session.askFloor(request);
    else this.session.toast(words.notNow(request));
  }

  /** On a phone whoever holds the panel has to open it first. */
  async _goTo() {
    this.dispatchEvent(new Event("open"));
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("#console-now-title"))?.focus();
  }
}

customElements.define("attune-facilitator", FacilitatorPanel);
