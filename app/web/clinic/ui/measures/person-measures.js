/** A client's measures, for those of the staff who may read them: the course as a picture and a table, and every answer. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { scoresOf, wordsIn } from "../../core/measures/course.js";
import { locale, words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import { coursePicture } from "./picture.js";

/**
 * @typedef {import("../../core/measures/course.js").Instrument} Instrument
 * @typedef {import("../../core/measures/course.js").Sent} Sent
 * @typedef {{ instruments: Instrument[], responses: Sent[], alerts: { task: string, at: string, seen_at: string | null }[] }} Course
 */

export class PersonMeasures extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Person} */
    this.person;
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<Course>} */ (signal) => this.http.get(`/people/${this.person.id}/measures`, { signal }),
        this._redraw,
      ),
    );
  }

  get _language() {
    return locale().slice(0, 2);
  }

  render() {
    const { staff, title } = words.measures;
    if (this._found.state === "failed") return panel(title, html`<p>${staff.closed}</p>`);
    return shown(
      this._found,
      this.writer,
      (found) => html`
        ${found.alerts.map((alert) => this._alert(alert))}
        ${found.responses.length ? this._latest(found.instruments).map((one) => this._panel(one, found)) : panel(title, html`<p>${staff.none}</p>`)}
      `,
    );
  }

  /** The newest version of each, as its course is drawn. @param {Instrument[]} instruments */
  _latest(instruments) {
    /** @type {Record<string, Instrument>} */
    const found = {};
    for (const one of instruments) if (!found[one.key] || found[one.key].version < one.version) found[one.key] = one;
    return Object.values(found);
  }

  /** @param {{ at: string, seen_at: string | null }} alert */
  _alert(alert) {
    const { staff } = words.measures;
    return html`<section class="card panel talk-card" role="status">
      <div class="panel-head">
        <h2>${icon("careful")} <span>${staff.talk(this.person.name)}</span></h2>
        ${alert.seen_at ? badge(staff.seen(this.writer.shortDate(alert.seen_at)), "good", "check") : html`<button class="button button-main" type="button" @click=${() => void this._see()}>${staff.see}</button>`}
      </div>
      <p>${staff.talk_text(this.writer.shortDate(alert.at))}</p>
      <p><a href="/follow-ups">${words.day.follow.title}</a></p>
    </section>`;
  }

  async _see() {
    await this.act(() => this.http.post(`/people/${this.person.id}/measures/seen`), words.measures.staff.have_it);
    await this._found.load();
  }

  /** @param {Instrument} one @param {Course} found */
  _panel(one, found) {
    const { staff } = words.measures;
    const name = wordsIn(one.title, this._language);
    const sent = found.responses.filter(({ instrument }) => instrument === one.key);
    return panel(
      name,
      html`
        ${one.validated ? nothing : html`<p>${badge(words.measures.not_validated, "warm")}</p>`}
        ${one.scored ? this._scores(one, name, sent) : this._items(one, name, sent)}
        <details>
          <summary>${staff.answers}</summary>
          <ul class="plain stack">
            ${[...sent].reverse().map((each) => html`<li><h3>${this.writer.shortDate(each.answered_at)}</h3><ol>${each.answers.map((answer, place) => this._answer(one, answer, place))}</ol></li>`)}
          </ul>
        </details>
      `,
    );
  }

  /** @param {Instrument} one @param {number | null} answer @param {number} place */
  _answer(one, answer, place) {
    const text = one.options.find(({ value }) => value === answer)?.text;
    const told = answer === null ? words.measures.staff.skipped : text ? `${answer}, ${wordsIn(text, this._language)}` : answer;
    return html`<li dir="auto">${wordsIn(one.items[place], this._language)}: <strong>${told}</strong></li>`;
  }

  /** @param {Instrument} one @param {string} name @param {Sent[]} sent */
  _scores(one, name, sent) {
    const { staff, score, day } = words.measures;
    const values = scoresOf(sent, one.key);
    const last = sent.at(-1);
    const band = (/** @type {Sent} */ each) => (each.band === null ? "" : wordsIn(one.bands[each.band].name, this._language));
    return html`
      ${last ? html`<p>${last.total === null ? staff.no_score : staff.last(last.total, one.most, band(last), this.writer.shortDate(last.answered_at))}</p>` : nothing}
      ${
        values.length
          ? coursePicture({
              name: `${name}, ${this.person.name}`,
              rows: [{ name, values }],
              most: one.most,
              zones: one.bands.map(({ begins, name: band_name }) => ({ begins, name: wordsIn(band_name, this._language) })),
              day: (at) => this.writer.shortDate(at),
              dates: values.map(({ at }) => at),
              heads: [day, score, staff.band],
              table: sent.map((each) => [
                this.writer.shortDate(each.answered_at),
                each.total === null
                  ? staff.no_score
                  : html`${each.total}${each.prorated ? html` <span class="quiet">${staff.prorated}</span>` : nothing}`,
                band(each),
              ]),
            })
          : nothing
      }
    `;
  }

  /** @param {Instrument} one @param {string} name @param {Sent[]} sent */
  _items(one, name, sent) {
    const rows = [0, 1].map((place) => ({
      name: wordsIn(one.items[place], this._language),
      values: sent.flatMap((each) => {
        const value = each.answers[place];
        return value === null ? [] : [{ at: Date.parse(each.answered_at), value }];
      }),
    }));
    return coursePicture({
      name: `${name}, ${this.person.name}`,
      rows,
      most: one.slider?.highest ?? 10,
      day: (at) => this.writer.shortDate(at),
      dates: sent.map(({ answered_at }) => Date.parse(answered_at)),
      heads: [words.measures.day, ...one.items.map((item) => wordsIn(item, this._language))],
      table: sent.map((each) => [this.writer.shortDate(each.answered_at), ...each.answers.map((answer) => answer ?? "–")]),
    });
  }
}

customElements.define("clinic-person-measures", PersonMeasures);
