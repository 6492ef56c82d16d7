/** A clinic's records: how long each class is kept and what will go, legal holds, and what clients ask about theirs. */

import { html } from "../../../../vendor/lit.js";
import { words } from "../../../words/words.js";
import { pageHead } from "../../common/pieces.js";
import "../../common/tabs.js";
import { PageElement } from "../../element.js";
import "./holds.js";
import "./keeping.js";
import "./requests.js";

const PARTS = ["keeping", "holds", "requests"];

export class RecordsPage extends PageElement {
  static properties = { ...PageElement.properties, _tab: { state: true } };

  constructor() {
    super();
    this._tab = PARTS[0];
  }

  render() {
    const { records } = words;
    const { tabs } = records;
    return html`
      ${pageHead(records.title, { lead: records.lead })}
      <clinic-tabs
        .tabs=${[["keeping", tabs.keeping], ["holds", tabs.holds], ["requests", tabs.requests]]}
        .chosen=${this._tab}
        @choose=${(/** @type {CustomEvent} */ event) => {
          this._tab = event.detail;
        }}
      ></clinic-tabs>
      <div class="stack" role="tabpanel" id="panel-${this._tab}" aria-labelledby="tab-${this._tab}" tabindex="0">${this._part()}</div>
    `;
  }

  _part() {
    if (this._tab === "holds") return html`<clinic-legal-holds .clinic=${this.clinic}></clinic-legal-holds>`;
    if (this._tab === "requests") return html`<clinic-data-requests .clinic=${this.clinic}></clinic-data-requests>`;
    return html`<clinic-keeping .clinic=${this.clinic}></clinic-keeping>`;
  }
}

customElements.define("clinic-records", RecordsPage);
