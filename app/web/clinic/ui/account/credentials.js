/** How this person signs in: passkeys, password with an app's codes, recovery codes; or a PIN. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { makePasskey } from "../../core/account/passkeys.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../common/sheet.js";
import "./recovery-codes.js";
import "./totp-setup.js";

/** @typedef {{ id: string, label: string, made_at: string, used_at?: string | null }} Passkey */

export class Credentials extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    /** @type {"" | "password" | "pin" | "totp" | "codes"} */
    this._open = "";
    this._form = this.form({});
    this._passkeys = this.follow(new Resource((signal) => this.http.get("/me/passkeys", { signal }), this._redraw));
  }

  render() {
    const { credentials } = words.account;
    const client = this.clinic.signed_in.is_client;
    return html`
      ${panel(
        credentials.title,
        html`
          <h3>${credentials.passkeys}</h3>
          ${shown(this._passkeys, this.writer, (answer) => this._list(answer.items))}
          ${this.clinic.has_passkeys ? html`<button class="button" type="button" @click=${() => void this._add()}>${icon("key")}<span>${credentials.add_passkey}</span></button>` : html`<p class="field-hint">${words.door.no_passkeys}</p>`}
          <h3>${credentials.more}</h3>
          <div class="form-actions">
            ${
              client
                ? this._button("pin", credentials.pin)
                : html`${this._button("password", credentials.password)} ${this._button("totp", credentials.totp)} ${this._button("codes", credentials.codes)}`
            }
          </div>
        `,
      )}
      <clinic-sheet id="credential" ${ref(this._sheet)} .heading=${this._open ? credentials.titles[this._open] : ""} .content=${this._content()}></clinic-sheet>
    `;
  }

  /** @param {"password" | "pin" | "totp" | "codes"} name @param {string} text */
  _button(name, text) {
    return html`<button class="button" type="button" @click=${() => this._show(name)}>${text}</button>`;
  }

  /** @param {Passkey[]} items */
  _list(items) {
    const { credentials } = words.account;
    if (!items.length) return html`<p class="quiet">${credentials.no_passkeys}</p>`;
    return html`<ul class="thing-list">
      ${items.map(
        (one) => html`<li>
          ${icon("key")}<span class="thing-words"><bdi>${one.label}</bdi><span class="field-hint">${one.used_at ? credentials.used(this.writer.moment(one.used_at)) : credentials.made(this.writer.shortDate(one.made_at))}</span></span>
          <button class="button" type="button" @click=${() => void this._remove(one)}>${words.common.remove}<span class="for-readers"> ${one.label}</span></button>
        </li>`,
      )}
    </ul>`;
  }

  /** @param {"password" | "pin" | "totp" | "codes"} name */
  _show(name) {
    this._open = name;
    this._form = this.form(name === "pin" ? { pin: "", again: "" } : { password: "" });
    this.requestUpdate();
    void this._sheet.value?.show();
  }

  _content() {
    const { door } = words;
    const form = this._form;
    switch (this._open) {
      case "password":
        return html`<form class="stack" novalidate @submit=${onSubmit(() => this._password())}>
          ${formProblem(form)} ${textField(form, "password", { label: door.new_password, hint: door.password_hint, type: "password", required: true, autocomplete: "new-password", focus: true })}
          ${formActions(form, words.common.save)}
        </form>`;
      case "pin":
        return html`<form class="stack" novalidate @submit=${onSubmit(() => this._pin())}>
          ${formProblem(form)} ${textField(form, "pin", { label: door.new_pin, hint: door.pin_hint, type: "password", inputmode: "numeric", required: true, autocomplete: "new-password", focus: true })}
          ${textField(form, "again", { label: door.pin_again, type: "password", inputmode: "numeric", required: true, autocomplete: "new-password" })} ${formActions(form, words.common.save)}
        </form>`;
      case "totp":
        return html`<clinic-totp-setup .clinic=${this.clinic} @done=${() => this._done()}></clinic-totp-setup>`;
      case "codes":
        return html`<clinic-recovery-codes .clinic=${this.clinic} @done=${() => this._done()}></clinic-recovery-codes>`;
      default:
        return nothing;
    }
  }

  async _password() {
    const saved = await this.send(this._form, async () => {
      await this.http.put("/me/password", { password: this._form.values.password });
      return true;
    });
    if (saved) this._done();
  }

  async _pin() {
    const { pin, again } = this._form.values;
    if (pin !== again && this._form.refuse({ again: "pin.differs" })) return this.focusProblem();
    const saved = await this.send(this._form, async () => {
      await this.http.put("/me/pin", { pin });
      return true;
    });
    if (saved) this._done();
  }

  _done() {
    this._sheet.value?.close();
    this.clinic.toasts.show(words.common.saved);
  }

  async _add() {
    const added = await this.act(async () => {
      const { options } = await this.http.post("/me/passkeys/options");
      return this.http.post("/me/passkeys", {
        label: navigator.platform || words.people.sign_ins.a_browser,
        credential: await makePasskey(options),
      });
    }, words.account.credentials.added);
    if (added) await this._passkeys.load();
  }

  /** @param {Passkey} one */
  async _remove(one) {
    const { credentials } = words.account;
    if (!(await this.clinic.ask(credentials.ask_remove(one.label)))) return;
    await this.act(() => this.http.delete(`/me/passkeys/${one.id}`), words.common.removed);
    await this._passkeys.load();
  }
}

customElements.define("clinic-credentials", Credentials);
