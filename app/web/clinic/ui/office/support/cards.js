/** Resource cards: kept by staff, with the day on which somebody last checked that each is right. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { dayOf } from "../../../core/time/dates.js";
import { words } from "../../../words/words.js";
import { areaField, checkField, formActions, formProblem, languageField, onSubmit, selectField, textField } from "../../common/fields.js";
import { badge, emptyState, panel, shown } from "../../common/pieces.js";
import { readablePhone } from "../../day/connected.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ id: string, kind: string, title: string, what: string, phone: string, url: string, area: string, language: string, checked_on: string,
 *   stale: boolean, archived: boolean, version: number }} Card
 */

const KINDS = ["line", "meeting", "meals", "housing", "other"];

export class SupportCards extends PageElement {
  static properties = { ...PageElement.properties, _editing: { state: true } };

  constructor() {
    super();
    /** @type {Card | "new" | null} */
    this._editing = null;
    this._form = this.form({});
    /** @type {Resource<{ items: Card[] }>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/resources", { signal }), this._redraw));
  }

  render() {
    const { staff } = words.support;
    const may = this.clinic.can("schedule.write");
    return panel(
      staff.tabs.cards,
      html`${this._editing ? this._edit(this._editing) : nothing}
        ${shown(this._found, this.writer, ({ items }) =>
          items.length
            ? html`<ul class="support-list">${items.map((one) => this._one(one, may))}</ul>`
            : this._editing
              ? nothing
              : emptyState("support", staff.cards_none, staff.cards_none_text),
        )}`,
      may && !this._editing
        ? html`<button class="button button-main" type="button" @click=${() => void this._begin("new")}>${staff.add}</button>`
        : nothing,
    );
  }

  /** @param {Card} one @param {boolean} may */
  _one(one, may) {
    const { staff, own, card_kinds } = words.support;
    return html`<li>
      <div class="support-line">
        <h3 dir="auto">${one.title}</h3>
        <span class="support-acts">
          ${badge(card_kinds[one.kind])} ${one.stale ? badge(staff.stale, "warm", "careful") : nothing}
          ${may ? html`<button class="button" type="button" aria-label=${staff.edit_of(one.title)} @click=${() => void this._begin(one)}>${staff.edit}</button>` : nothing}
        </span>
      </div>
      <p dir="auto">${one.what}</p>
      <p class="field-hint">${[one.area, readablePhone(one.phone), one.url, own.checked(this.writer.day(one.checked_on))].filter(Boolean).join(" · ")}</p>
    </li>`;
  }

  /** @param {Card | "new"} one */
  _edit(one) {
    const { staff, card_kinds } = words.support;
    const form = this._form;
    return html`<form class="stack inset" novalidate @submit=${onSubmit(() => this._save(one))}>
      ${formProblem(form)}
      ${selectField(
        form,
        "kind",
        { label: staff.kind },
        KINDS.map((each) => /** @type {[string, string]} */ ([each, card_kinds[each]])),
      )}
      ${textField(form, "title", { label: staff.card, required: true, max: 80 })} ${areaField(form, "what", { label: staff.about, required: true, max: 400 })}
      ${textField(form, "phone", { label: staff.phone, type: "tel", max: 40 })} ${textField(form, "url", { label: staff.url, hint: staff.url_hint, max: 300 })}
      ${textField(form, "area", { label: staff.area, max: 80 })} ${languageField(form, "languages", { label: staff.language })}
      ${textField(form, "checked_on", { label: staff.checked_on, type: "date", required: true })}
      ${one === "new" ? nothing : checkField(form, "archived", { label: staff.archived })}
      ${formActions(
        form,
        staff.save,
        html`<button class="button" type="button" @click=${() => {
          this._editing = null;
        }}>${words.common.cancel}</button>`,
      )}
    </form>`;
  }

  /** @param {Card | "new"} one */
  async _begin(one) {
    const today = dayOf(this.http.now(), this.clinic.zone);
    this._form = this.form(
      one === "new"
        ? { kind: "line", title: "", what: "", phone: "", url: "", area: "", languages: ["en"], checked_on: today, archived: false }
        : {
            kind: one.kind,
            title: one.title,
            what: one.what,
            phone: one.phone,
            url: one.url,
            area: one.area,
            languages: [one.language],
            checked_on: one.checked_on,
            archived: one.archived,
          },
    );
    this._editing = one;
    await this.updateComplete;
    this.querySelector("select")?.focus();
  }

  /** @param {Card | "new"} one */
  async _save(one) {
    const form = this._form;
    if (!form.values.checked_on && form.refuse({ checked_on: "field.required" })) return this.focusProblem();
    const { languages, ...rest } = form.values;
    const body = { ...rest, language: languages[0] };
    const saved = await this.send(form, () =>
      one === "new" ? this.http.post("/resources", body) : this.http.put(`/resources/${one.id}`, body, { version: one.version }),
    );
    if (!saved) return;
    this._editing = null;
    this.clinic.toasts.show(words.support.staff.saved);
    await this._found.load();
  }
}

customElements.define("clinic-support-cards", SupportCards);
