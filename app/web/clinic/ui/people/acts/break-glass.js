/** Opens the emergency facts of a client outside one's own care, for an hour: it says first who is told. Fires `opened` with the time at which it ends. */

import { html, nothing } from "../../../../vendor/lit.js";
import { words } from "../../../words/words.js";
import { areaField, formActions, formProblem, onSubmit } from "../../common/fields.js";
import { icon } from "../../common/icons.js";
import { panel } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

export class BreakGlass extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false }, _asking: { state: true } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Person} */
    this.person;
    this._asking = false;
    this._form = this.form({ reason: "" });
  }

  render() {
    const { glass } = words.people;
    const may = this.clinic.can("break_glass.use");
    return panel(
      glass.title,
      html`<div class="stack">
        <p>${glass.text}</p>
        ${
          may && !this._asking
            ? html`<p><button class="button" type="button" @click=${this._begin}>${icon("careful")}<span>${glass.begin}</span></button></p>`
            : nothing
        }
        ${this._asking ? this._ask() : nothing}
      </div>`,
    );
  }

  _ask() {
    const { glass } = words.people;
    const form = this._form;
    return html`
      <form class="stack inset" novalidate @submit=${onSubmit(() => this._open())}>
        <p class="note">${icon("careful")}<span>${glass.told}</span></p>
        ${formProblem(form)} ${areaField(form, "reason", { label: glass.reason, hint: glass.reason_hint, required: true, max: 500 })}
        ${formActions(form, glass.open, html`<button class="button" type="button" @click=${() => void this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  async _begin() {
    this._asking = true;
    this.guard(() => (this._asking ? this._form : null));
    await this.updateComplete;
    this.querySelector("textarea")?.focus();
  }

  async _stop() {
    if (await this.mayDrop(this._form)) this._asking = false;
  }

  async _open() {
    const opened = await this.send(this._form, () =>
      this.http.post("/break-glass", { person: this.person.id, reason: this._form.values.reason }),
    );
    if (!opened) return;
    this._asking = false;
    this.dispatchEvent(new CustomEvent("opened", { detail: opened.until }));
  }
}

customElements.define("clinic-break-glass", BreakGlass);
