/** Signing in: with a passkey first, or with e-mail and password and a code, or a recovery code; clients with their link and PIN. */

import { html, nothing } from "../../../vendor/lit.js";
import { usePasskey } from "../../core/account/passkeys.js";
import { forgetSecret, takeRefusal, takeSecret } from "../../core/account/secret-link.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { shown } from "../common/pieces.js";
import { goToRoom } from "../day/enter.js";
import { PageElement } from "../element.js";

/** @typedef {"first" | "password" | "totp" | "recovery" | "recover" | "sent"} Step */

export class SignIn extends PageElement {
  static properties = { ...PageElement.properties, demo: { type: Boolean }, _step: { state: true } };

  constructor() {
    super();
    this.demo = false;
    /** @type {Step} */
    this._step = "first";
    this._form = this.form({});
    /** Why they were not signed in at their organization, or "". */
    this._refused = takeRefusal();
    this._link = takeSecret();
    /** Whose link it is. */
    this._owner = this._link
      ? this.follow(new Resource((signal) => this.http.post("/links/look", { secret: this._link }, { signal }), this._redraw))
      : null;
    if (this._link) this._form = this.form({ pin: "" });
  }

  render() {
    const { door } = words;
    const why = this.clinic.signed_in.ended;
    return html`
      <div class="door">
        <header class="door-head">
          <span class="emblem">${icon("leaf")}</span>
          <h1 tabindex="-1">${this._owner ? (this._owner.data?.needs.length === 0 ? door.client.door : door.client.title) : door.titles[this._step]}</h1>
        </header>
        <div class="door-card card">
          ${navigator.cookieEnabled ? nothing : html`<p class="note" role="alert">${door.no_cookies}</p>`}
          ${this._refused ? html`<p class="note" role="alert">${words.refusal({ code: this._refused })}</p>` : nothing}
          ${why === "idle" || why === "ended" || why === "out" ? html`<p class="note" role="status">${door.ended[why]}</p>` : nothing}
          ${this._owner ? shown(this._owner, this.writer, (owner) => (owner.needs.length ? this._pin(owner) : this._interpreter(owner))) : this._steps()}
          ${this._owner && this._owner.data?.needs.length !== 0 ? html`<button class="button button-quiet" type="button" @click=${this._leaveLink}>${door.client.another_way}</button>` : nothing}
        </div>
        <p class="door-foot">${this.demo ? html`<button class="button button-quiet" type="button" @click=${() => this.dispatchEvent(new Event("demo"))}>${door.demo.back}</button>` : nothing}</p>
      </div>
    `;
  }

  _steps() {
    switch (this._step) {
      case "first":
        return this._first();
      case "totp":
        return this._secret("code", "totp", () => this._finish("/sign-in/totp", { code: this._form.values.code }));
      case "recovery":
        return this._secret("code", "recovery", () => this._finish("/sign-in/recovery", { code: this._form.values.code }));
      case "sent":
        return html`<p>${words.door.sent}</p>${this._back()}`;
      default:
        return this._step === "recover" ? this._recover() : this._password();
    }
  }

  _first() {
    const { door } = words;
    const oidc = this.clinic.door?.clinic_sign_in;
    return html`
      <div class="stack">
        ${formProblem(this._form)}
        ${
          this.clinic.has_passkeys
            ? html`<button class="button button-main button-wide button-large" type="button" aria-disabled=${this._form.busy ? "true" : "false"} @click=${() => void this._passkey()}>
                ${icon("key")}<span>${door.passkey}</span>
              </button>
              <p class="field-hint">${door.passkey_hint}</p>`
            : html`<p class="note">${door.no_passkeys}</p>`
        }
        <p class="or">${words.common.or}</p>
        <button class="button button-wide" type="button" @click=${() => this._go("password")}>${door.with_password}</button>
        ${oidc?.oidc && this.clinic.clinic_id ? html`<a class="button button-wide" href="/api/v1/sign-in/oidc/${encodeURIComponent(this.clinic.clinic_id)}">${door.with_organization}</a>` : nothing}
        <p class="note">${door.client.hint}</p>
      </div>
    `;
  }

