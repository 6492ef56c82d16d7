/** An owner's first day: what there is still to do, gone once everything is done. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { firstSteps, isUnnamed } from "../../core/schedule/day.js";
import { utc } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { PageElement } from "../element.js";

/** As far ahead as one may ask at once. */
const AHEAD_MS = 60 * 86_400_000;

export class FirstSteps extends PageElement {
  constructor() {
    super();
    this._steps = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  /** @param {AbortSignal} signal */
  async _look(signal) {
    const now = this.http.now();
    const span = { from: utc(now), to: utc(now + AHEAD_MS), limit: 1 };
    const [own, staff, clients, cohorts, sessions] = await Promise.all([
      this.http.get("/me/contact", { signal }),
      this.http.get("/people", { query: { kind: "staff", limit: 2 }, signal }),
      this.http.get("/people", { query: { kind: "client", limit: 1 }, signal }),
      this.http.get("/cohorts", { query: { limit: 1 }, signal }),
      this.http.get("/appointments", { query: span, signal }),
    ]);
    return firstSteps({
      unnamed: isUnnamed(own),
      staff: staff.items.length,
      clients: clients.items.length,
      cohorts: cohorts.items.length,
      sessions: sessions.items.length,
    });
  }

  render() {
    const steps = this._steps.data;
    // A clinic that has planned a session is on its way.
    if (!steps || steps.at(-1)?.done) return nothing;
    const { first_steps } = words.day;
    const next = steps.find(({ done }) => !done);
    return html`
      <section class="first-steps card" aria-labelledby="first-steps-title">
        <h2 id="first-steps-title">${first_steps.title}</h2>
        <ol class="first-list">
          ${steps.map(
            (one) => html`
              <li data-done=${one.done ? "yes" : "no"}>
                <a href=${one.path} aria-current=${one === next ? "step" : "false"}>
                  <span class="first-sign">${icon(one.done ? "check" : "on")}</span>
                  <span><span class="first-name">${first_steps.steps[one.step]}</span><span class="field-hint">${one.done ? first_steps.done : first_steps.hints[one.step]}</span></span>
                </a>
              </li>
            `,
          )}
        </ol>
      </section>
    `;
  }
}

customElements.define("clinic-first-steps", FirstSteps);
