/** What staff keep of the time after the programme: activities, resource cards, reports, and check-ins without an answer. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { emptyState, pageHead, panel, personChip, shown } from "../../common/pieces.js";
import "../../common/tabs.js";
import { PageElement } from "../../element.js";
import "./activities.js";
import "./cards.js";
import "./reports.js";
import "./settings.js";

/** @typedef {{ client: { id: string, name: string }, due_on: string }} Quiet */

export class SupportPage extends PageElement {
  static properties = { ...PageElement.properties, _tab: { state: true } };

  constructor() {
    super();
    this._tab = "activities";
    /** @type {Resource<{ items: Quiet[] }>} */
    this._quiet = new Resource((signal) => this.http.get("/check-ins/quiet", { signal }), this._redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._quiet.stop();
  }

  render() {
    const { staff } = words.support;
    const people = this.clinic.can("people.read");
    const tabs = Object.entries(staff.tabs).filter(([name]) =>
      name === "settings" ? this.clinic.can("policies.read") : people || ["activities", "cards"].includes(name),
    );
    return html`
      ${pageHead(staff.title, { lead: staff.lead })}
      <clinic-tabs .tabs=${tabs} .chosen=${this._tab} @choose=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}></clinic-tabs>
      <div class="tab-panel" role="tabpanel" id="panel-${this._tab}" aria-labelledby="tab-${this._tab}">${this._panel()}</div>
    `;
  }

  /** @param {string} tab */
  async _choose(tab) {
    this._tab = tab;
    if (tab === "quiet") await this._quiet.load();
  }

  _panel() {
    const { clinic } = this;
    switch (this._tab) {
      case "cards":
        return html`<clinic-support-cards .clinic=${clinic}></clinic-support-cards>`;
      case "reports":
        return html`<clinic-support-reports .clinic=${clinic}></clinic-support-reports>`;
      case "settings":
        return html`<clinic-support-settings .clinic=${clinic}></clinic-support-settings>`;
      case "quiet":
        return shown(this._quiet, this.writer, ({ items }) => this._list(items));
      default:
        return html`<clinic-support-activities .clinic=${clinic}></clinic-support-activities>`;
    }
  }

  /** @param {Quiet[]} items */
  _list(items) {
    const { staff } = words.support;
    if (!items.length) return emptyState("check", staff.quiet_none, staff.quiet_none_text);
    return panel(
      staff.tabs.quiet,
      html`<p class="quiet">${staff.quiet_text}</p>
        <ul class="support-list">${items.map((one) => html`<li><a href="/people/${one.client.id}">${personChip(one.client, staff.asked_on(this.writer.day(one.due_on)))}</a></li>`)}</ul>`,
      nothing,
    );
  }
}

customElements.define("clinic-support", SupportPage);
