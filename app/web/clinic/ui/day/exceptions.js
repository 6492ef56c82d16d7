/**
 * What a clinical director would like to allow for a while, if both partners of a couple agree: that somebody works with them
 * together and with one of them alone. Each partner answers for themselves; the page never says which of them it is about.
 */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, failed } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ id: string, clinician: { id: string, name: string }, until: string, acknowledged: boolean }} Exception */

export class Exceptions extends PageElement {
  constructor() {
    super();
    this._sending = "";
    /** @type {Resource<{ items: Exception[] }>} */
    this._asked = this.follow(new Resource((signal) => this.http.get("/overrides", { signal }), this._redraw));
  }

  render() {
    // The page around it says when the service cannot be reached.
    if (this._asked.state === "failed") return failed(this._asked.problem, () => void this._asked.load());
    return (this._asked.data?.items ?? []).map((one) => this._one(one));
  }

  /** @param {Exception} one */
  _one(one) {
    const { exception } = words.day.own;
    const until = this.writer.date(Date.parse(one.until) - 1);
    return html`
      <section class="card panel exception" aria-labelledby="exception-${one.id}">
        <div class="panel-head">
          <h2 id="exception-${one.id}">${exception.title}</h2>
          ${one.acknowledged ? badge(exception.agreed, "good", "check") : nothing}
        </div>
        <div class="stack">
          <p>${exception.text(one.clinician.name, until)}</p>
          ${
            one.acknowledged
              ? html`<p class="quiet">${exception.after}</p>`
              : html`<p>${exception.free}</p>
                  <p>
                    <button class="button" type="button" aria-disabled=${this._sending ? "true" : "false"} @click=${() => void this._agree(one)}>
                      ${icon("check")}<span>${this._sending === one.id ? words.common.working : exception.agree}</span>
                    </button>
                  </p>`
          }
        </div>
      </section>
    `;
  }

  /** @param {Exception} one */
  async _agree(one) {
    const { exception } = words.day.own;
    if (this._sending || !(await this.clinic.ask(exception.ask(one.clinician.name)))) return;
    this._sending = one.id;
    this.requestUpdate();
    await this.act(() => this.http.post(`/overrides/${one.id}/acknowledge`), words.common.saved);
    this._sending = "";
    await this._asked.load();
  }
}

customElements.define("clinic-exceptions", Exceptions);
