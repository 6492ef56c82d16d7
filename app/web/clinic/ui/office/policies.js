/** What happens in each kind of session: a clinic's own choices within the limits, with what was meant by default. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { fieldsOfPolicy, policyBody, shownRange, shownValue } from "../../core/forms/policy.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, numberField, onSubmit, selectField } from "../common/fields.js";
import { emptyState, pageHead, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/tabs.js";

/**
 * @typedef {import("../../core/forms/policy.js").Policy} Policy
 */

const KINDS = ["group", "psychoeducation", "individual", "couples", "multi_couple", "medical_visit", "alumni"];

export class PoliciesPage extends PageElement {
  static properties = { ...PageElement.properties, _kind: { state: true } };

  constructor() {
    super();
    this._kind = "group";
    this._form = this.form({});
    /** @type {Resource<Policy>} */
    this._policy = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  /** @param {AbortSignal} signal @returns {Promise<Policy>} */
  async _look(signal) {
    const policy = await this.http.get(`/policies/${this._kind}`, { signal });
    this._form = this.form(fieldsOfPolicy(policy));
    this.guard(() => this._form);
    return policy;
  }

  render() {
    const { policies } = words.office;
    return html`
      ${pageHead(policies.title, { lead: policies.lead })}
      <clinic-tabs
        .tabs=${KINDS.map((kind) => [kind, words.schedule.kinds[kind]])}
        .chosen=${this._kind}
        @choose=${(/** @type {CustomEvent} */ event) => void this._choose(event.detail)}
      ></clinic-tabs>
      <div class="tab-panel" role="tabpanel" id="panel-${this._kind}" aria-labelledby="tab-${this._kind}">${shown(this._policy, this.writer, (policy) => this._draw(policy))}</div>
    `;
  }

  /** @param {Policy} policy */
  _draw(policy) {
    const { policies } = words.office;
    const form = this._form;
    const may = this.clinic.can("policies.write");
    const open = Object.keys(policy.limits).filter((name) => policies.fields[name] && isOpen(policy.limits[name]));
    if (!open.length) return emptyState("policies", policies.none, policies.none_text);
    return html`
      <form class="card panel" novalidate @submit=${onSubmit(() => this._save(policy))}>
        ${formProblem(form)}
        <fieldset class="plain form-grid" ?disabled=${!may}>
          <legend class="for-readers">${words.schedule.kinds[policy.kind]}</legend>
          ${open.map((name) => this._field(policy, name))}
        </fieldset>
        ${may ? html`<p class="field-hint">${policies.when}</p>${formActions(form, words.common.save)}` : nothing}
      </form>
    `;
  }

  /** @param {Policy} policy @param {string} name */
  _field(policy, name) {
    const { policies } = words.office;
    const [label, hint] = policies.fields[name];
    const limit = policy.limits[name];
    const usual = policies.usual(policies.value(name, shownValue(name, policy.defaults[name])));
    const look = { label, hint: [hint, usual].filter(Boolean).join(" ") };
    if (!limit.options) return numberField(this._form, name, { ...look, ...shownRange(name, limit), required: !limit.optional });
    return selectField(
      this._form,
      name,
      look,
      limit.options.map((option) => [String(option), policies.value(name, option)]),
    );
  }

  /** @param {string} kind */
  async _choose(kind) {
    if (this._form.is_dirty && !(await this.clinic.ask(words.common.leave))) return;
    this._kind = kind;
    this._policy.data = null;
    void this._policy.load();
  }

  /** @param {Policy} policy */
  async _save(policy) {
    const body = policyBody(policy, this._form.values);
    const saved = await this.send(this._form, () => this.http.put(`/policies/${policy.kind}`, body, { version: policy.version }));
    if (!saved) return;
    this.clinic.toasts.show(words.common.saved);
    await this._policy.load();
  }
}

/** Whether there is anything to choose. @param {Policy["limits"][string]} limit */
const isOpen = (limit) => (limit.options ? limit.options.length > 1 : limit.low !== limit.high);

customElements.define("clinic-policies", PoliciesPage);
