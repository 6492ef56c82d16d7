/** Adds an interpreter from outside to one session: they get a link of their own and need no account. Fires `done`. */

import { html } from "../../../vendor/lit.js";
import { Problem } from "../../core/api/problems.js";
import { words } from "../../words/words.js";
import { checkField, formActions, formProblem, languageField, onSubmit, selectField, textField } from "../common/fields.js";
import { PageElement } from "../element.js";
import { against } from "./against.js";

export class AddInterpreter extends PageElement {
  static properties = { ...PageElement.properties, appointment: { attribute: false }, _asking: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Appointment} */
    this.appointment;
    /** Asks before other changes to the session are given up. @type {() => Promise<boolean>} */
    this.mayBegin = async () => true;
    this._asking = false;
    this._form = this.form({});
  }

  render() {
    const { interpreter } = words.schedule;
    return html`
      <section class="inset" aria-labelledby="interpreter-title">
        <h3 id="interpreter-title">${interpreter.title}</h3>
        <p class="field-hint">${interpreter.text}</p>
        ${this._asking ? this._ask() : html`<p><button class="button" type="button" @click=${() => void this._begin()}>${interpreter.begin}</button></p>`}
      </section>
    `;
  }

  _ask() {
    const { interpreter } = words.schedule;
    const form = this._form;
    const members = this.appointment.attendees.filter(({ role }) => role === "member");
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._send())}>
        ${formProblem(form)}
        ${textField(form, "name", { label: interpreter.name, hint: interpreter.name_hint, required: true, max: 100, autocomplete: "off" })}
        ${languageField(form, "languages", { label: interpreter.language })}
        ${textField(form, "email", { label: words.people.fields.email, type: "email", inputmode: "email", required: true, autocomplete: "off" })}
        ${selectField(form, "serves", { label: interpreter.serves }, [
          ["", interpreter.everyone],
          ...members.map(({ person }) => /** @type {[string, string]} */ ([person.id, person.name])),
        ])}
        ${checkField(form, "has_agreed", { label: interpreter.has_agreed })}
        ${against(form.problem instanceof Problem ? form.problem.conflicts : [], this.writer)}
        ${formActions(form, interpreter.send, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  async _begin() {
    if (!(await this.mayBegin())) return;
    this._form = this.form({ name: "", languages: ["es"], email: "", serves: "", has_agreed: false });
    this._asking = true;
    this.dispatchEvent(new CustomEvent("asking", { detail: true }));
    await this.updateComplete;
    this.querySelector("input")?.focus();
  }

  _stop() {
    this._asking = false;
    this.dispatchEvent(new CustomEvent("asking", { detail: false }));
  }

  async _send() {
    const { name, languages, email, serves, has_agreed } = this._form.values;
    const body = { name, language: languages[0], email: email.trim(), serves: serves || null, has_agreed };
    const done = await this.send(this._form, () => this.http.post(`/appointments/${this.appointment.id}/interpreters`, body));
    if (!done) {
      this.requestUpdate();
      return;
    }
    this.clinic.toasts.show(words.schedule.interpreter.done(name));
    this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-add-interpreter", AddInterpreter);
