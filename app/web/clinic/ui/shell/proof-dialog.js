/** Asks somebody to show that it is still them, before something that an unattended screen must not do. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { usePasskey } from "../../core/account/passkeys.js";
import { onProved, openProvider, PROVE_AT_PROVIDER } from "../../core/account/provider-proof.js";
import { Problem } from "../../core/api/problems.js";
import { words } from "../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { icon } from "../common/icons.js";
import { ClinicElement } from "../element.js";
import "../common/sheet.js";

/** @typedef {"password" | "totp" | "pin"} Way */

export class ProofDialog extends ClinicElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    /** @type {(proved: boolean) => void} */
    this._answer = () => undefined;
    this._form = this.form({ secret: "" });
    /** @type {Way} */
    this._way = "password";
    /** Whether they are at their organization's sign-in, in another tab. */
    this._away = false;
    /** @type {() => void} */
    this._stopListening = () => undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.http.prove = () => this._prove();
  }

  render() {
    return html`
      <clinic-sheet id="proof" ${ref(this._sheet)} .heading=${words.shell.proof.title} .content=${this._content()} @closed=${() => this._closed()}></clinic-sheet>
    `;
  }

  _content() {
    const { proof } = words.shell;
    const form = this._form;
    const ways = /** @type {Way[]} */ (this.clinic.signed_in.is_client ? ["pin"] : ["password", "totp"]);
    return html`
      <div class="stack">
        <p>${proof.text}</p>
        ${
          this.clinic.has_passkeys
            ? html`<button class="button button-main button-wide" type="button" @click=${() => void this._withPasskey()}>${icon("key")}<span>${proof.passkey}</span></button>
              <p class="or">${words.common.or}</p>`
            : nothing
        }
        ${this._provider()}
        <form class="stack" novalidate @submit=${onSubmit(() => this._withSecret())}>
          ${formProblem(form)}
          ${textField(form, "secret", {
            label: words.door.secrets[this._way],
            type: this._way === "totp" ? "text" : "password",
            required: true,
            autocomplete: this._way === "totp" ? "one-time-code" : "current-password",
            inputmode: this._way === "password" ? "text" : "numeric",
          })}
          ${formActions(form, words.common.go_on)}
        </form>
        ${ways
          .filter((way) => way !== this._way)
          .map(
            (way) =>
              html`<button class="button button-quiet" type="button" @click=${() => this._choose(way)}>${words.door.use[way]}</button>`,
          )}
      </div>
    `;
  }

  _provider() {
    const { proof } = words.shell;
    const name = this.clinic.me?.proof_provider;
    if (!name) return nothing;
    return html`
      <a class="button button-wide" href=${PROVE_AT_PROVIDER} target="_blank" rel="noopener" @click=${(/** @type {Event} */ event) => this._go(event)}
        ><span>${proof.provider} <bdi>${name}</bdi></span></a
      >
      <p class="field-hint" role="status">${this._away ? proof.away : ""}</p>
      <p class="or">${words.common.or}</p>
    `;
  }

  /** @param {Event} event */
  _go(event) {
    this._stopListening();
    this._stopListening = onProved((refused) => void this._back(refused));
    if (openProvider()) event.preventDefault();
    this._away = true;
    this.requestUpdate();
  }

  /** They came back from their organization's sign-in. @param {string} refused */
  async _back(refused) {
    this._away = false;
    this._stopListening();
    await this._done(async () => {
      if (refused) throw new Problem(403, { code: refused });
      return this.http.get("/me");
    });
  }

  _closed() {
    this._away = false;
    this._stopListening();
    this._answer(false);
  }

  async _prove() {
    this._answer(false);
    this._choose(this.clinic.signed_in.is_client ? "pin" : "password");
    await this._sheet.value?.show();
    return new Promise((answer) => {
      this._answer = answer;
    });
  }

  /** @param {Way} way */
  _choose(way) {
    this._way = way;
    this._form = this.form({ secret: "" });
    this.requestUpdate();
  }

  async _withPasskey() {
    await this._done(async () => {
      const { options } = await this.http.post("/me/proof/passkey/options");
      return this.http.post("/me/proof/passkey", { credential: await usePasskey(options) });
    });
  }

  async _withSecret() {
    const { secret } = this._form.values;
    const field = { password: "password", totp: "code", pin: "pin" }[this._way];
    await this._done(() => this.http.post(`/me/proof/${this._way}`, { [field]: secret }));
  }

  /** @param {() => Promise<{ proved_until: string }>} prove */
  async _done(prove) {
    const proof = await this.send(this._form, prove);
    if (!proof) return;
    this._form = this.form({ secret: "" });
    this._answer(true);
    this._sheet.value?.close();
  }
}

customElements.define("clinic-proof", ProofDialog);
