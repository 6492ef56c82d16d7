/** Lets a colleague take somebody's place in one session, also while it goes on. Fires `done`. */

import { html, nothing } from "../../../vendor/lit.js";
import { Problem } from "../../core/api/problems.js";
import { staffOf } from "../../core/schedule/editor.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, selectField } from "../common/fields.js";
import { personChip } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/people-picker.js";
import { against } from "./against.js";

export class Substitute extends PageElement {
  static properties = { ...PageElement.properties, appointment: { attribute: false }, _asking: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Appointment} */
    this.appointment;
    /** Asks before other changes to the session are given up. @type {() => Promise<boolean>} */
    this.mayBegin = async () => true;
    this._asking = false;
    this._form = this.form({});
    /** @type {{ id: string, name: string } | null} */
    this._chosen = null;
    /** @type {import("../../core/api/shapes.js").Conflict[]} */
    this._conflicts = [];
  }

  render() {
    const { substitute } = words.schedule;
    if (!staffOf(this.appointment).length) return nothing;
    return html`
      <section class="inset" aria-labelledby="substitute-title">
        <h3 id="substitute-title">${substitute.title}</h3>
        <p class="field-hint">${substitute.text}</p>
        ${this._asking ? this._ask() : html`<p><button class="button" type="button" @click=${() => void this._begin()}>${substitute.begin}</button></p>`}
      </section>
    `;
  }

  _ask() {
    const { substitute, roles } = words.schedule;
    const form = this._form;
    const staff = staffOf(this.appointment);
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._send())}>
        ${formProblem(form)}
        ${selectField(
          form,
          "out",
          { label: substitute.out },
          staff.map(({ person, role }) => /** @type {[string, string]} */ ([person.id, `${person.name} (${roles[role] ?? role})`])),
        )}
        ${
          this._chosen
            ? html`<div class="field"><span class="field-label">${substitute.in}</span>
                <p class="chosen">${personChip(this._chosen)}<button class="button" type="button" @click=${() => this._choose(null)}>${words.common.change}</button></p></div>`
            : html`<clinic-people-picker
                .clinic=${this.clinic}
                .label=${substitute.in}
                .kind=${"staff"}
                .without=${staff.map(({ person }) => person.id)}
                .problem=${form.errors.in ? words.fieldProblem(form.errors.in) : ""}
                @pick=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}
              ></clinic-people-picker>`
        }
        ${against(this._conflicts, this.writer)}
        ${formActions(form, substitute.send, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  async _begin() {
    if (!(await this.mayBegin())) return;
    this._form = this.form({ out: staffOf(this.appointment)[0].person.id, in: "" });
    this._chosen = null;
    this._conflicts = [];
    this._asking = true;
    this.dispatchEvent(new CustomEvent("asking", { detail: true }));
    await this.updateComplete;
    this.querySelector("select")?.focus();
  }

  _stop() {
    this._asking = false;
    this.dispatchEvent(new CustomEvent("asking", { detail: false }));
  }

  /** @param {{ id: string, name: string } | null} person */
  _choose(person) {
    this._chosen = person;
    this._conflicts = [];
    this._form.set("in", person?.id ?? "");
  }

  async _send() {
    const form = this._form;
    if (!form.values.in && form.refuse({ in: "field.required" })) return this.focusProblem();
    const done = await this.send(form, () => this.http.post(`/appointments/${this.appointment.id}/substitute`, form.body));
    if (!done) {
      this._conflicts = form.problem instanceof Problem ? form.problem.conflicts : [];
      this.requestUpdate();
      return undefined;
    }
    this.clinic.toasts.show(words.schedule.substitute.done(this._chosen?.name ?? ""));
    this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-substitute", Substitute);
