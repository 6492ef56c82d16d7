/** The way in. In a demo it asks who somebody would like to be; everywhere else it is the sign-in. */

import { html } from "../../../vendor/lit.js";
import { PageElement } from "../element.js";
import "./demo-door.js";
import "./sign-in.js";

export class DoorPage extends PageElement {
  static properties = { ...PageElement.properties, _usual: { state: true } };

  constructor() {
    super();
    this._usual = false;
    /** A link, or why an organization's sign-in was refused: the sign-in page takes it. */
    this._came_with = Boolean(location.hash);
  }

  render() {
    const demo = this.clinic.door?.mode === "demo";
    if (demo && !this._usual && !this._came_with)
      return html`<clinic-demo-door .clinic=${this.clinic} @usual=${() => this._show(true)}></clinic-demo-door>`;
    return html`<clinic-sign-in .clinic=${this.clinic} .demo=${demo} @demo=${() => this._show(false)}></clinic-sign-in>`;
  }

  /** @param {boolean} usual */
  async _show(usual) {
    this._usual = usual;
    this._came_with = false;
    await this.updateComplete;
    this.querySelector("h1")?.focus();
  }
}

customElements.define("clinic-door", DoorPage);
