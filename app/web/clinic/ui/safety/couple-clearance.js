/** A couple's clearance, for its therapist: the value alone. To everyone else there is nothing here. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { badge, panel } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ value: string, until: string | null }} Clearance */

export class CoupleClearance extends PageElement {
  static properties = { ...PageElement.properties, couple: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../core/api/shapes.js").Couple} */
    this.couple;
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<Clearance>} */ (signal) => this.http.get(`/couples/${this.couple.id}/clearance`, { signal }),
        this._redraw,
      ),
    );
  }

  render() {
    const found = this._found.data;
    if (!found) return nothing;
    const { couple, values } = words.clearance;
    return panel(
      couple.title,
      html`
        <p>${badge(values[found.value] ?? found.value)}${found.until ? html` <span class="quiet">${couple.until(this.writer.shortDate(found.until))}</span>` : nothing}</p>
        <p class="quiet">${couple.text}</p>
        ${found.value === "cleared" ? nothing : html`<p class="quiet">${couple.waits}</p>`}
      `,
    );
  }
}

customElements.define("clinic-couple-clearance", CoupleClearance);
