/** Where this person is signed in now; each can be ended. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { badge, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ id: string, started_at: string, seen_at: string, device?: string, here?: boolean }} OneSignIn */

export class OwnSignIns extends PageElement {
  constructor() {
    super();
    this._sign_ins = this.follow(new Resource((signal) => this.http.get("/me/sign-ins", { signal }), this._redraw));
  }

  render() {
    return panel(
      words.account.sign_ins.title,
      shown(this._sign_ins, this.writer, (answer) => this._list(answer.items)),
    );
  }

  /** @param {OneSignIn[]} items */
  _list(items) {
    const { sign_ins } = words.account;
    return html`
      <p class="quiet">${sign_ins.text}</p>
      <ul class="thing-list">
        ${items.map(
          (one) => html`<li>
            ${icon("phone")}
            <span class="thing-words"
              ><bdi>${one.device || words.people.sign_ins.a_browser}</bdi>
              <span class="field-hint">${sign_ins.seen(this.writer.moment(one.seen_at))}</span></span
            >
            ${one.here ? badge(sign_ins.this_one, "good", "check") : html`<button class="button" type="button" @click=${() => void this._end(one)}>${sign_ins.end}</button>`}
          </li>`,
        )}
      </ul>
      ${items.length ? nothing : html`<p class="quiet">${words.people.sign_ins.none}</p>`}
    `;
  }

  /** @param {OneSignIn} one */
  async _end(one) {
    await this.act(() => this.http.delete(`/me/sign-ins/${one.id}`), words.account.sign_ins.ended);
    await this._sign_ins.load();
  }
}

customElements.define("clinic-own-sign-ins", OwnSignIns);
