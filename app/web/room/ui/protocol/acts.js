/** What one person may do in the present step of a protocol: a button for each action, with its small form where it takes something. */

import { html, nothing, repeat } from "../../../vendor/lit.js";
import { actsOf, filled, mainAct } from "../../core/protocols/run.js";
import { SessionElement } from "../element.js";
import "./values-form.js";

export class Acts extends SessionElement {
  static properties = {
    ...SessionElement.properties,
    person: { attribute: false },
    explain: { type: Boolean },
    quiet: { type: Boolean },
  };
  static needs_view = true;

  constructor() {
    super();
    this.person = "";
    /** Whether each button says what it will do: for facilitators, who have the room in hand. */
    this.explain = false;
    /** Whether none of the actions is the primary one: it is somebody else's move. */
    this.quiet = false;
  }

  render() {
    const acts = actsOf(this.view, this.person);
    const primary = this.quiet ? undefined : mainAct(this.view, this.person);
    return html`<div class="acts">${repeat(
      acts,
      (act) => `${this.view.run?.number} ${this.view.run?.step} ${act}`,
      (act) => this._act(act, act === primary),
    )}</div>`;
  }

  /** @param {string} action @param {boolean} first */
  _act(action, first) {
    const { library } = this.session;
    const protocol = this.view.run?.protocol ?? "";
    const { label, does: told } = library.action(protocol, action);
    const does = filled(told, this.view, library);
    const takes = library.takes(protocol, action);
    const id = `act-${this.person}-${action}`;
    const described = this.explain && does ? `${id}-does` : nothing;
    const act = html`
      <div class="act">
        ${Object.keys(takes).length ? html`<attune-values .session=${this.session} .takes=${takes} .texts=${library.values(protocol)} .name=${id} id=${`${id}-values`}></attune-values>` : nothing}
        <button class="button ${first ? "button-main" : ""}" type="button" data-act=${action} aria-describedby=${described} @click=${(/** @type {MouseEvent} */ event) => this._do(action, event)}>${label}</button>
        ${this.explain && does ? html`<p class="small act-does" id=${`${id}-does`}>${does}</p>` : nothing}
      </div>
    `;
    // What is not asked for now, but wants a choice, opens under its name.
    const folded = Object.keys(takes).length && action !== mainAct(this.view, this.person);
    return folded ? html`<details class="act-more"><summary>${label}</summary>${act}</details>` : act;
  }

  /** The second tap of a hand that shakes would answer what comes next, unread. @param {string} action @param {MouseEvent} event */
  async _do(action, event) {
    if (event.detail > 1) return;
    const form = /** @type {import("./values-form.js").ValuesForm | null} */ (
      this.querySelector(`[id="act-${this.person}-${action}-values"]`)
    );
    await this.session.act(this.person, action, form?.values ?? {});
    form?.reset();
  }
}

customElements.define("attune-acts", Acts);
