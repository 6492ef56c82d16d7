/** A client's own questions: what is due, one question at a time, and how it went so far. Nobody else's page has them. */

import { html, nothing } from "../../../vendor/lit.js";
import { codeOf } from "../../core/api/problems.js";
import { Resource } from "../../core/api/resource.js";
import { scoresOf, wordsIn } from "../../core/measures/course.js";
import { locale, words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { backLink, emptyState, pageHead, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import { coursePicture } from "./picture.js";

/**
 * @typedef {import("../../core/measures/course.js").Instrument} Instrument
 * @typedef {import("../../core/measures/course.js").Sent} Sent
 * @typedef {{ instrument: string, due: string, title: { en: string, es: string }, items: number, answered: number, session_at: string | null }} Due
 * @typedef {{ id: string, instrument: Instrument, answers: (number | null)[], state: string, talks: boolean, version: number }} Asked
 */

export class QuestionsPage extends PageElement {
  static properties = {
    ...PageElement.properties,
    _asked: { state: true },
    _place: { state: true },
    _talks: { state: true },
    _busy: { state: true },
  };

  constructor() {
    super();
    /** What is being answered. @type {Asked | null} */
    this._asked = null;
    /** Which question is shown; after the last one comes the end. */
    this._place = 0;
    /** The sentence about who is there stays until the page is left. */
    this._talks = false;
    this._busy = false;
    /** @type {Resource<{ waits: boolean, due: Due[] }>} */
    this._own = this.follow(new Resource((signal) => this.http.get("/me/measures", { signal }), this._redraw));
    /** @type {Resource<{ instruments: Instrument[], responses: Sent[] }>} */
    this._course = this.follow(new Resource((signal) => this.http.get("/me/measures/course", { signal }), this._redraw));
  }

  get _language() {
    return locale().slice(0, 2);
  }

  render() {
    const { own } = words.measures;
    if (this._asked) return html`${this._support()} ${this._question(this._asked)}`;
    return html`
      ${backLink("/programme", words.shell.pages.programme)} ${pageHead(own.title, { lead: own.lead })} ${this._support()}
      ${shown(this._own, this.writer, ({ waits, due }) =>
        waits
          ? emptyState("leaf", own.waits, own.waits_text)
          : due.length
            ? html`<ul class="plain stack">${due.map((one) => html`<li>${this._card(one)}</li>`)}</ul>`
            : emptyState("leaf", own.none, own.none_text),
      )}
      ${this._course.data?.responses.length ? this._so_far(this._course.data) : nothing}
    `;
  }

  /** Who is there, after an answer of which staff are told. */
  _support() {
    const { own } = words.measures;
    if (!this._talks) return nothing;
    return html`<section class="card panel talk-card" role="status">
      <h2>${own.talk}</h2>
      <p>${own.talk_text}</p>
      <p><strong>${own.lifelines}</strong></p>
    </section>`;
  }

  /** @param {Due} one */
  _card(one) {
    const { own } = words.measures;
    return panel(
      wordsIn(one.title, this._language),
      html`<p>${one.session_at ? own.about(this.writer.shortDate(one.session_at)) : own.about_week}</p>
        <p class="quiet">${own.count(one.items, one.answered)}</p>`,
      html`<button class="button button-main" type="button" aria-disabled=${this._busy ? "true" : "false"} @click=${() => void this._begin(one)}>${one.answered ? own.go_on : own.begin}</button>`,
    );
  }

  /** @param {Asked} asked */
  _question(asked) {
    const { own } = words.measures;
    const { instrument } = asked;
    const last = instrument.slider ? 0 : instrument.items.length - 1;
    const at_end = this._place > last;
    return html`
      <section class="question card" aria-labelledby="question">
        <div class="question-head">
          <p class="quiet">${at_end ? own.end_over : instrument.slider ? own.slider_over : own.place(this._place + 1, instrument.items.length)}</p>
          <button class="button" type="button" @click=${() => this._leave()}>${own.later}</button>
        </div>
        ${instrument.slider ? nothing : html`<progress class="question-progress" aria-hidden="true" max=${instrument.items.length} value=${Math.min(this._place, last + 1)}></progress>`}
        ${at_end ? this._end(asked) : instrument.slider ? this._sliders(asked) : this._item(asked)}
      </section>
    `;
  }

  /** @param {Asked} asked */
  _item(asked) {
    const { own } = words.measures;
    const { instrument, answers } = asked;
    const item = wordsIn(instrument.items[this._place], this._language);
    return html`
      <p class="question-lead" dir="auto">${wordsIn(instrument.lead, this._language)}</p>
      <h1 id="question" class="question-text" tabindex="-1" dir="auto">${item}</h1>
      ${this._place + 1 === instrument.alert_item ? html`<p class="note">${icon("careful")}<span>${own.told}</span></p>` : nothing}
      <div class="question-options" role="group" aria-labelledby="question">
        ${instrument.options.map(
          ({ value, text }) =>
            html`<button class="button question-option" type="button" aria-pressed=${answers[this._place] === value ? "true" : "false"} @click=${() => void this._answer(value)}>${wordsIn(text, this._language)}</button>`,
        )}
      </div>
      <div class="form-actions">
        ${this._place ? html`<button class="button" type="button" @click=${() => this._turn(this._place - 1)}>${icon("back")}<span>${own.back}</span></button>` : nothing}
        <button class="button" type="button" @click=${() => void this._answer(null)}>${own.skip}</button>
      </div>
    `;
  }

  /** @param {Asked} asked */
  _sliders(asked) {
    const { own } = words.measures;
    const { instrument, answers } = asked;
    const slider = /** @type {NonNullable<Instrument["slider"]>} */ (instrument.slider);
    const ends = [slider.low, slider.high].map((text) => wordsIn(text, this._language));
    return html`
      <h1 id="question" class="question-text" tabindex="-1" dir="auto">${wordsIn(instrument.lead, this._language)}</h1>
      <p class="quiet">${own.any}</p>
      ${instrument.items.map((item, place) => {
        const answer = answers[place];
        return html`<div class="question-slider">
          <label for="slider-${place}" dir="auto">${wordsIn(item, this._language)}</label>
          <input
            id="slider-${place}"
            type="range"
            min=${slider.lowest}
            max=${slider.highest}
            step="1"
            .value=${String(answer ?? Math.round((slider.lowest + slider.highest) / 2))}
            data-unset=${answer === null ? "yes" : "no"}
            aria-valuetext=${answer === null ? own.unset : own.of(answer, slider.highest)}
            @input=${(/** @type {Event} */ event) => this._slide(place, Number(/** @type {HTMLInputElement} */ (event.currentTarget).value))}
            @click=${(/** @type {Event} */ event) => this._slide(place, Number(/** @type {HTMLInputElement} */ (event.currentTarget).value))}
          />
          <p class="slider-ends"><span>${slider.lowest}: ${ends[0]}</span><strong>${answer === null ? own.unset : answer}</strong><span>${slider.highest}: ${ends[1]}</span></p>
        </div>`;
      })}
      ${instrument.validated ? nothing : html`<p class="quiet">${own.not_validated}</p>`}
      ${this._last(asked)}
    `;
  }

  /** @param {Asked} asked */
  _end(asked) {
    const { own } = words.measures;
    const skipped = asked.answers.filter((answer) => answer === null).length;
    return html`
      <h1 id="question" class="question-text" tabindex="-1">${own.end}</h1>
      <p>${own.end_text}</p>
      ${skipped ? html`<p class="quiet">${own.skipped(skipped)}</p>` : nothing} ${this._last(asked)}
    `;
  }

  /** @param {Asked} asked */
  _last(asked) {
    const { own } = words.measures;
    return html`<div class="form-actions">
      <button class="button button-main" type="button" aria-disabled=${this._busy ? "true" : "false"} @click=${() => void this._finish("send")}>${own.send}</button>
      ${asked.instrument.slider ? nothing : html`<button class="button" type="button" @click=${() => this._turn(asked.instrument.items.length - 1)}>${icon("back")}<span>${own.back}</span></button>`}
      <button class="button" type="button" @click=${() => void this._finish("pass")}>${own.pass}</button>
    </div>`;
  }

  /** @param {{ instruments: Instrument[], responses: Sent[] }} course */
  _so_far({ instruments, responses }) {
    const { own } = words.measures;
    const scored = instruments.filter((one) => one.scored && scoresOf(responses, one.key).length);
    if (!scored.length) return nothing;
    return panel(
      own.so_far,
      html`<p class="quiet">${own.so_far_text}</p>
        ${scored.map((one) => {
          const values = scoresOf(responses, one.key);
          const name = wordsIn(one.title, this._language);
          return html`<h3>${name}</h3>
            ${coursePicture({
              name,
              rows: [{ name, values }],
              most: one.most,
              day: (at) => this.writer.shortDate(at),
              dates: values.map(({ at }) => at),
              heads: [words.measures.day, words.measures.score],
              table: values.map(({ at, value }) => [this.writer.shortDate(at), own.of(value, one.most)]),
            })}`;
        })}`,
    );
  }

  /** @param {Due} one */
  async _begin(one) {
    if (this._busy) return;
    this._busy = true;
    const asked = await this.act(() => this.http.post("/me/measures", { instrument: one.instrument, due: one.due }));
    this._busy = false;
    if (!asked) return void this._own.load();
    this._asked = asked;
    this._talks ||= asked.talks;
    const open = asked.answers.indexOf(null);
    this._turn(one.answered && open >= 0 ? open : 0);
  }

  /** @param {number} place */
  _turn(place) {
    this._place = place;
    void this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("#question"))?.focus());
  }

  /** @param {number | null} value */
  async _answer(value) {
    if (this._busy || !this._asked) return;
    this._asked.answers[this._place] = value;
    if (await this._keep("keep")) this._turn(this._place + 1);
  }

  /** @param {number} place @param {number} value */
  _slide(place, value) {
    if (!this._asked) return;
    this._asked.answers[place] = value;
    this.requestUpdate();
  }

  /** @param {"send" | "pass"} move */
  async _finish(move) {
    if (this._busy || !this._asked) return;
    if (move === "pass" && !(await this.clinic.ask(words.measures.own.ask_pass))) return;
    if (!(await this._keep(move))) return;
    this.clinic.toasts.show(move === "send" ? words.measures.own.sent : words.measures.own.passed);
    this._asked = null;
    await Promise.all([this._own.load(), this._course.load()]);
  }

  /** @param {string} move */
  async _keep(move) {
    const asked = /** @type {Asked} */ (this._asked);
    this._busy = true;
    try {
      const kept = await this.http.put(`/me/measures/${asked.id}`, { answers: asked.answers, move }, { version: asked.version });
      this._asked = kept;
      this._talks ||= kept.talks;
      return true;
    } catch (error) {
      this.clinic.toasts.show(words.refusal(error));
      // Another page has gone on, or it is not asked any more: what is there now is shown.
      if (codeOf(error)) this._leave();
      return false;
    } finally {
      this._busy = false;
    }
  }

  _leave() {
    this._asked = null;
    void this._own.load();
  }
}

customElements.define("clinic-questions", QuestionsPage);
