/** A client lets one person of their care team read more: who, what, what for and until when, beside the text that is signed. */

import { documentText } from "../../../shared/ui/document-text.js";
import { html, nothing } from "../../../vendor/lit.js";
import { addDays, dayOf } from "../../core/time/dates.js";
import { words } from "../../words/words.js";
import { areaField, checkField, formActions, formProblem, onSubmit, selectField, textField } from "../common/fields.js";
import { panel } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {import("./agreements.js").Offer} Offer */

/** As long as it lasts if nothing else is chosen. */
const USUAL_DAYS = 90;
const MOST_DAYS = 364;

export class LetRead extends PageElement {
  static properties = {
    ...PageElement.properties,
    offered: { attribute: false },
    team: { attribute: false },
    organisations: { attribute: false },
    _choosing: { state: true },
  };

  constructor() {
    super();
    /** @type {Offer[]} */
    this.offered = [];
    /** @type {{ id: string, name: string }[]} */
    this.team = [];
    /** Outside the clinic; a consent under Part 2 may name them. @type {{ id: string, name: string }[]} */
    this.organisations = [];
    this._choosing = false;
    this._form = this.form({});
  }

  render() {
    const { own } = words.agreements;
    if (!this.offered.length) return nothing;
    const [first] = this._who(this.offered[0]);
    return panel(
      own.more,
      html`<p class="quiet">${first ? own.more_text : own.more_none}</p>
        ${this._choosing ? this._draw() : nothing}`,
      first && !this._choosing ? html`<button class="button" type="button" @click=${this._begin}>${own.begin}</button>` : nothing,
    );
  }

  get _offer() {
    return this.offered.find(({ kind }) => kind === this._form.values.kind) ?? this.offered[0];
  }

  /** Whom a document may name. @param {Offer} offer */
  _who(offer) {
    return offer.kind === "part2" ? [...this.team, ...this.organisations] : this.team;
  }

  _begin() {
    const [offer] = this.offered;
    const categories = Object.fromEntries(this.offered.flatMap((one) => one.categories).map((name) => [`what.${name}`, false]));
    this._form = this.form({
      kind: offer.kind,
      "terms.recipient": this._who(offer)[0].id,
      "terms.purpose": "",
      "terms.expires_on": addDays(dayOf(this.http.now(), this.clinic.zone), USUAL_DAYS),
      ...categories,
    });
    this._choosing = true;
  }

  _draw() {
    const { own, categories } = words.agreements;
    const form = this._form;
    const offer = this._offer;
    const today = dayOf(this.http.now(), this.clinic.zone);
    const who = this._who(offer).map(({ id, name }) => /** @type {[string, string]} */ ([id, name]));
    return html`
      <form class="stack inset" novalidate @submit=${onSubmit(() => this._sign())}>
        ${formProblem(form)}
        ${
          this.offered.length > 1
            ? selectField(
                form,
                "kind",
                { label: own.document_kind },
                this.offered.map(({ kind, text }) => /** @type {[string, string]} */ ([kind, text.title])),
              )
            : nothing
        }
        ${offer.private ? html`<p class="field-hint">${own.private}</p>` : nothing} ${documentText(offer.text.blocks, offer.text.language, 3)}
        ${selectField(form, "terms.recipient", { label: own.who }, who)}
        <fieldset class="plain">
          <legend>${own.what}</legend>
          ${offer.categories.map((name) => checkField(form, `what.${name}`, { label: categories[name] ?? name }))}
        </fieldset>
        ${areaField(form, "terms.purpose", { label: own.why, required: true, max: 300 })}
        ${textField(form, "terms.expires_on", { label: own.until, hint: own.until_hint, type: "date", required: true, from: today, to: addDays(today, MOST_DAYS) })}
        ${formActions(form, own.sign, html`<button class="button" type="button" @click=${() => this._stop()}>${own.later}</button>`)}
      </form>
    `;
  }

  _stop() {
    this._choosing = false;
  }

  async _sign() {
    const form = this._form;
    const offer = this._offer;
    const chosen = offer.categories.filter((name) => form.values[`what.${name}`]);
    if (!chosen.length && form.refuse({ [`what.${offer.categories[0]}`]: "consent.categories" })) return this.focusProblem();
    if (!form.values["terms.purpose"].trim() && form.refuse({ "terms.purpose": "field.required" })) return this.focusProblem();
    const terms = { ...form.body.terms, categories: chosen };
    const body = { version: offer.version, language: offer.text.language, terms };
    const signed = await this.send(form, () => this.http.post("/me/agreements", body));
    if (!signed) return;
    this._choosing = false;
    this.clinic.toasts.show(words.agreements.own.thanks);
    this.dispatchEvent(new Event("signed"));
  }
}

customElements.define("clinic-let-read", LetRead);
