/** The first visit, by a one-time link: who is expected, how they want to sign in from now on, and codes for when that is lost. */

import { html, nothing } from "../../../vendor/lit.js";
import { makePasskey } from "../../core/account/passkeys.js";
import { forgetSecret, takeSecret } from "../../core/account/secret-link.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { emptyState, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";
import "../account/recovery-codes.js";
import "../account/totp-setup.js";

/** @typedef {"choose" | "password" | "pin" | "totp" | "codes"} Step */

export class WelcomePage extends PageElement {
  static properties = { ...PageElement.properties, _step: { state: true } };

  constructor() {
    super();
    this._secret = takeSecret();
    /** @type {Step} */
    this._step = "choose";
    this._form = this.form({});
    this._invitation = this.follow(
      new Resource((signal) => this.http.post("/links/look", { secret: this._secret }, { signal }), this._redraw),
    );
    /** @type {import("../../core/api/shapes.js").Me | null} Signed in, while what is still missing is set up. */
    this._me = null;
  }

  render() {
    const { welcome } = words.door;
    return html`
      <div class="door">
        <header class="door-head">
          <span class="emblem">${icon("leaf")}</span>
          <h1 tabindex="-1">${welcome.titles[this._step]}</h1>
        </header>
        <div class="door-card card">
          ${this._secret ? shown(this._invitation, this.writer, (found) => this._steps(found)) : emptyState("key", welcome.no_link, welcome.no_link_text, html`<a class="button" href="/sign-in">${words.door.sign_in}</a>`)}
        </div>
      </div>
    `;
  }

  /** @param {{ purpose: string, person: { name: string }, clinic: { name: string }, needs: string[], asks_code: boolean }} found */
  _steps(found) {
    switch (this._step) {
      case "password":
        return this._newPassword(found);
      case "pin":
        return this._newPin();
      case "totp":
        return html`<clinic-totp-setup .clinic=${this.clinic} @done=${() => this._afterTotp()}></clinic-totp-setup>`;
      case "codes":
        return html`<clinic-recovery-codes .clinic=${this.clinic} @done=${() => void this._enter()}></clinic-recovery-codes>`;
      default:
        return this._choose(found);
    }
  }

  /** @param {{ purpose: string, person: { name: string }, clinic: { name: string }, needs: string[], asks_code: boolean }} found */
  _choose({ person, clinic, needs, asks_code }) {
    const { welcome } = words.door;
    return html`
      <div class="stack">
        <p class="lead" dir="auto">${welcome.hello(person.name)}</p>
        <p>${welcome.text(clinic.name)}</p>
        ${formProblem(this._form)} ${asks_code ? this._codeField() : nothing}
        ${
          needs.includes("passkey") && this.clinic.has_passkeys
            ? html`<button class="button button-main button-wide button-large" type="button" aria-disabled=${this._form.busy ? "true" : "false"} @click=${() => void this._passkey(asks_code)}>
                ${icon("key")}<span>${welcome.passkey}</span>
              </button>
              <p class="field-hint">${welcome.passkey_hint}</p>
              ${needs.length > 1 ? html`<p class="or">${words.common.or}</p>` : nothing}`
            : nothing
        }
        ${needs.includes("password") ? html`<button class="button button-wide" type="button" @click=${() => this._go("password", { password: "" })}>${welcome.password}</button>` : nothing}
        ${needs.includes("pin") ? html`<button class="button button-wide" type="button" @click=${() => this._go("pin", { pin: "", again: "" })}>${welcome.pin}</button>` : nothing}
      </div>
    `;
  }

  /** @param {{ person: { name: string }, asks_code: boolean }} found */
  _newPassword({ person, asks_code }) {
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._use("password", { password: form.values.password, ...this._code(asks_code) }))}>
        ${formProblem(form)}
        <input class="for-readers" type="text" autocomplete="username" .value=${person.name} tabindex="-1" aria-hidden="true" readonly />
        ${textField(form, "password", { label: words.door.new_password, hint: words.door.password_hint, type: "password", required: true, autocomplete: "new-password", focus: true })}
        ${asks_code ? this._codeField() : nothing} ${formActions(form, words.common.go_on)} ${this._back()}
      </form>
    `;
  }

  /** Where a link alone is not enough: a code of the app, or one of those that were kept. */
  _codeField() {
    return textField(this._form, "code", {
      label: words.door.secrets.totp,
      hint: words.door.welcome.code_hint,
      required: true,
      autocomplete: "one-time-code",
    });
  }

  /** @param {boolean} asked @returns {Record<string, string>} */
  _code(asked) {
    return asked ? { code: (this._form.values.code ?? "").trim() } : {};
  }

  _newPin() {
    const form = this._form;
    const look = { type: "password", required: true, inputmode: "numeric", autocomplete: "new-password" };
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._sendPin())}>
        ${formProblem(form)} ${textField(form, "pin", { ...look, label: words.door.new_pin, hint: words.door.pin_hint, focus: true })}
        ${textField(form, "again", { ...look, label: words.door.pin_again })} ${formActions(form, words.common.go_on)} ${this._back()}
      </form>
    `;
  }

  _back() {
    return html`<button class="button button-quiet" type="button" @click=${() => this._go("choose")}>${icon("back")}<span>${words.common.back}</span></button>`;
  }

  /** @param {Step} step @param {Record<string, string>} [values] */
  async _go(step, values = {}) {
    this._form = this.form(values);
    this._step = step;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("input:not([readonly])") ?? this.querySelector("h1"))?.focus();
  }

  /** @param {boolean} asks_code */
  async _passkey(asks_code) {
    const me = await this.send(this._form, async () => {
      const { options } = await this.http.post("/links/use/passkey/options", { secret: this._secret });
      const credential = await makePasskey(options);
      return this.http.post("/links/use/passkey", { secret: this._secret, credential, ...this._code(asks_code) });
    });
    if (me) this._signedIn(me);
  }

  async _sendPin() {
    const { pin, again } = this._form.values;
    if (pin !== again && this._form.refuse({ again: "pin.differs" })) return this.focusProblem();
    return this._use("pin", { pin });
  }

  /** @param {"password" | "pin"} way @param {Record<string, string>} body */
  async _use(way, body) {
    const me = await this.send(this._form, () => this.http.post(`/links/use/${way}`, { secret: this._secret, ...body }));
    if (me) this._signedIn(me);
  }

  /** On to what is still to be set up. @param {import("../../core/api/shapes.js").Me} me */
  _signedIn(me) {
    forgetSecret();
    this._me = me;
    const next = /** @type {const} */ (["totp", "recovery_codes"]).find((what) => me.missing?.includes(what));
    if (next) void this._go(next === "totp" ? "totp" : "codes");
    else this.clinic.enter(me);
  }

  _afterTotp() {
    if (this._me?.missing?.includes("recovery_codes")) void this._go("codes");
    else void this._enter();
  }

  /** In, as what they are by now: what was missing at first may be there. */
  async _enter() {
    const me = await this.act(() => this.http.get("/me"));
    if (me) this.clinic.enter(me);
  }
}

customElements.define("clinic-welcome", WelcomePage);
