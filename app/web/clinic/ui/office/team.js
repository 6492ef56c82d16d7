/** Everybody who works here, with their roles; new ones are invited by e-mail. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { Pages } from "../../core/api/pages.js";
import { newPerson } from "../../core/forms/person.js";
import { words } from "../../words/words.js";
import { checkField, formActions, formProblem, languageField, onSubmit, textField, zoneField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { badge, emptyState, listed, pageHead, personChip, searchField, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/sheet.js";

const ROLES = ["clinician", "clinical_director", "care_coordinator", "admin", "tech_host", "auditor"];

export class TeamPage extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    this._form = this.form({});
    /** Who was added already, while the rest of the form was refused. @type {{ id: string } | null} */
    this._added = null;
    this._pages = new Pages(
      (query, signal) => this.http.get("/people", { query: { ...query, kind: "staff", state: "active" }, signal }),
      this._redraw,
    );
    this.follow(this._pages);
  }

  render() {
    const { team } = words.office;
    const add = this.clinic.can("staff.manage")
      ? html`<button class="button button-main" type="button" @click=${this._open}>${icon("add")}<span>${team.new}</span></button>`
      : nothing;
    return html`
      ${pageHead(team.title, { actions: add })}
      <div class="filters">${searchField(team.search, "", (text) => this._pages.search({ q: text.trim() }))}</div>
      ${listed(this._pages, this.writer, () => this._table(), emptyState("team", team.none, team.none_text))}
      <clinic-sheet id="new-staff" ${ref(this._sheet)} .heading=${team.new} .content=${this._new()} .mayClose=${() => this.mayDrop(this._form)}></clinic-sheet>
    `;
  }

  _table() {
    const { fields } = words.people;
    const may = this.clinic.can("people.read");
    return tableList(
      words.office.team.title,
      [fields.name, fields.pronouns, fields.role],
      this._pages.items.map((/** @type {import("../../core/api/shapes.js").PersonLine} */ one) => [
        may ? html`<a class="row-link" href="/people/${one.id}">${personChip(one)}</a>` : personChip(one),
        one.pronouns,
        html`<span class="badges">${Object.entries(words.staff_roles).map(([role, text]) => (one.roles?.includes(role) ? badge(text) : nothing))}</span>`,
      ]),
    );
  }

  _open() {
    const fields = newPerson("staff", this.clinic.me?.clinic.time_zone ?? "UTC", words.tag);
    this._form = this.form({ ...fields, ...Object.fromEntries(ROLES.map((role) => [`role.${role}`, role === "clinician"])) });
    this._added = null;
    this.guard(() => this._form);
    this.requestUpdate();
    void this._sheet.value?.show();
  }

  _new() {
    const form = this._form;
    const { fields, hints } = words.people;
    const { team } = words.office;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._create())}>
        ${formProblem(form)} ${textField(form, "name", { label: fields.name, hint: hints.name, required: true, max: 100, focus: true })}
        ${textField(form, "email", { label: fields.email, hint: team.email_hint, type: "email", inputmode: "email", max: 254, required: true })}
        <fieldset class="choices"><legend class="field-label">${words.people.work.roles}</legend>${ROLES.map((role) => checkField(form, `role.${role}`, { label: words.staff_roles[role] }))}</fieldset>
        ${languageField(form, "languages", { label: fields.language })} ${zoneField(form, "time_zone", { label: fields.time_zone })} ${formActions(form, team.invite)}
      </form>
    `;
  }

  async _create() {
    const form = this._form;
    const made = await this.send(form, async () => {
      const { role, ...body } = form.body;
      // Roles or the invitation may be refused after the person was added: sending the form again must not add another one.
      const added = this._added ?? (await this.http.post("/people", body));
      this._added = added;
      const person = await this.http.get(`/people/${added.id}`);
      await this.http.put(`/people/${person.id}/roles`, { roles: ROLES.filter((one) => role[one]) }, { version: person.version });
      return { person, ...(await this.http.post(`/people/${person.id}/invite`)) };
    });
    if (!made) return;
    this._sheet.value?.close();
    this.clinic.toasts.show(made.sent ? words.people.invited : words.people.not_invited);
    void this.clinic.router.go(`/people/${made.person.id}`);
  }
}

customElements.define("clinic-team", TeamPage);
