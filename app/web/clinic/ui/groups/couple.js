/** One couple: its partners, one camera or two, its care team, and exceptions of the director. */

import { html, live, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { backLink, badge, pageHead, panel, personChip, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../office/insurance/identified.js";
import "../people/person-care.js";
import "../safety/couple-clearance.js";
import "./overrides.js";

/** @typedef {import("../../core/api/shapes.js").Couple} Couple */

export class CouplePage extends PageElement {
  constructor() {
    super();
    this._couple = this.follow(
      new Resource(/** @returns {Promise<Couple>} */ (signal) => this.http.get(`/couples/${this.params.id}`, { signal }), this._redraw),
    );
  }

  render() {
    return html`
      ${backLink("/couples", words.groups.couples.title)} ${this._couple.data ? nothing : html`<h1 class="for-readers" tabindex="-1">${words.groups.couples.couple}</h1>`}
      ${shown(this._couple, this.writer, (couple) => this._draw(couple))}
    `;
  }

  /** @param {Couple} couple */
  _draw(couple) {
    const { couples } = words.groups;
    const may = this.clinic.can("people.write") && !couple.until;
    return html`
      ${pageHead(`${couple.first.name} & ${couple.second.name}`, {
        over: couples.couple,
        lead: couple.until ? badge(couples.ended) : nothing,
        actions: may
          ? html`<button class="button button-firm-quiet" type="button" @click=${() => void this._end(couple)}>${couples.end}</button>`
          : nothing,
      })}
      <div class="two-columns">
        ${panel(
          couples.partners,
          html`<ul class="person-list">
            ${[couple.first, couple.second].map((one) => html`<li><a class="row-link" href="/people/${one.id}">${personChip(one)}</a></li>`)}
          </ul>`,
        )}
        ${panel(
          couples.cameras,
          html`<div class="choices">
            ${
              /** @type {const} */ ([1, 2]).map(
                (cameras) => html`<label class="choice">
                <input type="radio" name="cameras" .checked=${live(couple.cameras === cameras)} ?disabled=${!may} @change=${() => void this._seat(couple, cameras)} />
                <span><span class="choice-name">${couples.seats[cameras]}</span><span class="field-hint">${couples.seat_hints[cameras]}</span></span>
              </label>`,
              )
            }
          </div>`,
        )}
      </div>
      ${this.clinic.can("sessions.host") ? html`<clinic-couple-clearance .clinic=${this.clinic} .couple=${couple}></clinic-couple-clearance>` : nothing}
      <clinic-person-care .clinic=${this.clinic} .of=${`/couples/${couple.id}`} .subject=${{ couple: couple.id }}></clinic-person-care>
      ${this.clinic.can("programme.write") && !couple.until ? html`<clinic-identified-patient .clinic=${this.clinic} .couple=${couple}></clinic-identified-patient>` : nothing}
      <clinic-overrides .clinic=${this.clinic} .couple=${couple}></clinic-overrides>
      <p class="note">${icon("careful")}<span>${couples.apart}</span></p>
    `;
  }

  /** @param {Couple} couple @param {1 | 2} cameras */
  async _seat(couple, cameras) {
    const saved = await this.act(
      () => this.http.patch(`/couples/${couple.id}`, { cameras }, { version: couple.version }),
      words.common.saved,
    );
    if (saved) this._couple.put(saved);
    else await this._couple.load();
  }

  /** @param {Couple} couple */
  async _end(couple) {
    const { couples } = words.groups;
    if (!(await this.clinic.ask(couples.ask_end))) return;
    await this.act(() => this.http.post(`/couples/${couple.id}/end`, {}, { version: couple.version }), couples.ended_done);
    await this._couple.load();
  }
}

customElements.define("clinic-couple", CouplePage);
