/** What happened in sessions that somebody looks after: what is due comes first, and what was done is noted in one step. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { AGAIN_H, outcomeBody } from "../../core/schedule/follow-up.js";
import { addDays, wallTime } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, selectField } from "../common/fields.js";
import { badge, emptyState, pageHead, panel, personChip, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/people-picker.js";

/**
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ id: string, client: Named, session: string | null, kind: string, cause: string | null, noted_at: string, due_at: string, overdue: boolean, mine: boolean, doer: Named | null,
 *   state: "open" | "done", outcome: string | null, by: Named | null, by_at: string | null, version: number }} FollowUp
 */

const OUTCOMES = ["reached", "not_reached", "handed_on", "not_needed"];

export class FollowUpsPage extends PageElement {
  static properties = { ...PageElement.properties, _asked: { state: true } };

  constructor() {
    super();
    /** The task about which something is being noted. */
    this._asked = "";
    /** @type {Named | null} */
    this._chosen = null;
    this._form = this.form({});
    this._open = this.follow(new Resource((signal) => this.http.get("/follow-ups", { signal }), this._redraw));
    this._done = this.follow(new Resource((signal) => this.http.get("/follow-ups", { query: { done: true }, signal }), this._redraw));
  }

  render() {
    const { follow } = words.day;
    return html`
      ${pageHead(follow.title, { lead: follow.lead })}
      ${shown(this._open, this.writer, ({ items }) =>
        items.length
          ? html`<ul class="override-list">${items.map((/** @type {FollowUp} */ one) => this._task(one))}</ul>`
          : emptyState("check", follow.none, follow.none_text),
      )}
      ${this._done.data?.items.length ? panel(follow.done, html`<ul class="override-list">${this._done.data.items.map((/** @type {FollowUp} */ one) => this._past(one))}</ul>`) : nothing}
    `;
  }

  /** @param {FollowUp} one */
  _what(one) {
    const { follow } = words.day;
    return one.cause ? follow.because(follow.kinds[one.kind] ?? one.kind, follow.causes[one.cause] ?? one.cause) : follow.kinds[one.kind];
  }

  /** @param {string} at */
  _when(at) {
    return `${this.writer.date(at)}, ${this.writer.time(at)}`;
  }

  /** Until when: nobody reads the midnight after a day as the end of that day. @param {string} at */
  _deadline(at) {
    const wall = wallTime(at, this.clinic.zone);
    return wall.endsWith("T00:00") ? words.day.follow.by_end_of(this.writer.day(addDays(wall.slice(0, 10), -1))) : this._when(at);
  }

  /** @param {FollowUp} one */
  _task(one) {
    const { follow } = words.day;
    return html`<li>
      ${personChip(one.client, this._what(one))}
      ${badge(one.overdue ? follow.overdue(this._when(one.due_at)) : follow.due(this._deadline(one.due_at)), one.overdue ? "firm" : "plain", one.overdue ? "careful" : undefined)}
      ${one.mine ? badge(follow.mine, "good") : one.doer ? badge(follow.of(one.doer.name), "plain", "person") : badge(follow.team, "plain", "people")}
      ${one.session ? html`<a class="quiet" href="/sessions/${one.session}/departures">${follow.session}</a>` : nothing}
      ${one.outcome && one.by ? html`<p class="quiet">${follow.last(follow.outcomes[one.outcome], one.by.name, this._when(one.by_at ?? one.noted_at))}</p>` : nothing}
      ${
        this._asked === one.id
          ? this._ask(one)
          : html`<button class="button" type="button" aria-label=${follow.note_for(one.client.name)} @click=${() => void this._begin(one)}>${follow.note}</button>`
      }
    </li>`;
  }

  /** @param {FollowUp} one */
  _past(one) {
    const { follow } = words.day;
    return html`<li>${personChip(one.client, this._what(one))}
      <p class="quiet">${follow.last(follow.outcomes[one.outcome ?? "reached"], one.by?.name ?? "", this._when(one.by_at ?? one.noted_at))}</p></li>`;
  }

  /** @param {FollowUp} one */
  _ask(one) {
    const { follow } = words.day;
    const form = this._form;
    const { outcome } = form.values;
    return html`
      <form class="stack inset" novalidate @submit=${onSubmit(() => this._save(one))}>
        <p class="quiet">${follow.codes_only}</p>
        ${formProblem(form)}
        ${selectField(
          form,
          "outcome",
          { label: follow.what },
          OUTCOMES.map((each) => /** @type {[string, string]} */ ([each, follow.outcomes[each]])),
        )}
        ${
          outcome === "not_reached"
            ? selectField(
                form,
                "again_h",
                { label: follow.again },
                AGAIN_H.map((hours) => /** @type {[string, string]} */ ([String(hours), follow.in_hours(hours)])),
              )
            : nothing
        }
        ${outcome === "handed_on" ? this._colleague() : nothing}
        ${formActions(form, follow.save, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  _colleague() {
    const { follow } = words.day;
    const problem = this._form.errors.to;
    return this._chosen
      ? html`<p class="chosen">${personChip(this._chosen)}<button class="button" type="button" @click=${() => this._choose(null)}>${words.common.change}</button></p>`
      : html`<clinic-people-picker
          .clinic=${this.clinic}
          .label=${follow.colleague}
          .kind=${"staff"}
          .problem=${problem ? words.fieldProblem(problem) : ""}
          @pick=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}
        ></clinic-people-picker>`;
  }

  /** @param {Named | null} person */
  _choose(person) {
    this._chosen = person;
    this._form.set("to", person?.id ?? "");
  }

  /** @param {FollowUp} one */
  async _begin(one) {
    this._form = this.form({ outcome: "reached", again_h: String(AGAIN_H[0]), to: "" });
    this._chosen = null;
    this._asked = one.id;
    await this.updateComplete;
    this.querySelector("select")?.focus();
  }

  _stop() {
    this._asked = "";
  }

  /** @param {FollowUp} one */
  async _save(one) {
    const body = outcomeBody(/** @type {any} */ (this._form.values), this.http.now());
    const saved = await this.send(this._form, () => this.http.patch(`/follow-ups/${one.id}`, body, { version: one.version }));
    if (!saved) return;
    this._asked = "";
    this.clinic.toasts.show(words.day.follow.saved);
    this.clinic.dispatchEvent(new Event("followed-up"));
    await Promise.all([this._open.load(), this._done.load()]);
    this.querySelector("h1")?.focus();
  }
}

customElements.define("clinic-follow-ups", FollowUpsPage);
