/** What else facilitators can do in the present step, each with what it does; what needs a choice first opens under its name. */

import { html, nothing, repeat } from "../../../../vendor/lit.js";
import { actor, otherActs } from "../../../core/console/now.js";
import { filled } from "../../../core/protocols/run.js";
import { SessionElement } from "../../element.js";
import "../../protocol/values-form.js";

export class ConsoleActs extends SessionElement {
  static needs_view = true;

  render() {
    const acts = otherActs(this.view, this.session.library);
    // A new step is a new set: what was half filled in belongs to the old one.
    return html`<div class="acts">${repeat(
      acts,
      (act) => `${this.view.run?.number} ${this.view.run?.step} ${act}`,
      (act) => this._act(act),
    )}</div>`;
  }

  /** @param {string} action */
  _act(action) {
    const { library } = this.session;
    const protocol = this.view.run?.protocol ?? "";
    const { label, does: told } = library.action(protocol, action);
    const does = filled(told, this.view, library);
    const takes = library.takes(protocol, action);
    const id = `console-act-${action}`;
    const explained = does ? html`<p class="small" id=${`${id}-does`}>${does}</p>` : nothing;
    const described = does ? `${id}-does` : nothing;
    if (!Object.keys(takes).length) {
      return html`<div class="act"><button class="button" type="button" aria-describedby=${described} @click=${() => void this._do(action)}>${label}</button>${explained}</div>`;
    }
    return html`<details class="act-more">
      <summary>${label}</summary>
      <div class="stack">
        ${explained} <attune-values class="stack" .session=${this.session} .takes=${takes} .texts=${library.values(protocol)} .name=${id} id=${`${id}-values`}></attune-values>
        <button class="button" type="button" aria-describedby=${described} @click=${() => void this._do(action)}>${label}</button>
      </div>
    </details>`;
  }

  /** @param {string} action */
  async _do(action) {
    const form = /** @type {import("../../protocol/values-form.js").ValuesForm | null} */ (
      this.querySelector(`#console-act-${action}-values`)
    );
    await this.session.act(actor(this.view), action, form?.values ?? {});
    form?.reset();
  }
}

customElements.define("attune-console-acts", ConsoleActs);
