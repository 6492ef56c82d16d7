/** The page of those on call: it rings until somebody answers, says what was done, and leads to the crisis card. */

import { html, nothing, repeat } from "../../../vendor/lit.js";
import { Ring } from "../../core/on-call/ring.js";
import { Watch } from "../../core/on-call/watch.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { emptyState, failed, loading, pageHead } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {import("../../core/on-call/watch.js").HelpAlert} HelpAlert */

const TITLE_MS = 1000;

export class OnCallPage extends PageElement {
  constructor() {
    super();
    this._ring = new Ring();
    this._title = 0;
    this._busy = "";
    this._watch = /** @type {Watch | null} */ (null);
  }

  connectedCallback() {
    const { http, clinic } = this;
    this._watch = this.follow(new Watch({ http, stay: () => clinic.signed_in.stay(), ring: this._ring }));
    this._watch.addEventListener("change", this._redraw);
    this._title = window.setInterval(() => this._tellTab(), TITLE_MS);
    super.connectedCallback();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._title);
    this._ring.close();
    document.title = words.shell.tab_title;
  }

  /** A tab in the background is found by its title. */
  _tellTab() {
    const { shell, safety } = words;
    const calls = this._watch?.rings && document.title !== safety.on_call.tab;
    document.title = calls ? safety.on_call.tab : shell.tab_title;
    if (this._watch?.alerts?.length) this.requestUpdate();
  }

  render() {
    const { on_call } = words.safety;
    const watch = /** @type {Watch} */ (this._watch);
    return html`
      ${pageHead(on_call.title, { lead: on_call.lead })} ${this._keep(watch)}
      ${watch.problem ? html`<p class="note" role="status">${icon("offline")}<span>${words.refusal(watch.problem)} ${on_call.not_fresh}</span></p>` : nothing}
      ${this._alerts(watch)}
    `;
  }

  /** @param {Watch} watch */
  _keep(watch) {
    const { on_call } = words.safety;
    if (watch.keeps && this._ring.is_ready) return html`<p class="note" role="status">${icon("check")}<span>${on_call.kept}</span></p>`;
    return html`<div class="on-call-keep card">
      <p>${on_call.keep_text}</p>
      <button class="button button-main" type="button" @click=${() => void this._begin()}>${icon("on_call")}<span>${on_call.keep}</span></button>
    </div>`;
  }

  async _begin() {
    await this.act(async () => {
      await this._ring.unlock();
      await this._watch?.keep();
    });
    this.requestUpdate();
  }

  /** @param {Watch} watch */
  _alerts(watch) {
    const { on_call } = words.safety;
    if (!watch.alerts) return watch.problem ? failed(watch.problem, () => watch.look()) : loading();
    if (!watch.alerts.length) return emptyState("check", on_call.none, on_call.none_text);
    return html`<ol class="on-call-list">
      ${repeat(
        watch.alerts,
        ({ id }) => id,
        (alert) => this._alert(alert),
      )}
    </ol>`;
  }

  /** @param {HelpAlert} alert */
  _alert(alert) {
    const { on_call } = words.safety;
    const names = alert.people.map(({ name }) => name);
    return html`<li class="on-call-alert card" data-rings=${alert.rings ? "yes" : "no"}>
      <h2>${on_call.who(names)}</h2>
      <p>${on_call.ago(Math.max(0, this.http.now() - Date.parse(alert.signalled_at)) / 1000)}${alert.late ? html` · ${on_call.late}` : nothing}</p>
      ${alert.rings ? nothing : html`<p>${alert.mine ? on_call.mine : on_call.answered(alert.answered_by?.name ?? "")}</p>`}
      <div class="choices">
        ${
          alert.rings
            ? html`<button class="button button-firm button-large" type="button" aria-disabled=${this._busy ? "true" : "false"} @click=${() => void this._answer(alert.id)}>${on_call.answer}</button>`
            : nothing
        }
        ${alert.mine ? alert.people.map((person) => html`<a class="button" href="/people/${person.id}/crisis-card?nature=help_signal" target="_blank" rel="noopener">${on_call.card(person.name)}</a>`) : nothing}
      </div>
      <details class="on-call-steps" ?open=${alert.mine}>
        <summary>${on_call.timeline}</summary>
        <ol>
          ${alert.steps.map((step) => html`<li><time datetime=${step.at}>${this.writer.time(step.at)}</time> ${on_call.step(step.step, step.person?.name ?? "")}</li>`)}
        </ol>
      </details>
    </li>`;
  }

  /** @param {string} alert */
  async _answer(alert) {
    if (this._busy) return;
    this._busy = alert;
    await this.act(async () => this._watch?.answer(alert));
    this._busy = "";
    await this._watch?.look();
  }
}

customElements.define("clinic-on-call", OnCallPage);
