/** Reports from the support network, what was done about them, and who is kept apart or out of it. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, selectField } from "../../common/fields.js";
import { badge, emptyState, panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ id: string, by: Named, about: Named, at: string, words: string, line: string, outcome: string | null, note: string, done_by: Named | null,
 *   done_at: string | null }} Report
 * @typedef {{ open: Report[], done: Report[], apart: { first: Named, second: Named }[], suspended: { person: Named, by: Named | null, since: string }[] }} Found
 */

const OUTCOMES = ["nothing", "end_link", "suspend"];

export class SupportReports extends PageElement {
  static properties = { ...PageElement.properties, _doing: { state: true } };

  constructor() {
    super();
    /** The report about which something is being noted. */
    this._doing = "";
    this._form = this.form({});
    /** @type {Resource<Found>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/support/moderation", { signal }), this._redraw));
  }

  render() {
    const { staff } = words.support;
    return shown(
      this._found,
      this.writer,
      (found) => html`
        ${found.open.length ? panel(staff.tabs.reports, html`<ul class="support-list">${found.open.map((one) => this._report(one))}</ul>`) : emptyState("check", staff.reports_none, staff.reports_none_text)}
        ${found.apart.length ? panel(staff.apart, html`<ul class="support-list">${found.apart.map(({ first, second }) => html`<li><span><a href="/people/${first.id}"><bdi>${first.name}</bdi></a> · <a href="/people/${second.id}"><bdi>${second.name}</bdi></a></span></li>`)}</ul><p class="field-hint">${staff.to_person}</p>`) : nothing}
        ${found.suspended.length ? panel(staff.suspended, html`<ul class="support-list">${found.suspended.map(({ person, by, since }) => html`<li><span><a href="/people/${person.id}"><bdi>${person.name}</bdi></a> <span class="quiet">${by ? staff.by(by.name) : nothing}, ${this.writer.date(since)}</span></span></li>`)}</ul><p class="field-hint">${staff.to_person}</p>`) : nothing}
        ${found.done.length ? panel(staff.done, html`<ul class="support-list">${found.done.map((one) => this._report(one))}</ul>`) : nothing}
      `,
    );
  }

  /** @param {Report} one */
  _report(one) {
    const { staff } = words.support;
    return html`<li>
      <div class="support-line"><h3>${staff.report(one.by.name, one.about.name)}</h3><span class="quiet">${this.writer.date(one.at)}</span></div>
      <p class="support-said" dir="auto">${one.words}</p>
      ${one.line ? html`<p class="quiet">${staff.line}</p><p class="support-said" dir="auto">${one.line}</p>` : nothing}
      ${
        one.outcome
          ? html`<p>${badge(staff.outcomes[one.outcome])} <span dir="auto">${one.note}</span> <span class="quiet">${one.done_by ? staff.by(one.done_by.name) : nothing}</span></p>`
          : this._doing === one.id
            ? this._conclude(one)
            : html`<div class="support-acts"><button class="button" type="button" aria-label="${staff.outcome}: ${staff.report(one.by.name, one.about.name)}" @click=${() => this._begin(one)}>${staff.outcome}</button></div>`
      }
    </li>`;
  }

  /** @param {Report} one */
  _conclude(one) {
    const { staff } = words.support;
    const form = this._form;
    return html`<form class="stack inset" novalidate @submit=${onSubmit(() => this._save(one))}>
      ${formProblem(form)}
      ${selectField(
        form,
        "outcome",
        { label: staff.outcome },
        OUTCOMES.map((each) => /** @type {[string, string]} */ ([each, staff.outcomes[each]])),
      )}
      ${areaField(form, "note", { label: staff.note, required: true, max: 500 })}
      ${formActions(
        form,
        staff.conclude,
        html`<button class="button" type="button" @click=${() => {
          this._doing = "";
        }}>${words.common.cancel}</button>`,
      )}
    </form>`;
  }

  /** @param {Report} one */
  async _begin(one) {
    this._form = this.form({ outcome: OUTCOMES[0], note: "" });
    this._doing = one.id;
    await this.updateComplete;
    this.querySelector("select")?.focus();
  }

  /** @param {Report} one */
  async _save(one) {
    const saved = await this.send(this._form, () => this.http.post(`/support/reports/${one.id}/outcome`, this._form.values));
    if (!saved) return;
    this._doing = "";
    this.clinic.toasts.show(words.support.staff.concluded);
    await this._found.load();
  }
}

customElements.define("clinic-support-reports", SupportReports);
