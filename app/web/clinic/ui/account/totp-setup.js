/** Connects an authenticator app: a picture for the phone's camera, the same as text, and a first code to show that it works. */

import { html } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { shown } from "../common/pieces.js";
import { qrCode } from "../common/qr-code.js";
import { PageElement } from "../element.js";

export class TotpSetup extends PageElement {
  constructor() {
    super();
    this._form = this.form({ code: "" });
    this._setup = this.follow(new Resource((signal) => this.http.post("/me/totp", {}, { signal }), this._redraw));
  }

  render() {
    return shown(this._setup, this.writer, ({ uri, secret }) => this._draw(uri, secret));
  }

  /** @param {string} uri @param {string} secret */
  _draw(uri, secret) {
    const { totp } = words.account;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._confirm())}>
        <ol class="steps">
          <li><p>${totp.scan}</p>
            ${qrCode(uri, totp.picture)}
            <details class="more"><summary>${totp.by_hand}</summary>
              <p><code class="secret" dir="ltr">${secret.replace(/(.{4})(?=.)/g, "$1 ")}</code></p>
              <p><a href=${uri}>${totp.open_app}</a></p>
            </details></li>
          <li><p>${totp.then}</p></li>
        </ol>
        ${formProblem(form)}
        ${textField(form, "code", { label: words.door.secrets.totp, required: true, inputmode: "numeric", autocomplete: "one-time-code" })}
        ${formActions(form, totp.confirm)}
      </form>
    `;
  }

  async _confirm() {
    const done = await this.send(this._form, async () => {
      await this.http.post("/me/totp/confirm", { code: this._form.values.code.replaceAll(" ", "") });
      return true;
    });
    if (done) this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-totp-setup", TotpSetup);
