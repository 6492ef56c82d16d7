/** Exceptions from the rule that a couple's therapist treats neither partner alone: made by the director, agreed to by both, and ending. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { addDays, dayOf, instantOf, utc } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, selectField, textField } from "../common/fields.js";
import { badge, panel, personChip, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/people-picker.js";

/** As long as an exception may last, beside today. */
const MOST_DAYS = 13;

/** In these somebody treats one partner alone. */
const ALONE = ["individual_therapist", "sud_counselor"];

/** @typedef {{ id: string, clinician: { id: string, name: string }, reason?: string, until: string, state: "pending" | "in_force" | "ended",
 *   client?: string, role?: string, acknowledged_by?: string[] }} Override The reason is for directors, and which partner it is about for planners. */

export class Overrides extends PageElement {
  static properties = { ...PageElement.properties, couple: { attribute: false }, _adding: { state: true } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Couple} */
    this.couple;
    this._adding = false;
    /** @type {{ id: string, name: string } | null} */
    this._chosen = null;
    this._form = this.form({});
    this._overrides = this.follow(
      new Resource((signal) => this.http.get("/overrides", { query: { couple: this.couple.id }, signal }), this._redraw),
    );
  }

  render() {
    const { overrides } = words.groups;
    const may = this.clinic.can("care_team.override") && !this.couple.until;
    const items = this._overrides.data?.items ?? [];
    if (!may && !items.length) return nothing;
    return panel(
      overrides.title,
      html`
        <p class="quiet">${overrides.text}</p>
        ${this._adding ? this._add() : nothing} ${shown(this._overrides, this.writer, (answer) => this._list(answer.items, may))}
      `,
      may && !this._adding ? html`<button class="button" type="button" @click=${this._begin}>${overrides.add}</button>` : nothing,
    );
  }

  /** @param {Override[]} items @param {boolean} may */
  _list(items, may) {
    const { overrides } = words.groups;
    return html`<ul class="override-list">
      ${items.map(
        (one) => html`<li>
          ${personChip(one.clinician, overrides.until(this.writer.shortDate(Date.parse(one.until) - 1)))} ${badge(overrides.states[one.state], one.state === "in_force" ? "warm" : "plain", one.state === "in_force" ? "careful" : undefined)}
          ${one.client ? html`<p>${this._about(one)}</p>` : nothing} ${one.reason ? html`<p dir="auto">${one.reason}</p>` : nothing}
          ${may && one.state !== "ended" ? html`<button class="button" type="button" @click=${() => void this._end(one)}>${overrides.end}</button>` : nothing}
        </li>`,
      )}
    </ul>`;
  }

  get _partners() {
    return [this.couple.first, this.couple.second];
  }

  /** @param {Override} one */
  _about(one) {
    const { overrides } = words.groups;
    const name = (/** @type {string | undefined} */ id) => this._partners.find((partner) => partner.id === id)?.name ?? "";
    const agreed = (one.acknowledged_by ?? []).map(name).filter(Boolean);
    return html`${overrides.about(name(one.client), words.people.care.roles[one.role ?? ""] ?? "")}
    ${agreed.length ? overrides.agreed(words.common.list(agreed)) : overrides.none_agreed}`;
  }

  _begin() {
    this._form = this.form({
      client: "",
      role: ALONE[0],
      clinician: "",
      reason: "",
      until: addDays(dayOf(this.http.now(), this.clinic.zone), MOST_DAYS),
    });
    this._chosen = null;
    this._adding = true;
    this.guard(() => (this._adding ? this._form : null));
  }

  _add() {
    const { overrides } = words.groups;
    const form = this._form;
    return html`
      <form class="stack inset" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)}
        ${
          this._chosen
            ? html`<p class="chosen">${personChip(this._chosen)}<button class="button" type="button" @click=${() => this._choose(null)}>${words.common.change}</button></p>`
            : html`<clinic-people-picker
                .clinic=${this.clinic}
                .label=${words.people.care.clinician}
                .kind=${"staff"}
                .problem=${form.errors.clinician ? words.fieldProblem(form.errors.clinician) : ""}
                @pick=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}
              ></clinic-people-picker>`
        }
        ${
          form.code === "care_team.which_conflict" || form.values.client
            ? html`${selectField(form, "client", { label: overrides.partner }, [["", overrides.choose], ...this._partners.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]))])}
              ${selectField(
                form,
                "role",
                { label: overrides.role },
                ALONE.map((role) => /** @type {[string, string]} */ ([role, words.people.care.roles[role]])),
              )}`
            : nothing
        }
        ${areaField(form, "reason", { label: overrides.reason, required: true, max: 500 })}
        ${textField(form, "until", { label: overrides.last_day, hint: overrides.most, type: "date", required: true })}
        ${formActions(form, overrides.add, html`<button class="button" type="button" @click=${() => void this._stop()}>${words.common.cancel}</button>`)}
      </form>
    `;
  }

  /** @param {{ id: string, name: string } | null} person */
  _choose(person) {
    this._chosen = person;
    this._form.set("clinician", person?.id ?? "");
  }

  async _stop() {
    if (await this.mayDrop(this._form)) this._adding = false;
  }

  async _save() {
    const { client, role, ...body } = this._form.body;
    const made = await this.send(this._form, () =>
      this.http.post("/overrides", {
        ...body,
        // Only where somebody treats both partners, or one in two roles, does it have to be said which of these is meant.
        ...(client ? { client, role } : {}),
        couple: this.couple.id,
        until: utc(instantOf(`${addDays(this._form.values.until, 1)}T00:00`, this.clinic.zone)),
      }),
    );
    if (!made) return;
    this._adding = false;
    await this._overrides.load();
  }

  /** @param {Override} one */
  async _end(one) {
    await this.act(() => this.http.delete(`/overrides/${one.id}`), words.groups.overrides.ended);
    await this._overrides.load();
  }
}

customElements.define("clinic-overrides", Overrides);