  _password() {
    const { door } = words;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._signIn())}>
        ${formProblem(form)} ${textField(form, "email", { label: door.email, type: "email", required: true, autocomplete: "username", inputmode: "email", focus: true })}
        ${textField(form, "password", { label: door.secrets.password, type: "password", required: true, autocomplete: "current-password" })}
        ${formActions(form, door.sign_in)}
        <button class="button button-quiet" type="button" @click=${() => this._go("recover")}>${door.forgot}</button>
        ${this._back()}
      </form>
    `;
  }

  /** @param {string} name @param {"totp" | "recovery"} way @param {() => unknown} send */
  _secret(name, way, send) {
    const { door } = words;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(send)}>
        ${formProblem(form)}
        ${textField(form, name, {
          label: door.secrets[way],
          hint: door.hints[way],
          required: true,
          focus: true,
          autocomplete: way === "totp" ? "one-time-code" : "off",
          inputmode: way === "totp" ? "numeric" : "text",
        })}
        ${formActions(form, door.sign_in)}
        ${way === "totp" ? html`<button class="button button-quiet" type="button" @click=${() => this._go("recovery", { code: "" })}>${door.lost_phone}</button>` : nothing}
        ${this._back()}
      </form>
    `;
  }

  _recover() {
    const { door } = words;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._askForLink())}>
        <p>${door.recover_text}</p>
        ${formProblem(form)} ${textField(form, "email", { label: door.email, type: "email", required: true, autocomplete: "username", focus: true })}
        ${formActions(form, door.send_link)} ${this._back()}
      </form>
    `;
  }

  /** @param {{ person: { id?: string, name: string } }} owner */
  _pin({ person }) {
    const { door } = words;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._finish("/sign-in/pin", { link: this._link, person: person.id, pin: form.values.pin }))}>
        <p class="lead">${door.client.hello(person.name)}</p>
        ${formProblem(form)}
        ${textField(form, "pin", { label: door.secrets.pin, type: "password", required: true, inputmode: "numeric", autocomplete: "current-password", focus: true })}
        ${formActions(form, door.sign_in)}
        <p class="field-hint">${door.client.forgot}</p>
      </form>
    `;
  }

  /** Who interprets in one session has no account: the link is the way to their seat, and to nothing else. @param {{ person: { name: string } }} owner */
  _interpreter({ person }) {
    const { door } = words;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._enter())}>
        <p class="lead">${door.client.hello(person.name)}</p>
        <p>${door.client.interprets}</p>
        ${formProblem(this._form)} ${formActions(this._form, door.client.enter)}
      </form>
    `;
  }

  async _enter() {
    const seat = await this.send(this._form, () => this.http.post("/links/enter", { secret: this._link }));
    if (seat) goToRoom(seat);
  }

  /** Clients may have a passkey, and a link that is no longer good must not be the end of the way. */
  _leaveLink = () => {
    forgetSecret();
    this._owner = null;
    void this._go("first");
  };

  _back() {
    return html`<button class="button button-quiet" type="button" @click=${() => this._go("first")}>${icon("back")}<span>${words.common.back}</span></button>`;
  }

  /** @param {Step} step @param {Record<string, string>} [values] */
  async _go(step, values = { email: this._form.values.email ?? "", password: "" }) {
    this._form = this.form(values);
    this._step = step;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("input") ?? this.querySelector("h1"))?.focus();
  }

  async _passkey() {
    const me = await this.send(this._form, async () => {
      const { options } = await this.http.post("/sign-in/passkey/options");
      return this.http.post("/sign-in/passkey", { credential: await usePasskey(options) });
    });
    if (me) this.clinic.enter(me);
  }

  async _signIn() {
    const { email, password } = this._form.values;
    const answer = await this.send(this._form, () => this.http.post("/sign-in/password", { email: email.trim(), password }));
    if (answer?.next === "totp") await this._go("totp", { code: "" });
    else if (answer) this.clinic.enter(answer);
  }

  /** @param {string} path @param {Record<string, unknown>} body */
  async _finish(path, body) {
    const me = await this.send(this._form, () => this.http.post(path, body));
    if (me) this.clinic.enter(me);
  }

  async _askForLink() {
    const { email } = this._form.values;
    const sent = await this.send(this._form, async () => {
      await this.http.post("/recover", { email: email.trim() });
      return true;
    });
    if (sent) await this._go("sent", {});
  }
}

customElements.define("clinic-sign-in", SignIn);
