/** A client's own page for the time after the programme: how they are, their plan, groups, things to do, people, and where to turn. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { locale, words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, pageHead, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "./own-activities.js";
import "./own-peers.js";

/**
 * @typedef {{ text: string, on: string | null }} Step
 * @typedef {{ steps: Step[], contacts: { name: string, phone: string }[], signs: string[], helps: string[] }} Plan
 * @typedef {{ asked: string | null, next_on: string | null, last: { answer: string, answered_at: string } | null }} CheckIns
 * @typedef {{ id: string, name: string, member: boolean, full: boolean }} Group
 * @typedef {{ id: string, kind: string, title: string, what: string, phone: string, url: string, area: string, language: string, checked_on: string }} Card
 */

const ANSWERS = ["well", "talk", "not_now"];
const CARD_ORDER = ["line", "meeting", "meals", "housing", "other"];

export class ConnectedPage extends PageElement {
  static properties = { ...PageElement.properties, _answered: { state: true } };

  constructor() {
    super();
    /** What was tapped just now. */
    this._answered = "";
    /** @type {Resource<CheckIns>} */
    this._check_ins = this.follow(new Resource((signal) => this.http.get("/me/check-ins", { signal }), this._redraw));
    /** @type {Resource<{ at: string | null, plan: Plan | null }>} */
    this._plan = this.follow(new Resource((signal) => this.http.get("/me/aftercare", { signal }), this._redraw));
    /** @type {Resource<{ items: Group[] }>} */
    this._groups = this.follow(new Resource((signal) => this.http.get("/me/network/groups", { signal }), this._redraw));
    /** @type {Resource<{ items: Card[] }>} */
    this._cards = this.follow(new Resource((signal) => this.http.get("/me/resources", { signal }), this._redraw));
  }

  render() {
    const { own } = words.support;
    return html`
      ${pageHead(own.title, { lead: own.lead })}
      <div class="connected">
        ${shown(this._check_ins, this.writer, (found) => this._ask(found))}
        <p class="note">${icon("phone")}<span>${own.help}</span></p>
        ${shown(this._plan, this.writer, ({ at, plan }) => (plan && at ? panel(own.plan, this._own(plan, at)) : nothing))}
        ${shown(this._groups, this.writer, ({ items }) => (items.length ? panel(own.groups, this._list(items)) : nothing))}
        <clinic-own-activities .clinic=${this.clinic}></clinic-own-activities>
        <clinic-own-peers .clinic=${this.clinic}></clinic-own-peers>
        ${shown(this._cards, this.writer, ({ items }) => panel(own.resources, this._resources(items)))}
      </div>
    `;
  }

  /** @param {CheckIns} found */
  _ask({ asked, next_on }) {
    const { own, answers } = words.support;
    if (!asked && !this._answered && !next_on) return nothing;
    const thanks = this._answered === "talk" ? own.asked_talk : own.thanks;
    return panel(
      own.ask,
      html`
        ${
          asked
            ? html`<p class="quiet">${own.ask_text}</p>
              <div class="taps">
                ${ANSWERS.map((one) => html`<button class=${one === "not_now" ? "button" : "button button-main"} type="button" @click=${() => void this._answer(asked, one)}>${answers[one]}</button>`)}
              </div>
              <p class="field-hint">${own.talk_hint}</p>`
            : html`<p role="status">${this._answered ? thanks : nothing} ${next_on ? own.next(this.writer.day(next_on)) : nothing}</p>`
        }
        <button class="button button-plain" type="button" @click=${() => void this._stop()}>${own.stop}</button>
      `,
    );
  }

  /** @param {string} check_in @param {string} answer */
  async _answer(check_in, answer) {
    const found = await this.act(() => this.http.post(`/me/check-ins/${check_in}/answer`, { answer }));
    if (!found) return void this._check_ins.load();
    this._answered = answer;
    this._check_ins.put(found);
  }

  async _stop() {
    const { own } = words.support;
    if (!(await this.clinic.ask(own.stop_ask))) return;
    const found = await this.act(() => this.http.delete("/me/check-ins"), own.stopped);
    if (!found) return;
    this._answered = "";
    this._check_ins.put(found);
  }

