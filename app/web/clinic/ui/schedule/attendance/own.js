/** A client's own weeks: how long they were in their sessions. Nothing that tells what these are for: others may see this screen. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { addDays, dayOf, mondayOf } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import { weekBar } from "./bars.js";

const WEEKS = 4;

/**
 * @typedef {import("../../../core/schedule/attendance.js").WeekMinutes} Week
 * @typedef {{ begins_at: string, ends_at: string, is_over: boolean, present_min: number }} Session
 */

export class OwnAttendance extends PageElement {
  constructor() {
    super();
    this._weeks = this.follow(
      new Resource(
        (signal) =>
          this.http.get("/me/attendance", { query: { monday: mondayOf(dayOf(this.http.now(), this.clinic.zone)), weeks: WEEKS }, signal }),
        this._redraw,
      ),
    );
  }

  render() {
    return panel(
      words.attendance.own.title,
      shown(this._weeks, this.writer, (/** @type {{ weeks: Week[], sessions: Session[] }} */ found) => this._draw(found)),
    );
  }

  /** @param {{ weeks: Week[], sessions: Session[] }} found */
  _draw({ weeks, sessions }) {
    const { own, of } = words.attendance;
    const most = Math.max(...weeks.map((week) => week.present_min));
    const over = sessions.filter((one) => one.is_over);
    return html`
      <ol class="week-bars week-bars-narrow">
        ${weeks.map(
          (week, place) => html`<li>
            <span class="week-name">${place === weeks.length - 1 ? own.this_week : this.writer.days(week.monday, addDays(week.monday, 6))}</span>
            ${weekBar(week, most)}
            <span class="week-said">${week.target_min ? of(this.writer.length(week.present_min), this.writer.length(week.target_min)) : this.writer.length(week.present_min)}</span>
          </li>`,
        )}
      </ol>
      ${
        over.length
          ? html`<ul class="plain small">
              ${over.map((one) => html`<li>${this.writer.date(one.begins_at)}, ${this.writer.time(one.begins_at)} · ${this.writer.length(one.present_min)}</li>`)}
            </ul>`
          : nothing
      }
      <p class="field-hint">${own.hint}</p>
    `;
  }
}

customElements.define("clinic-own-attendance", OwnAttendance);
