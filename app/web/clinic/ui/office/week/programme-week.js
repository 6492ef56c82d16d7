/** The week of the whole programme, for those who direct it: hours, how clients stand, and what is still to be signed. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { wordsIn } from "../../../core/measures/course.js";
import { addDays, dayOf, mondayOf } from "../../../core/time/dates.js";
import { locale, words } from "../../../words/words.js";
import { icon } from "../../common/icons.js";
import { badge, pageHead, panel, personChip, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import { hoursChart, weekLine } from "./hours-chart.js";

/**
 * @typedef {import("../../../core/api/shapes.js").Named} Named
 * @typedef {import("./hours-chart.js").Day} Day
 * @typedef {"behind" | "short" | "on_course" | "met" | "missed"} Standing
 * @typedef {{ person: Named, standing: Standing, planned_min: number, present_min: number, behind_min: number, target_min: number }} Client
 * @typedef {{ person: Named, kinds: string[], first_at: string }} Waiting
 * @typedef {{ person: Named, unit: "days" | "sessions", left: number, last_on: string }} RunningOut
 * @typedef {{ group: Named, begins_at: string, averages: ({ value: number, people: number } | null)[] }} GroupPulse
 * @typedef {{ instrument: import("../../../core/measures/course.js").Instrument | null, sessions: GroupPulse[] }} Pulse
 * @typedef {{ monday: string, sessions: number, days: Day[], clients: Client[], consents: Waiting[], running_out: RunningOut[], pulse: Pulse | null }} Week
 */

/** @type {Record<Standing, [tone: "good" | "plain" | "warm", sign: import("../../common/icons.js").Sign | undefined]>} */
const LOOKS = {
  behind: ["warm", "careful"],
  short: ["warm", "schedule"],
  missed: ["warm", "careful"],
  on_course: ["plain", undefined],
  met: ["good", "check"],
};

/** @type {readonly Standing[]} */
const TO_LOOK_AFTER = ["behind", "short", "missed"];

export class ProgrammeWeekPage extends PageElement {
  static properties = { ...PageElement.properties, _monday: { state: true }, _everyone: { state: true } };

  constructor() {
    super();
    this._monday = "";
    this._everyone = false;
    this._week = this.follow(
      new Resource((signal) => this.http.get("/programme/week", { query: { monday: this._monday }, signal }), this._redraw),
    );
  }

  connectedCallback() {
    this._monday ||= mondayOf(dayOf(this.http.now(), this.clinic.zone));
    super.connectedCallback();
  }

  render() {
    const { week } = words;
    const turn = html`<span class="button-row">
      <button class="button button-sign" type="button" aria-label=${words.schedule.before} @click=${() => this._turn(-7)}>${icon("back")}</button>
      <button class="button button-sign" type="button" aria-label=${words.schedule.after} @click=${() => this._turn(7)}>${icon("on")}</button>
      <button class="button" type="button" @click=${() => void this._save()}>${week.save}</button>
    </span>`;
    return html`
      ${pageHead(week.title, { lead: this.writer.days(this._monday, addDays(this._monday, 6)), actions: turn })}
      ${shown(this._week, this.writer, (found) => this._sections(found))}
    `;
  }

  /** Each draws one part of the answer. @param {Week} found */
  _sections(found) {
    return [
      this._hours(found),
      this._standings(found),
      this._consents(found),
      this._running_out(found),
      found.pulse ? this._pulse(found.pulse) : nothing,
    ];
  }

  /** @param {Week} found */
  _hours({ days, sessions }) {
    const { week } = words;
    const planned = sum(days, "planned_min");
    const present = sum(days, "present_min");
    const label = week.chart(this.writer.length(present), this.writer.length(planned));
    return panel(
      week.hours,
      html`
        <dl class="figures">
          <div><dt>${week.present}</dt><dd>${this.writer.length(present)}</dd></div>
          <div><dt>${week.planned}</dt><dd>${this.writer.length(planned)}</dd></div>
          <div><dt>${week.sessions}</dt><dd>${sessions}</dd></div>
        </dl>
        <p class="quiet">${week.hours_text}</p>
        ${hoursChart(days, label, (day, place) => ({
          name: this.writer.weekday(place, "short"),
          hours: day.planned_min || day.present_min ? `${hoursOf(day.present_min)}/${hoursOf(day.planned_min)}` : "",
        }))}
        <p class="hours-key" aria-hidden="true"><span data-bar="present"></span>${week.present}<span data-bar="planned"></span>${week.planned}</p>
        <details class="hours-table">
          <summary>${week.as_table}</summary>
          ${tableList(
            week.hours,
            [week.day, week.present, week.planned],
            days.map((day) => [this.writer.onlyDay(day.day), this.writer.length(day.present_min), this.writer.length(day.planned_min)]),
          )}
        </details>
      `,
    );
  }