  /** Closed until it is asked for: others may see this screen. @param {Plan} plan @param {string} at */
  _own(plan, at) {
    const { own } = words.support;
    return html`
      <details>
        <summary>${own.plan_show}</summary>
        ${planParts(plan, (day) => this.writer.day(day))}
        <p class="field-hint">${own.plan_from(this.writer.date(at))}</p>
      </details>
    `;
  }

  /** @param {Group[]} groups */
  _list(groups) {
    const { own } = words.support;
    return html`<ul class="support-list">
      ${groups.map(
        (one) => html`<li>
          <div class="support-line">
            <h3 dir="auto">${one.name}</h3>
            ${
              one.member
                ? html`<button class="button" type="button" aria-label="${own.leave}: ${one.name}" @click=${() => void this._member(one, false)}>${own.leave}</button>`
                : one.full
                  ? badge(own.full)
                  : html`<button class="button button-main" type="button" aria-label="${own.join}: ${one.name}" @click=${() => void this._member(one, true)}>${own.join}</button>`
            }
          </div>
          ${one.member ? html`<p class="quiet">${own.joined}</p>` : nothing}
        </li>`,
      )}
    </ul>`;
  }

  /** @param {Group} group @param {boolean} member */
  async _member(group, member) {
    const { own } = words.support;
    const path = `/me/network/groups/${group.id}`;
    const found = await this.act(() => (member ? this.http.put(path, undefined) : this.http.delete(path)), member ? own.joined : own.left);
    if (found) this._groups.put(found);
  }

  /** @param {Card[]} cards */
  _resources(cards) {
    const { own, card_kinds } = words.support;
    if (!cards.length) return html`<p class="quiet">${own.resources_none}</p>`;
    const languages = new Intl.DisplayNames([locale()], { type: "language" });
    return CARD_ORDER.filter((kind) => cards.some((one) => one.kind === kind)).map(
      (kind) => html`<section class="stack">
        <h3 class="over-title">${card_kinds[kind]}</h3>
        <ul class="support-list">
          ${cards
            .filter((one) => one.kind === kind)
            .map(
              (one) => html`<li>
                <h3 dir="auto">${one.title}</h3>
                <p dir="auto">${one.what}</p>
                <div class="support-acts">
                  ${one.phone ? html`<a class="button" href="tel:${one.phone}">${icon("phone")}<span dir="ltr">${own.call(readablePhone(one.phone))}</span></a>` : nothing}
                  ${one.url ? html`<a class="button" href=${one.url} target="_blank" rel="noopener noreferrer" aria-label="${own.open}: ${one.title}">${own.open}</a>` : nothing}
                </div>
                <p class="field-hint">
                  ${[one.area, own.speaks(languages.of(one.language) ?? one.language), own.checked(this.writer.day(one.checked_on))].filter(Boolean).join(" · ")}
                </p>
              </li>`,
            )}
        </ul>
      </section>`,
    );
  }
}

/** A number as it is read aloud, where it is one of North America. @param {string} number */
export const readablePhone = (number) => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "$1-$2-$3");

/** A plan, part by part; empty parts are left out. @param {Plan} plan @param {(day: string) => string} day */
export function planParts(plan, day) {
  const { own } = words.support;
  const parts = /** @type {[string, unknown[]][]} */ ([
    [own.steps, plan.steps.map((one) => html`${one.text}${one.on ? html` <span class="quiet">${day(one.on)}</span>` : nothing}`)],
    [
      own.contacts,
      plan.contacts.map(
        (one) => html`${one.name}${one.phone ? html` <a href="tel:${one.phone}" dir="ltr">${readablePhone(one.phone)}</a>` : nothing}`,
      ),
    ],
    [own.signs, plan.signs],
    [own.helps, plan.helps],
  ]);
  return html`<div class="plan-parts">
    ${parts.filter(([, lines]) => lines.length).map(([title, lines]) => html`<section><h3>${title}</h3><ul>${lines.map((line) => html`<li dir="auto">${line}</li>`)}</ul></section>`)}
  </div>`;
}

customElements.define("clinic-connected", ConnectedPage);
