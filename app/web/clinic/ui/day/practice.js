/** The way into the practice room, in which simulated people wait for whoever wants to try a protocol. In the demo only. */

import { html } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { pageHead, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

export class PracticePage extends PageElement {
  constructor() {
    super();
    /** @type {Resource<import("../../core/api/shapes.js").DemoPeople>} */
    this._demo = this.follow(new Resource((signal) => this.http.get("/sign-in/demo", { signal }), this._redraw));
  }

  render() {
    const { practice } = words.day;
    return html`
      ${pageHead(practice.title, { lead: practice.lead })}
      ${shown(this._demo, this.writer, ({ practice: link }) => (link ? this._room(link) : html`<p class="note">${icon("careful")}<span>${practice.closed}</span></p>`))}
    `;
  }

  /** @param {string} link */
  _room(link) {
    const { practice } = words.day;
    return panel(
      practice.how,
      html`
        <ol class="steps">${practice.steps.map((step) => html`<li>${step}</li>`)}</ol>
        <p><a class="button button-main" href=${link} target="_blank" rel="noopener">${practice.open}</a></p>
        <p class="small">${practice.real}</p>
      `,
    );
  }
}

customElements.define("clinic-practice", PracticePage);
