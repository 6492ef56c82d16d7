/** A session as it is planned or changed: what, when, how often, with whom; what speaks against it is shown while one edits. */

import { html, nothing } from "../../../vendor/lit.js";
import { isAborted, Problem } from "../../core/api/problems.js";
import { Resource } from "../../core/api/resource.js";
import {
  bodyOf,
  canReplan,
  changesOf,
  distinct,
  draftErrors,
  endOf,
  isCheckable,
  KINDS,
  TRACKS,
  usualLength,
  usualTrack,
} from "../../core/schedule/editor.js";
import { zoneName } from "../../core/time/zones.js";
import { locale, words } from "../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField, textField } from "../common/fields.js";
import { badge } from "../common/pieces.js";
import { PageElement } from "../element.js";
import { against } from "./against.js";
import { replan } from "./replan.js";
import "./guests.js";
import "./interpreter.js";
import { repeatBuilder } from "./repeat-builder.js";
import "./substitute.js";

/** @typedef {import("../../core/schedule/editor.js").Draft} Draft */

const CHECK_AFTER_MS = 400;

export class SessionEditor extends PageElement {
  static properties = { ...PageElement.properties, draft: { attribute: false }, appointment: { attribute: false } };

  constructor() {
    super();
    /** @type {Draft} */
    this.draft;
    /** @type {import("../../core/api/shapes.js").Appointment | null} */
    this.appointment = null;
    this._form = this.form({});
    /** @type {import("../../core/api/shapes.js").Conflict[]} */
    this._conflicts = [];
    this._scope = "one";
    this._substituting = false;
    this._timer = 0;
    /** @type {AbortController | null} */
    this._checking = null;
    this._cohorts = this.follow(new Resource((signal) => this.http.get("/cohorts", { query: { limit: 200 }, signal }), this._redraw));
  }

