/** For facilitators: the line and everybody else, who gets the floor, and how turns are taken. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, live, nothing, repeat } from "../../../vendor/lit.js";
import { holds, mayAny, nameOf, namesOf, peopleByTurn, tilesOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class FacilitatorFloor extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    this._setting = Promise.resolve();
  }

  render() {
    const { view } = this;
    const { in_line, others } = peopleByTurn(view);
    const members = others.filter((person) => view.people[person]?.role === "member");
    const text = words.console.turns;
    return html`
      <section class="panel-part" aria-label=${text.title}>
        <h3>${in_line.length ? text.line : text.no_line}</h3>
        ${
          in_line.length
            ? html`<ol class="rows">${repeat(
                in_line,
                (person) => person,
                (person, index) => this._waiting(person, index, in_line.length),
              )}</ol>`
            : nothing
        }
        <h3>${in_line.length || view.floor?.holder ? text.others : text.here}</h3>
        <ul class="rows">${repeat(
          members,
          (person) => person,
          (person) => this._row(person),
        )}</ul>
        ${this._couples()}
        <details class="more" open>
          <summary>${text.how}</summary>
          <div class="stack">
            ${this._meanwhile()} ${this._choice(text.mode, text.modes, "mode")} ${this._choice(text.microphones, text.mic_policies, "mic_policy")} ${this._choice(text.grants, text.grants_by, "grants")}
          </div>
        </details>
      </section>
    `;
  }

  /** @param {string} person @param {number} index @param {number} of */
  _waiting(person, index, of) {
    const { view } = this;
    const name = nameOf(view, person);
    const text = words.console.turns;
    const quick = view.floor?.quick?.includes(person);
    return html`<li class="row">
      <span class="row-name"><span class="row-head"><span class="place" aria-label=${text.place(index + 1)}>${index + 1}</span><bdi>${name}</bdi></span>${quick ? html`<span class="small row-note">${text.quick}</span>` : nothing}</span>
      ${of > 1 ? html`${this._move(person, index - 1, index > 0, text.earlier(name), "up")}${this._move(person, index + 1, index < of - 1, text.later(name), "down")}` : nothing}
      ${this._give(person)}
    </li>`;
  }

  /** @param {string} person @param {number} place @param {boolean} possible @param {string} label @param {"up" | "down"} sign */
  _move(person, place, possible, label, sign) {
    return html`<button
      class="button button-sign"
      type="button"
      title=${label}
      aria-label=${label}
      aria-disabled=${possible ? "false" : "true"}
      @click=${() => possible && void this.session.askFloor("floor.move_hand", { person, place })}
    >
      ${icon(sign)}
    </button>`;
  }

  /** @param {string} person */
  _row(person) {
    const { view } = this;
    const text = words.console.turns;
    const notes = [
      view.leading?.come_back.includes(person) && text.come_back,
      view.floor?.mode !== "open" && view.floor?.heard?.includes(person) && text.heard,
    ].filter(Boolean);
    return html`<li class="row">
      <span class="row-name"><bdi>${nameOf(view, person)}</bdi>${notes.map((note) => html`<span class="small row-note">${note}</span>`)}</span>
      ${this._give(person)}
    </li>`;
  }

  /** @param {string} person */
  _give(person) {
    const text = words.console.turns;
    const name = nameOf(this.view, person);
    return html`<button class="button" type="button" aria-label=${text.give_to(name)} @click=${() => void this.session.askFloor("floor.grant", { person })}>${text.give}</button>`;
  }

  /** Two turns in a row for two on one camera, whoever has the floor or not. */
  _couples() {
    const { view, session } = this;
    if (!mayAny(view, "floor.grant")) return nothing;
    const couples = tilesOf(view, { with_own: false }).filter(({ seat }) => seat.people.length === 2);
    return couples.map(({ seat }) => {
      const first = seat.people.find((person) => holds(view, person)) ?? seat.people[0];
      const then = seat.people.find((person) => person !== first);
      return html`<button class="button button-wide" type="button" @click=${() => void session.askFloor("floor.grant", { person: first, then })}>
        ${words.console.turns.both(namesOf(view, seat.people))}
      </button>`;
    });
  }

  _meanwhile() {
    const { run } = this.view;
    if (!run || run.paused) return nothing;
    return html`<p class="small">${words.console.turns.meanwhile(this.session.library.protocol(run.protocol)?.title ?? "")}</p>`;
  }

  /** @param {string} label @param {Record<string, string>} options @param {"mode" | "mic_policy" | "grants"} key */
  _choice(label, options, key) {
    const floor = this.view.floor;
    if (!floor) return nothing;
    const now = key === "grants" ? floor.grants : floor.base[key];
    return html`
      <label class="field">
        <span class="field-label">${label}</span>
        <select .value=${live(now)} @change=${(/** @type {Event} */ event) => this._set(key, /** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
          ${Object.entries(options).map(([value, text]) => html`<option value=${value} ?selected=${value === now}>${text}</option>`)}
        </select>
      </label>
    `;
  }

  /**
   * Two quick choices go one after the other: the second would be stale while the first is on its way.
   * @param {"mode" | "mic_policy" | "grants"} key
   * @param {string} value
   */
  _set(key, value) {
    this._setting = this._setting.then(async () => {
      const floor = this.session.view?.floor;
      if (!floor) return;
      await this.session.askFloor("floor.set_mode", { ...floor.base, grants: floor.grants, [key]: value });
      this.requestUpdate();
    });
  }
}

customElements.define("attune-facilitator-floor", FacilitatorFloor);
