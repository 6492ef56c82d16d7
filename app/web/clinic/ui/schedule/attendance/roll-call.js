/** The roll of shared cameras, once a session is over: who of the two was there. */

import { html } from "../../../../vendor/lit.js";
import { words } from "../../../words/words.js";
import { choiceField, formActions, formProblem, onSubmit } from "../../common/fields.js";
import { panel } from "../../common/pieces.js";
import { ClinicElement } from "../../element.js";

export class RollCall extends ClinicElement {
  static properties = { ...ClinicElement.properties, session: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../../core/schedule/attendance.js").SessionAttendance} */
    this.session;
    this._form = this.form({});
  }

  render() {
    const { roll } = words.attendance;
    const form = this._form;
    return panel(
      roll.title,
      html`<p>${roll.text}</p>
        <form class="stack roll-call" novalidate @submit=${onSubmit(() => this._save())}>
          ${formProblem(form)}
          ${this.session.seats.map(({ id, first, second }) =>
            choiceField(form, id, { label: roll.who(first.name, second.name), required: true }, [
              ["both", roll.both],
              ["first", roll.only(first.name)],
              ["second", roll.only(second.name)],
            ]),
          )}
          ${formActions(form, roll.save)}
        </form>`,
    );
  }

  async _save() {
    const form = this._form;
    const seats = this.session.seats.filter(({ id }) => form.values[id]).map(({ id }) => ({ seat: id, here: form.values[id] }));
    if (!seats.length && form.refuse({ [this.session.seats[0].id]: "field.required" })) return this.focusProblem();
    const found = await this.send(form, () => this.http.post(`/appointments/${this.session.id}/roll-call`, { seats }));
    if (found) this.dispatchEvent(new CustomEvent("saved", { detail: found }));
  }
}

customElements.define("clinic-roll-call", RollCall);
