/** A client's own page: the next appointment with one large button, this week, and what is still to do. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { canEnter } from "../../core/schedule/day.js";
import { byDay } from "../../core/schedule/week.js";
import { dayOf } from "../../core/time/dates.js";
import { zoneName } from "../../core/time/zones.js";
import { locale, words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, emptyState, pageHead, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import { enterRoom } from "./enter.js";
import "../../../shared/ui/exit/exit-help.js";
import "../schedule/attendance/own.js";
import "./exceptions.js";

/** @typedef {import("../../core/api/shapes.js").Appointment} Appointment */

const AGAIN_MS = 20_000;

export class ProgrammePage extends PageElement {
  constructor() {
    super();
    this._own = this.follow(new Resource((signal) => this.http.get("/me/programme", { signal }), this._redraw));
    /** @type {Resource<{ waits: boolean, due: unknown[] }>} */
    this._questions = this.follow(new Resource((signal) => this.http.get("/me/measures", { signal }), this._redraw));
    this._again = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this._again = window.setInterval(() => {
      if (!document.hidden) void this._own.load();
    }, AGAIN_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._again);
  }

  render() {
    const me = /** @type {import("../../core/api/shapes.js").Me} */ (this.clinic.me);
    return html`
      ${pageHead(words.day.own.hello(me.person.name))}
      ${shown(
        this._own,
        this.writer,
        ({ next, week, to_do }) => html`
        ${next ? this._next(next) : emptyState("leaf", words.day.own.none, words.day.own.none_text)}
        ${this._asked()}
        <clinic-exceptions .clinic=${this.clinic}></clinic-exceptions>
        <div class="two-columns"><div class="stack">${panel(words.day.own.week, this._week(week))}<clinic-own-attendance .clinic=${this.clinic}></clinic-own-attendance></div>
          ${this._aside(to_do)}</div>
      `,
      )}
      <p class="note">${words.day.own.help}</p>
    `;
  }

  /** That there are questions, never which: others may see this screen. */
  _asked() {
    const { own } = words.measures;
    const due = this._questions.data?.due.length ?? 0;
    if (!due) return nothing;
    return panel(
      own.waiting(due),
      html`<p class="quiet">${own.waiting_text}</p>`,
      html`<a class="button" href="/questions">${own.open}</a>`,
    );
  }

  /** @param {Appointment} next */
  _next(next) {
    const { own } = words.day;
    const now = this.http.now();
    const open = canEnter(next, now);
    const today = dayOf(next.begins_at, this.clinic.zone) === dayOf(now, this.clinic.zone);
    return html`
      <section class="next-card card" aria-labelledby="next-title">
        <h2 id="next-title">${own.next}</h2>
        <p class="next-time">${today ? own.today(this.writer.time(next.begins_at)) : `${this.writer.date(next.begins_at)}, ${this.writer.time(next.begins_at)}`}</p>
        <p class="next-away">${next.state === "live" ? own.begun : this.writer.away(next.begins_at, now)}</p>
        ${
          open
            ? html`<button class="button button-main button-huge" type="button" @click=${() => void enterRoom(this, next.id)}>${icon("door")}<span>${own.join}</span></button>`
            : html`<p class="note">${own.opens(this.writer.time(next.opens_at), today ? "" : this.writer.date(next.opens_at))}</p>`
        }
      </section>
    `;
  }

  /** @param {Appointment[]} week */
  _week(week) {
    const { own } = words.day;
    if (!week.length) return html`<p class="quiet">${own.week_none}</p>`;
    return html`
      <ol class="day-list">
        ${byDay(week, this.clinic.zone).map(
          ([day, appointments]) => html`
            <li>
              <h3>${this.writer.day(day)}</h3>
              <ul>
                ${appointments.map(
                  (one) => html`<li class="day-line" data-state=${one.status === "cancelled" ? "cancelled" : one.state}>
                    <span class="day-time">${this.writer.range(one.begins_at, one.ends_at)}</span>
                    <span class="day-title" dir="auto">${this._title(one)}</span>
                    ${one.status === "cancelled" ? badge(words.day.states.cancelled, "plain", "close") : one.state === "ended" ? badge(words.day.states.ended, "plain", "check") : nothing}
                  </li>`,
                )}
              </ul>
            </li>
          `,
        )}
      </ol>
      <p class="field-hint">${own.zone(zoneName(this.clinic.zone, locale()))}</p>
    `;
  }

  /** Never what it is for: others may see this screen. @param {Appointment} one */
  _title(one) {
    const leads = one.attendees.find(({ role }) => role === "facilitator");
    return leads ? words.day.own.with(leads.person.name) : words.day.own.appointment;
  }

  /** @param {{ code: string }[]} to_do */
  _aside(to_do) {
    const { own } = words.day;
    const known = to_do.filter(({ code }) => own.to_dos[code]);
    return html`
      <div class="stack">
        ${
          known.length
            ? panel(
                own.to_do,
                html`<ul class="to-do">${known.map(({ code }) => html`<li>${icon("on")}<a href="/me">${own.to_dos[code]}</a></li>`)}</ul>`,
              )
            : nothing
        }
        ${panel(own.more, html`<attune-exit-help .texts=${words.exit}></attune-exit-help><ul class="to-do"><li>${icon("schedule")}<a href="/me#calendar">${own.calendar}</a></li><li>${icon("phone")}<a href="/me#sign-ins">${own.devices}</a></li><li>${icon("agreements")}<a href="/agreements">${own.agreements}</a></li><li>${icon("leaf")}<a href="/questions">${words.measures.own.my_answers}</a></li></ul>`)}
      </div>
    `;
  }
}

customElements.define("clinic-programme", ProgrammePage);
