/** Placing a legal hold on one session, where it is read what became of it. */

import { html, nothing } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { areaField, formActions, formProblem, onSubmit } from "../common/fields.js";
import { panel } from "../common/pieces.js";
import { ClinicElement } from "../element.js";

export class HoldSession extends ClinicElement {
  static properties = { ...ClinicElement.properties, session: {} };

  constructor() {
    super();
    this.session = "";
    this._form = this.form({ reason: "" });
  }

  render() {
    if (!this.clinic.can("records.keep")) return nothing;
    const { holds } = words.records;
    const form = this._form;
    return panel(
      holds.session,
      html`<form class="stack no-print" novalidate @submit=${onSubmit(() => this._send())}>
        <p>${holds.session_text}</p>
        ${formProblem(form)} ${areaField(form, "reason", { label: holds.reason, hint: holds.reason_hint, required: true, max: 300 })}
        ${formActions(form, holds.place)}
      </form>`,
    );
  }

  async _send() {
    const body = { session: this.session, reason: this._form.values.reason };
    if (!(await this.send(this._form, () => this.http.post("/records/holds", body)))) return;
    this._form = this.form({ reason: "" });
    this.clinic.toasts.show(words.records.holds.placed);
    this.requestUpdate();
  }
}

customElements.define("clinic-hold-session", HoldSession);
