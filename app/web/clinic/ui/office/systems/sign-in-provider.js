/** The clinic's own identity provider: staff sign in with the account that they have at work. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../../common/fields.js";
import { panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ issuer: string, client_id: string, has_secret: boolean, domains: string[] }} Provider
 * @typedef {{ provider: Provider | null, return_url: string, version: number }} Found
 */

export class SignInProvider extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    this._found = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  load() {
    return this._found.load();
  }

  /** @param {AbortSignal} signal */
  async _look(signal) {
    return this._begin(await this.http.get("/settings/provider", { signal }));
  }

  /** The secret is never read again: left empty, the one that is there stays. @param {Found} found */
  _begin(found) {
    const { issuer = "", client_id = "", domains = [] } = found.provider ?? {};
    this._form = this.form({ issuer, client_id, secret: "", domains: domains.join(", ") });
    return found;
  }

  render() {
    const { provider } = words.office;
    return panel(
      provider.title,
      shown(this._found, this.writer, (found) => this._fields(found)),
    );
  }

  /** @param {Found} found */
  _fields(found) {
    const { provider } = words.office;
    const form = this._form;
    const remove = html`<button class="button" type="button" @click=${() => void this._remove(found.version)}>${provider.remove}</button>`;
    return html`
      <p class="quiet">${provider.text}</p>
      <p>${provider.return_url}<br /><code>${found.return_url}</code></p>
      <form class="stack" novalidate @submit=${onSubmit(() => this._save(found))}>
        ${formProblem(form)}
        ${textField(form, "issuer", { label: provider.issuer, hint: provider.issuer_hint, type: "url", inputmode: "url", required: true, max: 500 })}
        ${textField(form, "client_id", { label: provider.client_id, required: true, max: 255 })}
        ${textField(form, "secret", {
          label: provider.secret,
          hint: found.provider?.has_secret ? provider.secret_kept : provider.secret_hint,
          type: "password",
          max: 1000,
        })}
        ${textField(form, "domains", { label: provider.domains, hint: provider.domains_hint, max: 2000 })}
        ${formActions(form, words.common.save, found.provider ? remove : nothing)}
      </form>
    `;
  }

  /** @param {Found} found */
  async _save(found) {
    const { issuer, client_id, secret, domains } = this._form.values;
    const body = {
      issuer: issuer.trim(),
      client_id: client_id.trim(),
      secret: secret || (found.provider?.has_secret ? null : ""),
      domains: domains.split(/[\s,;]+/).filter(Boolean),
    };
    const saved = await this.send(this._form, () => this.http.put("/settings/provider", body, { version: found.version }));
    if (!saved) return;
    this._found.put(this._begin(saved));
    this.clinic.toasts.show(words.common.saved);
    this.dispatchEvent(new Event("done"));
  }

  /** @param {number} version */
  async _remove(version) {
    const { provider } = words.office;
    if (!(await this.clinic.ask(provider.ask_remove))) return;
    await this.act(() => this.http.delete("/settings/provider", { version }), words.common.removed);
    await this.load();
    this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-sign-in-provider", SignInProvider);
