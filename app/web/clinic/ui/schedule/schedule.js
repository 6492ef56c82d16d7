/** The clinic's week or day, and the editor of a session over it. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { draftOf, newDraft, nextStart } from "../../core/schedule/editor.js";
import { spanOf } from "../../core/schedule/week.js";
import { addDays, dayOf, mondayOf, wallTime } from "../../core/time/dates.js";
import { zoneName } from "../../core/time/zones.js";
import { locale, words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { pageHead, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/sheet.js";
import "./calendar.js";
import "./editor.js";
import "./plan-template.js";
import { replan } from "./replan.js";

/** @typedef {import("../../core/api/shapes.js").Appointment} Appointment */

/** Sessions in one answer: a large clinic's week comes in parts, so that no answer holds up the rooms. */
const MOST = 60;

export class SchedulePage extends PageElement {
  static properties = { ...PageElement.properties, _day: { state: true }, _view: { state: true }, _whose: { state: true } };

  constructor() {
    super();
    this._day = "";
    /** @type {"week" | "day"} */
    this._view = "week";
    /** @type {"own" | "all"} */
    this._whose = "all";
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._template = createRef();
    /** @type {{ draft: import("../../core/schedule/editor.js").Draft, appointment: Appointment | null } | null} */
    this._edited = null;
    /** @type {Resource<Appointment[]>} */
    this._appointments = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  connectedCallback() {
    const { query } = this.clinic.router;
    const today = dayOf(this.http.now(), this.clinic.zone);
    this._day = /^\d{4}-\d\d-\d\d$/.test(query.get("day") ?? "") ? (query.get("day") ?? today) : today;
    this._view = query.get("view") === "day" ? "day" : "week";
    super.connectedCallback();
    if (query.get("open")) void this._open(query.get("open") ?? "");
    else if (query.has("new")) void this._make("", query.get("new") ?? "");
  }

  /** Everything of the week, page after page. @param {AbortSignal} signal @returns {Promise<Appointment[]>} */
  async _look(signal) {
    const span = spanOf(this._day, this._view, this.clinic.zone);
    const person = this._whose === "own" ? this.clinic.me?.person.id : "";
    /** @type {Appointment[]} */
    const found = [];
    let cursor = "";
    do {
      const page = await this.http.get("/appointments", { query: { ...span, person, cursor, limit: MOST }, signal });
      found.push(...page.items);
      cursor = page.next ?? "";
    } while (cursor);
    return found;
  }

  render() {
    const { schedule } = words;
    const may = this.clinic.can("schedule.write");
    return html`
      ${pageHead(schedule.title, {
        actions: may
          ? html`<button class="button" type="button" @click=${() => void this._template.value?.show()}>${schedule.templates.button}</button>
              <button class="button button-main" type="button" @click=${() => void this._make("")}>${icon("add")}<span>${schedule.new}</span></button>`
          : nothing,
      })}
      ${this._bar()}
      ${shown(
        this._appointments,
        this.writer,
        (appointments) => html`<clinic-calendar
          .clinic=${this.clinic}
          .appointments=${appointments}
          .day=${this._day}
          .view=${this._view}
          .may_make=${may}
          @open=${(/** @type {CustomEvent} */ event) => void this._open(event.detail)}
          @make=${(/** @type {CustomEvent} */ event) => void this._make(event.detail)}
        ></clinic-calendar>`,
      )}
      <p class="field-hint">${schedule.in_zone(zoneName(this.clinic.zone, locale()))}</p>
      <clinic-sheet
        id="session"
        wide
        ${ref(this._sheet)}
        .heading=${this._edited?.appointment ? schedule.session : schedule.new}
        .content=${this._edited ? this._editor(this._edited) : nothing}
        .mayClose=${() => !this.clinic.has_unsaved() || this.clinic.ask(words.common.leave)}
        @closed=${this._onClosed}
      ></clinic-sheet>
      <clinic-sheet
        id="template"
        ${ref(this._template)}
        .heading=${schedule.templates.title}
        .content=${html`<clinic-plan-template .clinic=${this.clinic} @done=${() => this._planned()}></clinic-plan-template>`}
      ></clinic-sheet>
    `;
  }

  _bar() {
    const { schedule } = words;
    const from = this._view === "week" ? mondayOf(this._day) : this._day;
    const to = this._view === "week" ? addDays(from, 6) : from;
    const step = this._view === "week" ? 7 : 1;
    return html`
      <div class="calendar-bar">
        <span class="button-row">
          <button class="button button-sign" type="button" aria-label=${schedule.before} @click=${() => this._go(addDays(this._day, -step))}>${icon("back")}</button>
          <button class="button" type="button" @click=${() => this._go(dayOf(this.http.now(), this.clinic.zone))}>${schedule.today}</button>
          <button class="button button-sign" type="button" aria-label=${schedule.after} @click=${() => this._go(addDays(this._day, step))}>${icon("on")}</button>
        </span>
        <h2 class="calendar-span" aria-live="polite">${this._view === "week" ? this.writer.days(from, to) : this.writer.day(from)}</h2>
        ${this._segments(
          schedule.whose,
          this._whose,
          [
            ["all", schedule.everyone],
            ["own", schedule.own],
          ],
          (whose) => this._choose({ _whose: whose }),
        )}
        ${this._segments(
          schedule.view,
          this._view,
          [
            ["week", schedule.week],
            ["day", schedule.day],
          ],
          (view) => this._choose({ _view: view }),
        )}
      </div>
    `;
  }

  /** @param {string} label @param {string} chosen @param {[string, string][]} options @param {(value: string) => unknown} choose */
  _segments(label, chosen, options, choose) {
    return html`<div class="segments" role="group" aria-label=${label}>
      ${options.map(([value, text]) => html`<button class="segment" type="button" aria-pressed=${value === chosen ? "true" : "false"} @click=${() => choose(value)}>${text}</button>`)}
    </div>`;
  }

  /** @param {{ draft: import("../../core/schedule/editor.js").Draft, appointment: Appointment | null }} edited */
  _editor({ draft, appointment }) {
    return html`<clinic-session-editor
      .clinic=${this.clinic}
      .draft=${draft}
      .appointment=${appointment}
      @done=${(/** @type {CustomEvent} */ event) => void this._saved(event.detail)}
      @cancelled=${(/** @type {CustomEvent} */ event) => void this._cancelled(event.detail)}
    ></clinic-session-editor>`;
  }

  /** One session can be taken back at once; of a whole series each is planned again by itself. @param {Appointment | null} one */
  async _cancelled(one) {
    const { schedule } = words;
    const undo = one
      ? async () => {
          await replan(this.http, one);
          await this._appointments.load();
        }
      : undefined;
    this.clinic.toasts.show(schedule.cancelled, undo);
    await this._saved();
  }

  /** @param {string} day */
  _go(day) {
    this._choose({ _day: day });
  }

  /** @param {Record<string, string>} chosen */
  _choose(chosen) {
    Object.assign(this, chosen);
    this.clinic.router.note({ day: this._day, view: this._view });
    void this._appointments.load();
  }

  /** @param {string} id */
  async _open(id) {
    const found = this._appointments.data?.find((one) => one.id === id);
    const appointment = /** @type {Appointment | undefined} */ (await this.act(() => this.http.get(`/appointments/${id}`))) ?? found;
    if (!appointment) return;
    this._edited = { draft: draftOf(appointment), appointment };
    await this._show();
  }

  /** @param {string} wall @param {string} [cohort] */
  async _make(wall, cohort = "") {
    const next = nextStart(this._day, wallTime(this.http.now(), this.clinic.zone));
    this._edited = { draft: { ...newDraft(wall || next, this.clinic.zone), cohort }, appointment: null };
    await this._show();
  }

  async _show() {
    this.requestUpdate();
    await this.updateComplete;
    await this._sheet.value?.show();
  }

  _onClosed() {
    this._edited = null;
    this.clinic.router.guard = null;
    this.clinic.has_unsaved = () => false;
    this.requestUpdate();
  }

  /** @param {Appointment | null} [planned] A new session: it comes into view, so that one sees it in its place. */
  async _saved(planned = null) {
    this._sheet.value?.close();
    if (planned) {
      this._day = dayOf(planned.begins_at, this.clinic.zone);
      this.clinic.router.note({ day: this._day, view: this._view });
    }
    await this._appointments.load();
    if (!planned) return;
    await this.updateComplete;
    await /** @type {import("./calendar.js").WeekCalendar | null} */ (this.querySelector("clinic-calendar"))?.bringIntoView(planned.id);
  }

  _planned() {
    this._template.value?.close();
    void this._appointments.load();
  }
}

customElements.define("clinic-schedule", SchedulePage);
