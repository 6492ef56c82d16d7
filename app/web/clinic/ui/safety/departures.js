/** Who left a session how, on one page that can be printed, and the way to hand what is left to do over to somebody on call. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { badge, emptyState, pageHead, panel, personChip, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "./hold-session.js";

/**
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ what: string, at: string, cause: string | null }} Fact
 * @typedef {{ person: Named, came_at: string, left_at: string | null, how: string, goodbye: boolean,
 *   exit: { number: number, call: boolean, red: boolean, done: string | null } | null, noted: Fact[] }} Departure
 * @typedef {{ title: string, ended_at: string | null, people: Departure[], crisis: Fact[], tasks: { id: string, client: Named, kind: string }[],
 *   hand_overs: { to: Named, by: Named, at: string }[], may_hand_over: boolean,
 *   gone: { answers_at: string, log_at: string | null, people: number } | null }} Departures
 */

export class DeparturesPage extends PageElement {
  constructor() {
    super();
    this._found = this.follow(
      new Resource((signal) => this.http.get(`/appointments/${this.params.id}/departures`, { signal }), this._redraw),
    );
  }

  render() {
    return shown(this._found, this.writer, (/** @type {Departures} */ found) => this._draw(found));
  }

  /** @param {Departures} found */
  _draw(found) {
    const { departures } = words.safety;
    return html`
      ${pageHead(departures.title, {
        over: found.title,
        lead: found.ended_at ? departures.ended(this.writer.moment(found.ended_at)) : departures.goes_on,
        actions: html`<a class="button no-print" href="/sessions/${this.params.id}/attendance">${words.attendance.title}</a
          ><button class="button no-print" type="button" @click=${() => window.print()}>${departures.print}</button>`,
      })}
      ${found.gone ? html`<p class="note">${this._gone(found.gone)}</p>` : nothing}
      ${found.gone?.log_at ? nothing : found.people.length ? html`<ul class="departures">${found.people.map((one) => this._person(one))}</ul>` : emptyState("people", departures.nobody, "")}
      ${found.crisis.length ? panel(departures.crisis, html`<ul class="plain">${found.crisis.map((fact) => html`<li>${this._line(fact, departures.crisis_facts)}</li>`)}</ul>`) : nothing}
      ${panel(
        departures.tasks,
        found.tasks.length
          ? html`<ul class="plain">${found.tasks.map((task) => html`<li><bdi>${task.client.name}</bdi> · ${words.day.follow.kinds[task.kind] ?? task.kind}</li>`)}</ul>`
          : html`<p>${departures.no_tasks}</p>`,
        html`<a class="button no-print" href="/follow-ups">${departures.to_tasks}</a>`,
      )}
      ${found.may_hand_over || found.hand_overs.length ? this._handOver(found) : nothing}
      <clinic-hold-session class="no-print" .clinic=${this.clinic} .session=${this.params.id}></clinic-hold-session>
    `;
  }

  /** @param {NonNullable<Departures["gone"]>} gone */
  _gone({ answers_at, log_at, people }) {
    const { gone } = words.records;
    return log_at ? gone.log(this.writer.shortDate(log_at), people) : gone.answers(this.writer.shortDate(answers_at));
  }

  /** @param {Departure} one */
  _person(one) {
    const { departures } = words.safety;
    const { exit } = one;
    const how = one.left_at ? one.how : "here";
    const tone = how === "left" ? "plain" : ["here", "stayed"].includes(how) ? "good" : "firm";
    return html`<li class="card">
      <div class="departure">
        ${personChip(one.person, departures.from_to(this.writer.time(one.came_at), one.left_at ? this.writer.time(one.left_at) : ""))}
        ${badge(departures.ways[how] ?? how, tone)}
        ${one.goodbye ? badge(departures.goodbye, "good", "check") : one.left_at ? badge(departures.no_goodbye, "plain") : nothing}
      </div>
      ${exit ? html`<p>${exit.red ? html`<strong>${departures.exit(exit.number, exit.call)}</strong>` : departures.exit(exit.number, exit.call)}${exit.done ? ` · ${departures.done[exit.done] ?? exit.done}` : nothing}</p>` : nothing}
      ${one.noted.length ? html`<ul class="plain small">${one.noted.map((fact) => html`<li>${this._line(fact, departures.facts)}</li>`)}</ul>` : nothing}
    </li>`;
  }

  /** @param {Fact} fact @param {Record<string, string>} said */
  _line({ what, at, cause }, said) {
    const text = said[what] ?? words.day.follow.kinds[what] ?? what;
    return `${this.writer.time(at)} · ${cause ? words.day.follow.because(text, words.day.follow.causes[cause] ?? cause) : text}`;
  }

  /** @param {Departures} found */
  _handOver(found) {
    const { departures } = words.safety;
    return panel(
      departures.hand_over,
      html`<p class="no-print">${departures.hand_over_text}</p>
        <div role="status"><ul class="plain">${found.hand_overs.map((one) => html`<li>${departures.handed(this.writer.moment(one.at), one.by.name, one.to.name)}</li>`)}</ul></div>
        ${found.may_hand_over ? html`<button class="button no-print" type="button" @click=${() => void this._hand()}>${departures.hand_over_now}</button>` : nothing}`,
    );
  }

  async _hand() {
    const found = await this.act(() => this.http.post(`/appointments/${this.params.id}/hand-over`, {}));
    if (found) this._found.put(found);
  }
}

customElements.define("clinic-departures", DeparturesPage);
