/** What was sent, what waits, and what could not be delivered; in a demo, the whole letters instead of sending them. */

import { html, nothing } from "../../../vendor/lit.js";
import { Pages } from "../../core/api/pages.js";
import { words } from "../../words/words.js";
import { badge, emptyState, listed, pageHead, personChip, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ id: string, kind: string, person: { id: string, name: string } | null, state: string, reason: string | null, made_at: string, due_at: string | null, done_at: string | null }} Letter
 * @typedef {{ id: string, person: string, address: string, subject: string, text: string, sent_at: string | null }} DemoLetter
 */

export class MailPage extends PageElement {
  static properties = { ...PageElement.properties, _state: { state: true } };

  constructor() {
    super();
    this._state = "dead";
    this._pages = new Pages((query, signal) => this._look(query, signal), this._redraw);
  }

  connectedCallback() {
    this._state = this.clinic.me?.mode === "demo" ? "demo" : "dead";
    this.follow(this._pages);
    super.connectedCallback();
  }

  /** @param {import("../../core/api/http.js").Query} query @param {AbortSignal} signal */
  _look(query, signal) {
    return this._state === "demo"
      ? this.http.get("/mail/demo", { query, signal })
      : this.http.get("/mail", { query: { ...query, state: this._state }, signal });
  }

  render() {
    const { mail } = words.office;
    const states = this.clinic.me?.mode === "demo" ? ["demo", "dead", "waiting", "sent"] : ["dead", "waiting", "sent"];
    return html`
      ${pageHead(mail.title, { lead: mail.lead })}
      <div class="filters">
        <div class="segments" role="group" aria-label=${mail.title}>
          ${states.map((state) => html`<button class="segment" type="button" aria-pressed=${state === this._state ? "true" : "false"} @click=${() => this._choose(state)}>${mail.states[state]}</button>`)}
        </div>
      </div>
      ${listed(this._pages, this.writer, () => (this._state === "demo" ? this._letters() : this._table()), emptyState("mail", mail.none[this._state], mail.none_text))}
    `;
  }

  /** @param {string} state */
  _choose(state) {
    this._state = state;
    this._pages.known = false;
    void this._pages.load();
  }

  _table() {
    const { mail } = words.office;
    const dead = this._state === "dead";
    return tableList(
      mail.title,
      [mail.to, mail.kind, mail.when, ...(dead ? [mail.why, words.common.actions] : [])],
      this._pages.items.map((/** @type {Letter} */ one) => [
        one.person ? html`<a class="row-link" href="/people/${one.person.id}">${personChip(one.person)}</a>` : "–",
        mail.kinds[one.kind] ?? "",
        this.writer.moment(one.done_at ?? one.due_at ?? one.made_at),
        ...(dead
          ? [
              badge(mail.reasons[one.reason ?? ""] ?? mail.reason_else, "warm", "careful"),
              html`<button class="button" type="button" @click=${() => void this._again(one)}>${mail.again}</button>`,
            ]
          : []),
      ]),
    );
  }

  _letters() {
    const { mail } = words.office;
    return html`<ol class="letters">
      ${this._pages.items.map(
        (/** @type {DemoLetter} */ one) => html`<li class="card letter">
          <p class="small">${mail.to} <bdi>${one.address}</bdi>${one.sent_at ? ` · ${this.writer.moment(one.sent_at)}` : nothing}</p>
          <h2 dir="auto">${one.subject}</h2>
          <div class="letter-text" dir="auto">${linked(one.text)}</div>
        </li>`,
      )}
    </ol>`;
  }

  /** @param {Letter} one */
  async _again(one) {
    await this.act(() => this.http.post(`/mail/${one.id}/again`), words.office.mail.queued);
    await this._pages.load();
  }
}

/** Links in a text become links; nothing else of it is more than text. @param {string} text */
const linked = (text) =>
  text.split(/(https?:\/\/[^\s<>]+)/g).map((part, place) => (place % 2 ? html`<a href=${part}>${part}</a>` : part || nothing));

customElements.define("clinic-mail", MailPage);
