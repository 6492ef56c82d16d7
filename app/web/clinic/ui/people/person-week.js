/** A person's week: their sessions, and for a client the minutes with and without breaks against what is planned for them. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { byDay } from "../../core/schedule/week.js";
import { addDays, dayOf, instantOf, mondayOf, utc } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

export class PersonWeek extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _monday: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._monday = "";
    this._week = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  connectedCallback() {
    this._monday ||= mondayOf(dayOf(this.http.now(), this.clinic.zone));
    super.connectedCallback();
  }

  /** @param {AbortSignal} signal @returns {Promise<any>} */
  async _look(signal) {
    const { id, kind } = this.person;
    if (kind === "client") return this.http.get(`/people/${id}/week`, { query: { monday: this._monday }, signal });
    const [from, to] = [this._monday, addDays(this._monday, 7)].map((day) => utc(instantOf(`${day}T00:00`, this.clinic.zone)));
    const { items } = await this.http.get("/appointments", { query: { person: id, from, to, limit: 200 }, signal });
    return { appointments: items };
  }

  render() {
    const { people } = words;
    return panel(
      people.week_of(this.writer.days(this._monday, addDays(this._monday, 6))),
      shown(this._week, this.writer, (week) => this._draw(week)),
      html`<span class="button-row">
        <button class="button button-sign" type="button" aria-label=${words.schedule.before} @click=${() => this._turn(-7)}>${icon("back")}</button>
        <button class="button button-sign" type="button" aria-label=${words.schedule.after} @click=${() => this._turn(7)}>${icon("on")}</button>
      </span>`,
    );
  }

  /** @param {{ appointments: import("../../core/api/shapes.js").Appointment[], gross_min?: number, net_min?: number, target_min?: number | null, only_looks_enough?: boolean }} week */
  _draw(week) {
    const { people } = words;
    return html`
      ${week.net_min === undefined ? nothing : this._minutes(week.gross_min ?? 0, week.net_min, week.target_min ?? 0, week.only_looks_enough ?? false)}
      ${
        week.appointments.length
          ? html`<ol class="day-list">
              ${byDay(week.appointments, this.clinic.zone).map(
                ([day, items]) => html`<li>
                  <h3>${this.writer.day(day)}</h3>
                  <ul>
                    ${items.map(
                      (one) => html`<li class="day-line">
                        <span class="day-time">${this.writer.range(one.begins_at, one.ends_at)}</span>
                        <a class="day-title" href="/schedule?day=${day}&open=${one.id}" dir="auto">${one.title}</a>
                        ${one.status === "cancelled" ? badge(words.day.states.cancelled, "plain", "close") : nothing}
                      </li>`,
                    )}
                  </ul>
                </li>`,
              )}
            </ol>`
          : html`<p class="quiet">${people.week_none}</p>`
      }
    `;
  }

  /** @param {number} gross @param {number} net @param {number} target @param {boolean} only_looks_enough */
  _minutes(gross, net, target, only_looks_enough) {
    const { people } = words;
    const short = target > net ? target - net : 0;
    return html`
      <dl class="figures">
        <div><dt>${people.minutes.net}</dt><dd>${this.writer.length(net)}</dd></div>
        <div><dt>${people.minutes.gross}</dt><dd>${this.writer.length(gross)}</dd></div>
        ${target ? html`<div><dt>${people.minutes.target}</dt><dd>${this.writer.length(target)}</dd></div>` : nothing}
      </dl>
      ${target ? html`<p>${short ? badge(people.minutes.short(this.writer.length(short)), "warm", "careful") : badge(people.minutes.enough, "good", "check")}</p>${only_looks_enough ? html`<p class="note">${people.minutes.trap}</p>` : nothing}` : nothing}
    `;
  }

  /** @param {number} days */
  _turn(days) {
    this._monday = addDays(this._monday, days);
    void this._week.load();
  }
}

customElements.define("clinic-person-week", PersonWeek);
