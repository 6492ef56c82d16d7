/** The way in: one button, and a line that says what comes next, or what is in the way and being tried again by itself. */

import { words } from "../../../shared/words/words.js";
import { html } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

export class JoinButton extends SessionElement {
  static properties = { ...SessionElement.properties, label: { attribute: false }, next: { attribute: false } };

  constructor() {
    super();
    this.label = "";
    /** What is said before anything was pressed. */
    this.next = "";
  }

  render() {
    const { session } = this;
    const joining = session.phase === "joining";
    const hindrance = joining ? session.hindrance : "";
    const text = hindrance ? words.hindrance(hindrance) : joining ? words.check.joining : this.next;
    return html`
      <button class="button button-main button-wide" type="button" aria-disabled=${joining && !hindrance ? "true" : "false"} @click=${this._press}>
        ${hindrance ? words.try_now : this.label}
      </button>
      <p class=${hindrance ? "hint" : "small"} role="status">${text}</p>
    `;
  }

  _press() {
    if (this.session.phase !== "joining") void this.session.join();
    else if (this.session.hindrance) this.session.look();
  }
}

customElements.define("attune-join", JoinButton);
