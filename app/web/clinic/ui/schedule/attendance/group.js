/** A group's week: its members by name, and their minutes in each session. Never a ranking. */

import { html } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { addDays, dayOf, mondayOf, weekdayOf } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { icon } from "../../common/icons.js";
import { panel, personChip, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import { weekBar } from "./bars.js";

/**
 * @typedef {{ id: string, title: string, begins_at: string, ends_at: string, is_over: boolean, length_min: number }} Session
 * @typedef {{ person: { id: string, name: string }, present_min: (number | null)[], total_min: number }} Member
 */

export class GroupAttendance extends PageElement {
  static properties = { ...PageElement.properties, group: {}, _monday: { state: true } };

  constructor() {
    super();
    this.group = "";
    this._monday = "";
    this._week = this.follow(
      new Resource(
        (signal) => this.http.get(`/cohorts/${this.group}/attendance`, { query: { monday: this._monday }, signal }),
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
    return panel(
      attendance.group(this.writer.days(this._monday, addDays(this._monday, 6))),
      shown(this._week, this.writer, (week) => this._draw(week)),
      html`<span class="button-row">
        <button class="button button-sign" type="button" aria-label=${attendance.earlier} @click=${() => this._turn(-7)}>${icon("back")}</button>
        <button class="button button-sign" type="button" aria-label=${attendance.later} @click=${() => this._turn(7)}>${icon("on")}</button>
      </span>`,
    );
  }

  /** @param {{ sessions: Session[], members: Member[] }} week */
  _draw({ sessions, members }) {
    const { attendance } = words;
    if (!sessions.length || !members.length) return html`<p class="quiet">${attendance.group_none}</p>`;
    return tableList(
      attendance.numbers,
      [
        attendance.name,
        ...sessions.map((one) => `${this.writer.weekday(weekday(one, this.clinic.zone), "short")} ${this.writer.time(one.begins_at)}`),
        attendance.week,
      ],
      members.map((member) => [
        html`<a class="row-link" href="/people/${member.person.id}">${personChip(member.person)}</a>`,
        ...member.present_min.map((minutes, place) => this._cell(minutes, sessions[place])),
        html`<strong class="presence-when">${this.writer.length(member.total_min)}</strong>`,
      ]),
    );
  }

  /** @param {number | null} minutes @param {Session} session */
  _cell(minutes, session) {
    if (minutes === null || (!minutes && !session.is_over)) return "";
    return html`<a class="presence-cell" href="/sessions/${session.id}/attendance"
      >${weekBar({ monday: "", present_min: minutes, target_min: 0, days: [] }, session.length_min)}<span>${this.writer.length(minutes)}</span></a
    >`;
  }

  /** @param {number} days */
  _turn(days) {
    this._monday = addDays(this._monday, days);
    void this._week.load();
  }
}

/** @param {Session} one @param {string} zone */
const weekday = (one, zone) => weekdayOf(dayOf(one.begins_at, zone));

customElements.define("clinic-group-attendance", GroupAttendance);
