/** The week or the day as a calendar, drawn by the vendored component; a list of days where the screen is narrow. Fires `open` and `make`. */

import { createCalendar, destroyCalendar, Interaction, List, TimeGrid } from "../../../vendor/calendar.js";
import { html } from "../../../vendor/lit.js";
import { eventOf, hoursOf } from "../../core/schedule/week.js";
import { format, mondayOf, wallTime } from "../../core/time/dates.js";
import { locale, words } from "../../words/words.js";
import { ClinicElement } from "../element.js";

/** Half an hour: two lines of text. */
const SLOT_PX = 32;

/** @typedef {{ event: { id: string, title: string, extendedProps: { cancelled: boolean } } }} Drawn */

/** Takes away the roles of a table, which the component does not keep, and gives its days the place of headings here. @param {HTMLElement} place */
function tidy(place) {
  for (const element of place.querySelectorAll('[role="table"], [role="rowgroup"], [role="row"], [role="columnheader"], [role="cell"]'))
    element.removeAttribute("role");
  for (const element of place.querySelectorAll("[aria-colindex]")) element.removeAttribute("aria-colindex");
  for (const head of place.querySelectorAll("h4:not([aria-level])")) {
    head.setAttribute("role", "heading");
    head.setAttribute("aria-level", "3");
  }
}

/** Frames. */
const DRAWN_WITHIN = 20;

export class WeekCalendar extends ClinicElement {
  static properties = { ...ClinicElement.properties, appointments: { attribute: false }, day: {}, view: {}, may_make: { type: Boolean } };

  constructor() {
    super();
    /** @type {readonly import("../../core/api/shapes.js").Appointment[]} */
    this.appointments = [];
    this.day = "";
    /** @type {"week" | "day"} */
    this.view = "week";
    this.may_make = false;
    /** @type {import("../../../vendor/calendar.js").Calendar | null} */
    this._calendar = null;
    this._tidying = new MutationObserver(() => tidy(/** @type {HTMLElement} */ (this.querySelector(".calendar"))));
    this._narrow = window.matchMedia("(max-width: 820px)");
  }

  connectedCallback() {
    super.connectedCallback();
    this._narrow.addEventListener("change", this._redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._narrow.removeEventListener("change", this._redraw);
    this._tidying.disconnect();
    if (this._calendar) void destroyCalendar(this._calendar);
    this._calendar = null;
  }

  render() {
    return html`<div class="calendar"></div>`;
  }

  /** When it is; in the narrow columns of a week its height says how long. @param {string} id */
  _hours(id) {
    const one = this.appointments.find((each) => each.id === id);
    if (!one) return "";
    return this.view === "week" && !this._narrow.matches ? this.writer.time(one.begins_at) : this.writer.range(one.begins_at, one.ends_at);
  }

  /** A session in the calendar: one button. @param {Drawn} drawn */
  _session({ event }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "calendar-session";
    button.dataset.session = event.id;
    const parts = [event.title, this._hours(event.id), event.extendedProps.cancelled ? words.day.states.cancelled : ""];
    for (const [place, text] of parts.entries()) {
      const part = document.createElement("span");
      part.className = ["calendar-title", "calendar-time", "calendar-note"][place];
      part.textContent = text;
      if (text) button.append(part);
    }
    button.addEventListener("click", () => this.dispatchEvent(new CustomEvent("open", { detail: event.id })));
    return button;
  }

  updated() {
    const place = /** @type {HTMLElement} */ (this.querySelector(".calendar"));
    const events = this.appointments.map((one) => eventOf(one, this.clinic.zone));
    if (!this._calendar) {
      this._tidying.observe(place, { childList: true, subtree: true });
      this._calendar = createCalendar(place, [TimeGrid, List, Interaction], this._options(events));
      return;
    }
    for (const [name, value] of Object.entries(this._changing(events))) this._calendar.setOption(name, value);
  }

  /** Scrolls to a session and puts the focus on it, once it is drawn. @param {string} id */
  async bringIntoView(id) {
    await this.updateComplete;
    // The calendar draws in its own time.
    for (let tries = 0; tries < DRAWN_WITHIN; tries += 1) {
      const button = /** @type {HTMLElement | null} */ (this.querySelector(`[data-session="${CSS.escape(id)}"]`));
      if (button) {
        button.scrollIntoView({ block: "center" });
        button.focus({ preventScroll: true });
        return;
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }

  /** @param {import("../../../vendor/calendar.js").CalendarEvent[]} events */
  _changing(events) {
    const { from, to } = hoursOf(events);
    const wide = this.view === "week" ? "timeGridWeek" : "timeGridDay";
    const narrow = this.view === "week" ? "listWeek" : "listDay";
    return {
      view: this._narrow.matches ? narrow : wide,
      date: this.view === "week" ? mondayOf(this.day) : this.day,
      slotMinTime: from,
      slotMaxTime: to,
      events,
    };
  }

  /** @param {import("../../../vendor/calendar.js").CalendarEvent[]} events */
  _options(events) {
    return {
      ...this._changing(events),
      locale: locale(),
      firstDay: 1,
      headerToolbar: { start: "", center: "", end: "" },
      allDaySlot: false,
      nowIndicator: false,
      editable: false,
      selectable: false,
      height: "auto",
      slotDuration: "00:30",
      slotEventOverlap: false,
      slotHeight: SLOT_PX,
      dayHeaderFormat: (/** @type {Date} */ date) => `${format(locale(), { weekday: "short" }).format(date)} ${date.getDate()}`,
      dayHeaderAriaLabelFormat: { weekday: "long", month: "long", day: "numeric" },
      noEventsContent: () => words.schedule.none_here,
      theme: (/** @type {Record<string, string>} */ theme) => ({ ...theme, calendar: `${theme.calendar} clinic-calendar` }),
      eventContent: (/** @type {Drawn} */ drawn) => ({ domNodes: [this._session(drawn)] }),
      dateClick: (/** @type {{ date: Date }} */ { date }) => {
        // The component keeps a wall time as if it were the browser's own.
        const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        if (this.may_make) this.dispatchEvent(new CustomEvent("make", { detail: wallTime(date, zone) }));
      },
    };
  }
}

customElements.define("clinic-calendar", WeekCalendar);
