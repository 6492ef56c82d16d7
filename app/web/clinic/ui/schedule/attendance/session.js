/** Who was present in a session: a picture, the same in numbers, the roll of shared cameras, and corrections. */

import { createRef, html, nothing, ref } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { wholeOf } from "../../../core/schedule/attendance.js";
import { words } from "../../../words/words.js";
import { icon } from "../../common/icons.js";
import { badge, emptyState, pageHead, panel, personChip, shown, tableList } from "../../common/pieces.js";
import "../../common/sheet.js";
import { PageElement } from "../../element.js";
import { axis, legend, presenceBar } from "./bars.js";
import "./correct.js";
import "./roll-call.js";

/**
 * @typedef {import("../../../core/schedule/attendance.js").SessionAttendance} SessionAttendance
 * @typedef {import("../../../core/schedule/attendance.js").Attended} Attended
 */

export class AttendancePage extends PageElement {
  constructor() {
    super();
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<SessionAttendance>} */ (signal) => this.http.get(`/appointments/${this.params.id}/attendance`, { signal }),
        this._redraw,
      ),
    );
    /** @type {Attended | null} */
    this._corrected = null;
    /** @type {import("lit/directives/ref.js").Ref<import("../../common/sheet.js").Sheet>} */
    this._sheet = createRef();
  }

  render() {
    return html`
      ${this._found.data ? nothing : html`<h1 class="for-readers" tabindex="-1">${words.attendance.title}</h1>`}
      ${shown(this._found, this.writer, (found) => this._draw(found))}
      <clinic-sheet
        id="correct"
        ${ref(this._sheet)}
        .heading=${words.attendance.correct.title(this._corrected?.person.name ?? "")}
        .content=${this._corrected && this._found.data ? this._correction(this._corrected, this._found.data) : nothing}
        @closed=${() => this._closed()}
      ></clinic-sheet>
    `;
  }

  /** @param {SessionAttendance} found */
  _draw(found) {
    const { attendance } = words;
    const when = `${this.writer.date(found.begins_at)}, ${this.writer.range(found.begins_at, found.ends_at)}`;
    return html`
      ${pageHead(attendance.title, {
        over: found.title,
        lead: html`${found.is_over ? when : attendance.goes_on(when)}${found.participants === null ? nothing : html`<br />${attendance.participants(found.participants)}`}`,
        actions: html`<a class="button" href="/sessions/${found.id}/agenda">${words.agenda.title}</a
          ><a class="button" href="/sessions/${found.id}/departures">${words.safety.departures.title}</a
          ><a class="button" href="/api/v1/appointments/${found.id}/attendance.csv" download>${attendance.csv}</a>`,
      })}
      ${found.seats.length ? html`<clinic-roll-call .clinic=${this.clinic} .session=${found} @saved=${(/** @type {CustomEvent} */ event) => this._saved(event.detail)}></clinic-roll-call>` : nothing}
      ${found.people.length ? html`${panel(attendance.picture, this._picture(found))} ${panel(attendance.numbers, this._table(found))}` : emptyState("people", attendance.nobody, "")}
    `;
  }

  /** @param {SessionAttendance} found */
  _picture(found) {
    const whole = wholeOf(found);
    const any = (/** @type {(one: Attended) => boolean} */ is) => found.people.some(is);
    return html`
      <div class="presence">
        <div class="presence-row"><span></span>${axis(whole, this.writer)}</div>
        ${found.people.map(
          (one) => html`<div class="presence-row">
            <bdi class="presence-name">${one.person.name}</bdi>
            ${presenceBar(one, whole, found, this._said(one))}
          </div>`,
        )}
      </div>
      ${legend({
        private: any((one) => one.private.length > 0),
        pause: found.breaks.length + found.pauses.length > 0,
        corrected: any((one) => one.corrections.length > 0),
      })}
    `;
  }

  /** @param {Attended} one */
  _said(one) {
    const times = one.present.map((span) => this.writer.range(span.begins_at, span.ends_at)).join(", ");
    return `${one.person.name}: ${times || words.attendance.never}`;
  }

  /** @param {SessionAttendance} found */
  _table(found) {
    const { attendance } = words;
    return tableList(
      attendance.numbers,
      [
        attendance.name,
        attendance.came,
        attendance.left,
        attendance.present,
        attendance.private,
        attendance.corrected,
        ...(found.may_correct ? [words.common.actions] : []),
      ],
      found.people.map((one) => [
        personChip(one.person, one.role === "member" ? nothing : attendance.led),
        when(one.came_at ? this.writer.time(one.came_at) : attendance.never),
        one.left_at && (found.is_over || one.left_at !== found.ends_at) ? when(this.writer.time(one.left_at)) : "",
        html`<strong class="presence-when">${this.writer.length(one.present_min)}</strong>`,
        one.private_min ? when(this.writer.length(one.private_min)) : "",
        one.corrections.length ? this._history(one) : "",
        ...(found.may_correct
          ? [
              one.role === "member"
                ? html`<button class="button" type="button" @click=${() => void this._open(one)}>${attendance.correct.button}<span class="for-readers"> ${one.person.name}</span></button>`
                : "",
            ]
          : []),
      ]),
    );
  }

  /** @param {Attended} one */
  _history(one) {
    const { attendance } = words;
    return html`<details class="presence-history">
      <summary>${badge(attendance.was(this.writer.length(one.recorded_min)), "warm")}</summary>
      <ol class="plain small">
        ${one.corrections.map(
          (made) => html`<li>
            ${this.writer.length(made.present_min)} · ${attendance.reasons[made.reason] ?? made.reason}<br />
            <span class="quiet">${this.writer.moment(made.at)} · <bdi>${made.by.name}</bdi></span>
            ${made.note ? html`<br /><q dir="auto">${made.note}</q>` : nothing}
          </li>`,
        )}
      </ol>
    </details>`;
  }

  /** @param {Attended} one @param {SessionAttendance} session */
  _correction(one, session) {
    return html`<p class="quiet">${icon("careful")} ${words.attendance.correct.lead}</p>
      <clinic-correct-attendance .clinic=${this.clinic} .session=${session} .one=${one} @saved=${(/** @type {CustomEvent} */ event) => this._saved(event.detail)}></clinic-correct-attendance>`;
  }

  /** @param {Attended} one */
  async _open(one) {
    this._corrected = one;
    this.requestUpdate();
    await this.updateComplete;
    await this._sheet.value?.show();
  }

  /** @param {SessionAttendance} found */
  _saved(found) {
    this._found.put(found);
    this._sheet.value?.close();
    this.clinic.toasts.show(words.common.saved);
  }

  _closed() {
    this._corrected = null;
    this.requestUpdate();
  }
}

/** A cell that stays on one line. @param {string} text */
const when = (text) => html`<span class="presence-when">${text}</span>`;

customElements.define("clinic-attendance", AttendancePage);
