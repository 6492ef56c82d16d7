/** A client's weeks: bars against the target, the sessions of the last one, and how they could still make up for what is missing. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { addDays, dayOf, mondayOf } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { icon } from "../../common/icons.js";
import { badge, panel, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import { weekBar } from "./bars.js";

const WEEKS = 8;

/**
 * @typedef {import("../../../core/schedule/attendance.js").WeekMinutes & { planned_min: number, uncounted_min: number, behind_min: number, warns: boolean }} Week
 * @typedef {{ id: string, title: string, service: string, begins_at: string, ends_at: string, is_over: boolean, counts: boolean, present_min: number,
 *   private_min: number, corrected: boolean }} Session
 * @typedef {{ id: string, title: string, begins_at: string, ends_at: string }} MakeUp
 * @typedef {{ weeks: Week[], sessions: Session[], make_up: MakeUp[], is_limited: boolean }} Weeks
 */

export class PersonAttendance extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _monday: { state: true } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Person} */
    this.person;
    this._monday = "";
    this._weeks = this.follow(
      new Resource(
        /** @returns {Promise<Weeks>} */ (signal) =>
          this.http.get(`/people/${this.person.id}/attendance`, { query: { monday: this._monday, weeks: WEEKS }, signal }),
        this._redraw,
      ),
    );
  }

  connectedCallback() {
    this._monday ||= mondayOf(dayOf(this.http.now(), this.clinic.zone));
    super.connectedCallback();
  }

  render() {
    const { attendance } = words;
    const first = addDays(this._monday, -7 * (WEEKS - 1));
    const last = addDays(this._monday, 6);
    return html`
      ${panel(
        attendance.weeks(this.writer.days(first, last)),
        shown(this._weeks, this.writer, (found) => this._draw(found)),
        html`<span class="button-row">
          <button class="button button-sign" type="button" aria-label=${attendance.earlier} @click=${() => this._turn(-7)}>${icon("back")}</button>
          <button class="button button-sign" type="button" aria-label=${attendance.later} @click=${() => this._turn(7)}>${icon("on")}</button>
          <a class="button" href="/api/v1/people/${this.person.id}/attendance.csv?first=${first}&last=${last}" download>${attendance.csv}</a>
        </span>`,
      )}
      ${this._weeks.data ? this._week(this._weeks.data) : nothing}
    `;
  }

  /** @param {Weeks} found */
  _draw({ weeks, is_limited }) {
    const { attendance } = words;
    const most = Math.max(...weeks.map((week) => week.present_min));
    const now = weeks[weeks.length - 1];
    return html`
      ${now.warns ? html`<p class="note">${icon("careful")} ${attendance.behind(this.writer.length(now.behind_min))}</p>` : nothing}
      <ol class="week-bars">
        ${weeks.map(
          (week) => html`<li>
            <span class="week-name">${this.writer.days(week.monday, addDays(week.monday, 6))}</span>
            ${weekBar(week, most)}
            <span class="week-said">${week.target_min ? attendance.of(this.writer.length(week.present_min), this.writer.length(week.target_min)) : this.writer.length(week.present_min)}</span>
          </li>`,
        )}
      </ol>
      <p class="field-hint">${attendance.bar_hint}${is_limited ? ` ${attendance.limited}` : ""}</p>
    `;
  }

  /** @param {Weeks} found */
  _week({ weeks, sessions, make_up }) {
    const { attendance } = words;
    const week = weeks[weeks.length - 1];
    return html`
      ${week.warns ? panel(attendance.make_up, this._makeUp(make_up)) : nothing}
      ${panel(
        words.people.week_of(this.writer.days(week.monday, addDays(week.monday, 6))),
        html`
          <dl class="figures">
            <div><dt>${attendance.present}</dt><dd>${this.writer.length(week.present_min)}</dd></div>
            <div><dt>${attendance.planned}</dt><dd>${this.writer.length(week.planned_min)}</dd></div>
            ${week.uncounted_min ? html`<div><dt>${attendance.other_kinds}</dt><dd>${this.writer.length(week.uncounted_min)}</dd></div>` : nothing}
          </dl>
          ${sessions.length ? this._sessions(sessions) : html`<p class="quiet">${words.people.week_none}</p>`}
        `,
      )}
    `;
  }

  /** @param {MakeUp[]} make_up */
  _makeUp(make_up) {
    const { attendance } = words;
    if (!make_up.length) return html`<p class="quiet">${attendance.no_make_up}</p>`;
    return html`<p>${attendance.make_up_text}</p>
      <ul class="plain">
        ${make_up.map(
          (one) => html`<li class="day-line">
            <span class="day-time">${this.writer.date(one.begins_at)}, ${this.writer.range(one.begins_at, one.ends_at)}</span>
            <a class="day-title" href="/schedule?day=${dayOf(one.begins_at, this.clinic.zone)}&open=${one.id}" dir="auto">${one.title}</a>
          </li>`,
        )}
      </ul>`;
  }

  /** @param {Session[]} sessions */
  _sessions(sessions) {
    const { attendance } = words;
    return tableList(
      attendance.sessions,
      [attendance.session, attendance.when, attendance.present, attendance.private, attendance.remark],
      sessions.map((one) => [
        html`<a class="row-link" href="/sessions/${one.id}/attendance" dir="auto">${one.title}</a>`,
        `${this.writer.date(one.begins_at)}, ${this.writer.range(one.begins_at, one.ends_at)}`,
        html`<span class="presence-when">${one.is_over || one.present_min ? this.writer.length(one.present_min) : attendance.to_come}</span>`,
        one.private_min ? this.writer.length(one.private_min) : "",
        one.counts && !one.corrected
          ? ""
          : html`${one.corrected ? badge(attendance.corrected, "warm") : nothing} ${one.counts ? nothing : badge(attendance.not_counted)}`,
      ]),
    );
  }

  /** @param {number} days */
  _turn(days) {
    this._monday = addDays(this._monday, days);
    void this._weeks.load();
  }
}

customElements.define("clinic-person-attendance", PersonAttendance);
