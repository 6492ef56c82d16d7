/** The day of somebody who works here: their sessions, who is there already, who is missing, and the way in. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { canEnter, nextOf, splitDay } from "../../core/schedule/day.js";
import { dayOf } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, emptyState, pageHead, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import { enterRoom } from "./enter.js";
import "./first-steps.js";

/** @typedef {import("../../core/api/shapes.js").TodayItem} TodayItem */

const AGAIN_MS = 20_000;
const LEADING = ["facilitator", "co_facilitator"];

export class TodayPage extends PageElement {
  constructor() {
    super();
    this._today = this.follow(new Resource((signal) => this.http.get("/today", { signal }), this._redraw));
    this._again = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this._again = window.setInterval(() => {
      if (!document.hidden) void this._today.load();
    }, AGAIN_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._again);
  }

  render() {
    const { day } = words;
    const me = /** @type {import("../../core/api/shapes.js").Me} */ (this.clinic.me);
    return html`
      ${pageHead(day.today, { over: this.writer.date(this.http.now()) })}
      ${me.can.includes("staff.manage") ? html`<clinic-first-steps .clinic=${this.clinic}></clinic-first-steps>` : nothing}
      ${shown(this._today, this.writer, (today) => this._sessions(today.items, today.whole_clinic))}
    `;
  }

  /** @param {TodayItem[]} items @param {boolean} whole_clinic They are everybody's: this person is in none. */
  _sessions(items, whole_clinic) {
    const { day } = words;
    if (!items.length)
      return emptyState(
        "today",
        day.none,
        day.none_text,
        this.clinic.can("schedule.read")
          ? html`<a class="button" href="/schedule">${icon("schedule")}<span>${day.to_schedule}</span></a>`
          : nothing,
      );
    const next = nextOf(items, this.http.now());
    const { ahead, over } = splitDay(items);
    return html`
      ${whole_clinic ? html`<p class="note" role="status">${day.whole_clinic}</p>` : nothing}
      <h2 class="for-readers">${day.ahead}</h2>
      <ol class="session-cards">${ahead.map((item) => this._card(item, item === next))}</ol>
      ${over.length ? html`<h2 class="over-head">${day.over}</h2><ol class="session-cards">${over.map((item) => this._card(item, false))}</ol>` : nothing}
    `;
  }

  /** @param {TodayItem} item @param {boolean} next */
  _card({ appointment, waiting, here, missing, state }, next) {
    const { day } = words;
    const now = this.http.now();
    const cancelled = appointment.status === "cancelled";
    const me = this.clinic.me?.person.id;
    const leads = appointment.attendees.some(({ person, role }) => person.id === me && LEADING.includes(role));
    const open = !cancelled && appointment.attendees.some(({ person }) => person.id === me) && canEnter(appointment, now);
    return html`
      <li class="session-card card" data-state=${cancelled ? "cancelled" : state} data-next=${next ? "yes" : "no"}>
        <div class="session-time">
          <p class="session-hours">${this.writer.range(appointment.begins_at, appointment.ends_at)}</p>
          <p class="session-away">${state === "ended" || cancelled ? nothing : state === "live" ? nothing : this.writer.away(appointment.begins_at, now)}</p>
        </div>
        <div class="session-words">
          <h3 dir="auto">${appointment.title}</h3>
          <p class="session-kind">${words.schedule.kinds[appointment.kind] ?? ""}${appointment.cohort && appointment.cohort.name !== appointment.title ? html` · <bdi>${appointment.cohort.name}</bdi>` : nothing}</p>
          <p class="badges">
            ${cancelled ? badge(day.states.cancelled, "plain", "close") : badge(day.states[state], state === "live" ? "good" : "plain", state === "live" ? "check" : undefined)}
            ${waiting ? badge(day.waiting(waiting), "warm", "person") : nothing} ${here ? badge(day.here(here), "plain", "people") : nothing}
          </p>
          ${missing.length && state !== "planned" && state !== "ended" ? html`<p class="session-missing">${day.missing} ${missing.map((person, place) => html`${place ? ", " : ""}<bdi>${person.name}</bdi>`)}</p>` : nothing}
        </div>
        <div class="session-act">
          ${
            open
              ? html`<button class=${next || state === "live" ? "button button-main button-large" : "button button-large"} type="button" @click=${() => void enterRoom(this, appointment.id)}>
                ${icon("door")}<span>${day.open_room}</span><span class="for-readers"> ${appointment.title}</span>
              </button>`
              : !cancelled && state === "planned"
                ? html`<p class="session-opens">${day.opens(this.writer.time(appointment.opens_at))}</p>`
                : nothing
          }
          ${
            leads && !cancelled
              ? html`<a class="button button-quiet" href="/sessions/${appointment.id}/agenda">${words.agenda.title}<span class="for-readers"> ${appointment.title}</span></a>`
              : nothing
          }
          ${
            state === "ended" && leads
              ? html`<a class="button button-quiet" href="/sessions/${appointment.id}/departures">${words.safety.departures.title}<span class="for-readers"> ${appointment.title}</span></a
                  ><a class="button button-quiet" href="/sessions/${appointment.id}/attendance">${words.attendance.title}<span class="for-readers"> ${appointment.title}</span></a>`
              : nothing
          }
          ${
            this.clinic.can("schedule.write") && state !== "ended" && !cancelled
              ? html`<a class="button button-quiet" href="/schedule?view=day&day=${dayOf(appointment.begins_at, this.clinic.zone)}&open=${appointment.id}"
                  >${day.change}<span class="for-readers"> ${appointment.title}</span></a
                >`
              : nothing
          }
        </div>
      </li>
    `;
  }
}

customElements.define("clinic-today", TodayPage);