  /** @param {Week} found */
  _standings({ clients }) {
    const { week } = words;
    if (!clients.length) return panel(week.clients, html`<p class="quiet">${week.clients_none}</p>`);
    /** @type {Standing[]} */
    const standings = ["behind", "short", "missed", "on_course", "met"];
    const counts = standings.map((one) => /** @type {const} */ ([one, clients.filter(({ standing }) => standing === one).length]));
    const listed = this._everyone ? clients : clients.filter(({ standing }) => TO_LOOK_AFTER.includes(standing));
    return panel(
      week.clients,
      html`
        <p class="badges">${counts.filter(([, count]) => count).map(([one, count]) => badge(`${week.standings[one]}: ${count}`, ...LOOKS[one]))}</p>
        <div class="filters"><div class="segments" role="group" aria-label=${week.clients_show}>
          ${[false, true].map(
            (everyone) =>
              html`<button class="segment" type="button" aria-pressed=${everyone === this._everyone ? "true" : "false"} @click=${() => this._choose(everyone)}>${everyone ? week.everyone : week.look}</button>`,
          )}
        </div></div>
        ${listed.length ? this._table(listed) : html`<p class="quiet">${week.look_none}</p>`}
      `,
    );
  }

  /** @param {boolean} everyone */
  _choose(everyone) {
    this._everyone = everyone;
  }

  /** @param {Client[]} listed */
  _table(listed) {
    const { week } = words;
    return tableList(
      week.clients,
      [week.client, week.standing, week.present, week.planned, week.target],
      listed.map((one) => [
        html`<a class="row-link" href="/people/${one.person.id}">${personChip(one.person)}</a>`,
        this._standing(one),
        this.writer.length(one.present_min),
        this.writer.length(one.planned_min),
        this.writer.length(one.target_min),
      ]),
    );
  }

  /** @param {Client} one */
  _standing(one) {
    const { week } = words;
    const behind =
      one.standing === "behind" ? html` <span class="field-hint">${week.behind(this.writer.length(one.behind_min))}</span>` : nothing;
    return html`<span class="standing">${badge(week.standings[one.standing], ...LOOKS[one.standing])}${behind}${weekLine(one)}</span>`;
  }

  /** @param {Week} found */
  _consents({ consents }) {
    const { week, agreements } = words;
    return panel(
      week.consents,
      consents.length
        ? html`<p class="quiet">${week.consents_text}</p>
            ${tableList(
              week.consents,
              [week.client, week.to_sign, week.first],
              consents.map((one) => [
                html`<a class="row-link" href="/people/${one.person.id}">${personChip(one.person)}</a>`,
                one.kinds.map((kind) => agreements.kinds[kind]).join(" · "),
                this.writer.moment(one.first_at),
              ]),
            )}`
        : html`<p class="quiet">${week.consents_none}</p>`,
    );
  }

  /** @param {Week} found */
  _running_out({ running_out }) {
    const { week } = words;
    return panel(
      week.running_out,
      running_out.length
        ? html`<p class="quiet">${week.running_out_text}</p>
            ${tableList(
              week.running_out,
              [week.client, week.left, week.last_day],
              running_out.map((one) => [
                html`<a class="row-link" href="/people/${one.person.id}">${personChip(one.person)}</a>`,
                week.units[one.unit](one.left),
                this.writer.onlyDay(one.last_on),
              ]),
            )}`
        : html`<p class="quiet">${week.running_out_none}</p>`,
    );
  }

  /** @param {Pulse} found */
  _pulse({ instrument, sessions }) {
    const { week } = words;
    if (!instrument) return panel(week.pulse, html`<p class="quiet">${week.pulse_none}</p>`);
    const language = locale().slice(0, 2);
    return panel(
      week.pulse,
      html`<p class="quiet">${week.pulse_text}</p>
        ${tableList(
          week.pulse,
          [week.group, week.when, ...instrument.items.map((item) => wordsIn(item, language))],
          sessions.map((one) => [
            html`<a class="row-link" href="/groups/${one.group.id}"><bdi>${one.group.name}</bdi></a>`,
            this.writer.moment(one.begins_at),
            ...one.averages.map((average) => (average ? String(average.value) : "")),
          ]),
        )}`,
    );
  }

  /** @param {number} days */
  _turn(days) {
    this._monday = addDays(this._monday, days);
    void this._week.load();
  }

  async _save() {
    const text = await this.act(() => this.http.get("/programme/week.csv", { query: { monday: this._monday } }));
    if (text === undefined) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = `week-${this._monday}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** @param {readonly Day[]} days @param {"planned_min" | "present_min"} what */
const sum = (days, what) => days.reduce((all, day) => all + day[what], 0);

/** Hours with at most one digit after the point, as they stand on a bar. @param {number} minutes */
const hoursOf = (minutes) => String(minutes < 6000 ? Math.round(minutes / 6) / 10 : Math.round(minutes / 60));

customElements.define("clinic-programme-week", ProgrammeWeekPage);