  connectedCallback() {
    this._form = this.form({ ...this.draft });
    super.connectedCallback();
    this.guard(() => this._form);
    if (!this.appointment && this._values.cohort) this._checkSoon();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this._timer);
    this._checking?.abort();
  }

  /** @returns {Draft} */
  get _values() {
    return /** @type {Draft} */ (this._form.values);
  }

  get _may() {
    return (
      this.clinic.can("schedule.write") &&
      !["live", "ended"].includes(this.appointment?.state ?? "") &&
      this.appointment?.status !== "cancelled"
    );
  }

  render() {
    const { schedule } = words;
    const form = this._form;
    return html`
      <form class="stack session-editor" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)} ${this.appointment?.status === "cancelled" ? html`<p class="note">${badge(words.day.states.cancelled, "plain", "close")}</p>` : nothing}
        ${this.appointment ? html`<p><a class="button" href="/sessions/${this.appointment.id}/agenda">${words.agenda.title}</a></p>` : nothing}
        <fieldset class="plain form-grid" ?disabled=${!this._may}>
          <legend class="for-readers">${schedule.session}</legend>
          ${textField(form, "title", { label: schedule.fields.title, hint: schedule.title_hint, required: true, max: 80, wide: true, onChange: () => this._checkSoon() })}
          ${this.appointment ? this._fixed(this.appointment) : this._kind()} ${this._when()} ${this.appointment ? nothing : this._cohort()}
        </fieldset>
        ${this._values.repeat && !this.appointment ? repeatBuilder(form, this._values.day, this.writer, () => this._checkSoon()) : this._series()}
        <clinic-guests .clinic=${this.clinic} .of_form=${form} .may=${this._may} .planned=${Boolean(this.appointment)} .others=${this.appointment?.hidden ?? 0} @changed=${() => this._checkSoon()}></clinic-guests>
        ${this._substituting ? nothing : this._foot()}
      </form>
      ${this.appointment && this._maySubstitute ? this._substitute(this.appointment) : nothing}
    `;
  }

  /** What speaks against it stays in sight beside the button that plans it. */
  _foot() {
    const actions = this._may ? this._actions() : this._again();
    if (actions === nothing && !this._conflicts.length) return nothing;
    return html`<div class="sheet-foot">${against(this._conflicts, this.writer)} ${actions}</div>`;
  }

  get _maySubstitute() {
    return this.clinic.can("schedule.write") && this.appointment?.status === "planned" && this.appointment.state !== "ended";
  }

  /** @param {import("../../core/api/shapes.js").Appointment} appointment */
  _substitute(appointment) {
    return html`<clinic-substitute
      .clinic=${this.clinic}
      .appointment=${appointment}
      .mayBegin=${() => this.mayDrop(this._form)}
      @asking=${(/** @type {CustomEvent} */ event) => this._setSubstituting(event.detail)}
      @done=${() => this.dispatchEvent(new Event("done"))}
    ></clinic-substitute>
    <clinic-add-interpreter
      .clinic=${this.clinic}
      .appointment=${appointment}
      .mayBegin=${() => this.mayDrop(this._form)}
      @asking=${(/** @type {CustomEvent} */ event) => this._setSubstituting(event.detail)}
      @done=${() => this.dispatchEvent(new Event("done"))}
    ></clinic-add-interpreter>`;
  }

  /** One thing at a time: while a substitute is named, the session's own buttons are away. @param {boolean} substituting */
  _setSubstituting(substituting) {
    this._substituting = substituting;
    this.requestUpdate();
  }

  /** A cancelled session that has not begun can be planned again. */
  _again() {
    const { appointment } = this;
    if (!this.clinic.can("schedule.write") || !appointment || !canReplan(appointment, this.http.now())) return nothing;
    return html`<div class="form-actions">
      <button class="button button-main" type="button" @click=${() => void this._replan(appointment)}>${words.schedule.replan}</button>
    </div>`;
  }

  /** @param {import("../../core/api/shapes.js").Appointment} appointment */
  async _replan(appointment) {
    const done = await this.act(() => replan(this.http, appointment), words.schedule.replanned);
    if (done) this.dispatchEvent(new Event("done"));
  }

  _kind() {
    const { schedule } = words;
    const form = this._form;
    return html`
      ${selectField(
        form,
        "kind",
        {
          label: schedule.fields.kind,
          onChange: (kind) => {
            form.set("track", usualTrack(kind));
            if (!this.appointment) form.set("duration_min", usualLength(kind));
            this._checkSoon();
          },
        },
        KINDS.map((kind) => [kind, schedule.kinds[kind]]),
      )}
      ${selectField(
        form,
        "track",
        { label: schedule.fields.track, onChange: () => this._checkSoon() },
        TRACKS.map((track) => [track, schedule.tracks[track]]),
      )}
    `;
  }

  /** What of a planned session stays as it is. @param {import("../../core/api/shapes.js").Appointment} appointment */
  _fixed(appointment) {
    const { schedule } = words;
    // Many a kind and its track have the same name.
    const names = new Set([schedule.kinds[appointment.kind] ?? "", schedule.tracks[appointment.track] ?? ""]);
    return html`<p class="badges form-wide">
      ${[...names].map((name) => badge(name))}
      ${appointment.cohort ? badge(appointment.cohort.name, "plain", "groups") : nothing}
    </p>`;
  }

  _when() {
    const { schedule } = words;
    const form = this._form;
    const look = { required: true, onChange: () => this._checkSoon() };
    const other = this._values.zone !== this.clinic.zone;
    return html`
      ${textField(form, "day", { ...look, label: schedule.fields.day, type: "date" })} ${textField(form, "time", { ...look, label: schedule.fields.time, type: "time", hint: other ? zoneName(this._values.zone, locale()) : "" })}
      ${numberField(form, "duration_min", { ...look, label: schedule.fields.duration, from: 5, to: 720, step: 5 })}
      ${numberField(form, "break_min", { ...look, label: schedule.fields.break, from: 0, to: 120, step: 5 })}
      ${isCheckable(this._values) ? html`<p class="field-hint form-wide">${schedule.ends(this.writer.wall(endOf(this._values)), this.writer.length(this._values.duration_min - this._values.break_min))}</p>` : nothing}
    `;
  }

  _cohort() {
    const { schedule } = words;
    const groups = this._cohorts.data?.items ?? [];
    if (!groups.length) return nothing;
    return selectField(
      this._form,
      "cohort",
      { label: schedule.fields.cohort, hint: schedule.cohort_hint, wide: true, onChange: () => this._checkSoon() },
      [
        ["", schedule.no_cohort],
        ...groups.map((/** @type {{ id: string, name: string }} */ one) => /** @type {[string, string]} */ ([one.id, one.name])),
      ],
    );
  }

  _series() {
    if (!this.appointment?.series) return nothing;
    const { schedule } = words;
    const { repeat } = this._values;
    return html`
      <div class="inset">
        <p>${repeat ? schedule.repeat.sentence(repeat, this._values.day, this.writer) : schedule.repeat.other}</p>
        ${
          this._may
            ? html`<fieldset class="choices">
                <legend class="field-label">${schedule.scope.label}</legend>
                ${["one", "following", "all"].map(
                  (scope) => html`<label class="choice"
                    ><input type="radio" name="scope" .checked=${this._scope === scope} @change=${() => this._choose(scope)} /><span class="choice-name">${schedule.scope[scope]}</span></label
                  >`,
                )}
              </fieldset>`
            : nothing
        }
      </div>
    `;
  }

  _actions() {
    const { schedule } = words;
    const cancel = this.appointment
      ? html`<button class="button button-firm-quiet" type="button" @click=${() => void this._cancel()}>${schedule.cancel}</button>`
      : nothing;
    return formActions(this._form, this.appointment ? words.common.save : schedule.save_new, cancel);
  }

  /** @param {string} scope */
  _choose(scope) {
    this._scope = scope;
    this.requestUpdate();
  }

  _checkSoon() {
    clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._check(), CHECK_AFTER_MS);
  }

  async _check() {
    this._checking?.abort();
    if (!isCheckable(this._values)) return;
    this._checking = new AbortController();
    const body = {
      ...bodyOf(this._values),
      title: this._values.title.trim() || "–",
      ...(this.appointment ? { appointment: this.appointment.id } : {}),
    };
    try {
      const { conflicts } = await this.http.post("/appointments/check", body, { signal: this._checking.signal });
      this._conflicts = distinct(conflicts);
      this.requestUpdate();
    } catch (error) {
      // Saving asks the same again, and says what is wrong.
      if (!isAborted(error)) this._conflicts = [];
    }
  }

  async _save() {
    const form = this._form;
    if (form.refuse(draftErrors(this._values))) return this.focusProblem();
    const { appointment } = this;
    const answer = await this.send(form, () =>
      appointment
        ? this.http.patch(`/appointments/${appointment.id}`, changesOf(this.draft, this._values), {
            query: { scope: this._scope },
            version: appointment.version,
          })
        : this.http.post("/appointments", bodyOf(this._values)),
    );
    if (!answer) {
      if (form.problem instanceof Problem) this._conflicts = distinct(form.problem.conflicts);
      return undefined;
    }
    this.clinic.toasts.show(appointment ? words.common.saved : words.schedule.planned(answer.appointments?.length ?? 1));
    const planned = appointment ? null : answer.appointments?.[0];
    this.dispatchEvent(new CustomEvent("done", { detail: planned ?? null }));
  }

  async _cancel() {
    const { schedule } = words;
    const { appointment } = this;
    if (!appointment || !(await this.clinic.ask(appointment.series ? schedule.ask_cancel[this._scope] : schedule.ask_cancel.one))) return;
    const scope = appointment.series ? this._scope : "one";
    const done = await this.act(() => this.http.post(`/appointments/${appointment.id}/cancel`, {}, { query: { scope } }));
    if (!done) return;
    this._form.drop();
    const cancelled = done.appointments.find((/** @type {{ id: string }} */ one) => one.id === appointment.id);
    this.dispatchEvent(new CustomEvent("cancelled", { detail: scope === "one" ? cancelled : null }));
  }
}

customElements.define("clinic-session-editor", SessionEditor);
