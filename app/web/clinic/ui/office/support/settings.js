/** Whether people find each other during their programme, and when they are asked how they are after it. */

import { html } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { checkField, formActions, formProblem, onSubmit, textField } from "../../common/fields.js";
import { panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/** @typedef {{ during_programme: boolean, check_in_days: number[], version: number }} Settings */

export class SupportSettings extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    /** @type {Resource<Settings>} */
    this._found = this.follow(
      new Resource(async (signal) => {
        /** @type {Settings} */
        const found = await this.http.get("/settings/support", { signal });
        this._form = this.form({ during_programme: found.during_programme, check_in_days: found.check_in_days.join(", ") });
        return found;
      }, this._redraw),
    );
  }

  render() {
    const { staff } = words.support;
    const form = this._form;
    const may = this.clinic.can("policies.write");
    return panel(
      staff.tabs.settings,
      shown(
        this._found,
        this.writer,
        (found) => html`<form class="stack" novalidate @submit=${onSubmit(() => this._save(found.version))}>
          <fieldset class="stack" ?disabled=${!may}>
            ${formProblem(form)} ${checkField(form, "during_programme", { label: staff.during, hint: staff.during_hint })}
            ${textField(form, "check_in_days", { label: staff.days, hint: staff.days_hint })}
          </fieldset>
          ${may ? formActions(form, staff.save) : ""}
        </form>`,
      ),
    );
  }

  /** @param {number} version */
  async _save(version) {
    const form = this._form;
    const days = String(form.values.check_in_days)
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number);
    if (days.some((day) => !Number.isInteger(day)) && form.refuse({ check_in_days: "support.check_in_days" })) return this.focusProblem();
    const body = { during_programme: form.values.during_programme, check_in_days: days };
    const saved = await this.send(form, () => this.http.put("/settings/support", body, { version }));
    if (!saved) return;
    this._found.put(saved);
    this.clinic.toasts.show(words.support.staff.saved);
  }
}

customElements.define("clinic-support-settings", SupportSettings);
