/** For facilitators: who has the floor, who is next, and how turns are taken. */

import { holds, mayAny, nameOf, namesOf, peopleByTurn, placeInLine } from "../core/selectors.js";
import { words } from "../core/words.js";
import { html, live, nothing, repeat } from "../vendor/lit.js";
import { SessionElement } from "./element.js";
import { icon } from "./icons.js";

const MODES = [["open", "Open"], ["queue", "Queue"], ["staff_only", "Staff only"], ["quiet", "Quiet"]];
const MICROPHONES = [["soft", "Free"], ["hard", "Only the person with the floor"]];
const GRANTS = [["by_facilitator", "I give each turn"], ["when_free", "First hand takes it"]];

export class FacilitatorFloor extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    this._setting = Promise.resolve();
  }

  render() {
    const { view } = this;
    const { in_line, others } = peopleByTurn(view);
    const holder = view.floor?.holder?.person;
    return html`
      <section class="panel-part" aria-labelledby="floor-title">
        <h2 id="floor-title">Floor</h2>
        <p class="holder-line" data-held=${holder ? "yes" : "no"}>
          ${holder ? html`${icon("voice")}<span><strong>${nameOf(view, holder)}</strong> has the floor</span>` : html`<span>Nobody has the floor.</span>`}
        </p>
        <div class="pair">
          ${this._button("floor.revoke", "Take back the floor", "")} ${this._button("floor.next", "Next speaker", "button-main")}
        </div>
        ${in_line.length ? html`<h3>In line</h3>` : nothing}
        <ol class="rows">${repeat(in_line, (person) => person, (person) => this._row(person))}</ol>
        <h3>${in_line.length || holder ? "Others here" : "Here"}</h3>
        <ul class="rows">
          ${holder ? this._row(holder) : nothing} ${repeat(others, (person) => person, (person) => this._row(person))}
        </ul>
        <details class="more" open>
          <summary>How turns are taken</summary>
          <div class="stack">
            ${this._choice("Floor mode", MODES, "mode")} ${this._choice("Microphones", MICROPHONES, "mic_policy")}
            ${this._choice("Free floor", GRANTS, "grants")}
          </div>
        </details>
      </section>
    `;
  }

  /** @param {string} person */
  _row(person) {
    const { view, session } = this;
    const name = nameOf(view, person);
    const place = placeInLine(view, person);
    const seat_id = view.people[person]?.seat;
    const seat = seat_id ? view.seats?.[seat_id] : undefined;
    // A seat moves as a whole: the button stands beside its first person.
    const movable = seat && seat.people[0] === person && view.people[person]?.role === "member";
    const here = holds(view, person);
    return html`
      <li class="row">
        <span class="row-name">${place ? html`<span class="place" aria-label=${`Number ${place}`}>${place}</span>` : nothing}${name}</span>
        ${here
          ? html`<span class="tag" data-kind="holder">Has the floor</span>`
          : html`<button class="button" type="button" aria-label=${`Give the floor to ${name}`} @click=${() => void session.askFloor("floor.grant", { person })}>
              Give the floor
            </button>`}
        ${movable
          ? html`<button
              class="button button-sign"
              type="button"
              title="Move to waiting room"
              aria-label=${`Move to waiting room: ${namesOf(view, seat.people)}`}
              @click=${() => void session.ask("seat.move_to_waiting", { seat: seat_id })}
            >
              ${icon("out")}
            </button>`
          : nothing}
      </li>
    `;
  }

  /** @param {string} request @param {string} label @param {string} weight */
  _button(request, label, weight) {
    const possible = mayAny(this.view, request);
    return html`<button
      class="button ${weight}"
      type="button"
      aria-disabled=${possible ? "false" : "true"}
      @click=${() => (possible ? void this.session.askFloor(request) : this.session.toast(words.notNow(request)))}
    >
      ${label}
    </button>`;
  }

  /** @param {string} label @param {string[][]} options @param {"mode" | "mic_policy" | "grants"} key */
  _choice(label, options, key) {
    const floor = this.view.floor;
    if (!floor) return nothing;
    return html`
      <label class="field">
        <span class="field-label">${label}</span>
        <select .value=${live(floor[key])} @change=${(/** @type {Event} */ event) => this._set(key, /** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
          ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === floor[key]}>${text}</option>`)}
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
      const { mode, mic_policy, grants } = floor;
      await this.session.askFloor("floor.set_mode", { mode, mic_policy, grants, [key]: value });
      this.requestUpdate();
    });
  }
}

customElements.define("attune-facilitator-floor", FacilitatorFloor);
