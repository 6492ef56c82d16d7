/** The clinic's other systems that are told when something happens here, and how that went. */

import { createRef, html, nothing, ref } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { checkField, formActions, formProblem, onSubmit, textField } from "../../common/fields.js";
import { icon } from "../../common/icons.js";
import { backLink, badge, emptyState, facts, pageHead, panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import "../../common/sheet.js";
import "./webhook-deliveries.js";

/**
 * @typedef {{ id: string, url: string, kinds: string[], state: "on" | "paused" | "off", off_why: string | null, failing_since: string | null,
 *   former_until: string | null, failed: number, held: number, made_at: string, version: number }} Webhook
 */

export const KINDS = ["session.ended", "attendance.ready", "attendance.corrected", "consent.given", "consent.withdrawn"];

/** @type {Record<Webhook["state"], [tone: "good" | "plain" | "warm", sign: import("../../common/icons.js").Sign]>} */
const LOOKS = { on: ["good", "check"], paused: ["plain", "stop"], off: ["warm", "careful"] };

export class WebhooksPage extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    this._form = this.form({});
    /** @type {Webhook | null} Which one is being changed; none while one is added. */
    this._changed = null;
    this._secret = "";
    this._webhooks = this.follow(new Resource((signal) => this.http.get("/webhooks", { signal }), this._redraw));
  }

  get _may() {
    return this.clinic.can("settings.write");
  }

  render() {
    const { title, lead, add, none, none_text, secret_title, change } = words.webhooks;
    const button = this._may
      ? html`<button class="button button-main" type="button" @click=${() => this._open(null)}>${icon("add")}<span>${add}</span></button>`
      : nothing;
    const heading = this._secret ? secret_title : this._changed ? change : add;
    return html`
      ${pageHead(title, { over: backLink("/settings", words.shell.pages.settings), lead, actions: button })}
      ${shown(this._webhooks, this.writer, ({ items }) =>
        items.length ? items.map((/** @type {Webhook} */ one) => this._one(one)) : emptyState("out", none, none_text),
      )}
      <clinic-sheet id="webhook" ${ref(this._sheet)} .heading=${heading} .content=${this._secret ? this._shown() : this._fields()} .mayClose=${() => this._secret !== "" || this.mayDrop(this._form)} @closed=${this._forget}></clinic-sheet>
    `;
  }

  /** @param {Webhook} one */
  _one(one) {
    const { states, address, told, kinds, since, former } = words.webhooks;
    const [tone, sign] = one.state === "on" && one.failing_since ? LOOKS.off : LOOKS[one.state];
    return panel(
      hostOf(one.url),
      html`
        ${this._notice(one)}
        ${facts([
          [address, html`<bdi class="webhook-url" dir="ltr">${one.url}</bdi>`],
          [told, one.kinds.map((kind) => kinds[kind]).join(" · ")],
          [since, this.writer.moment(one.made_at)],
          [former, one.former_until && Date.parse(one.former_until) > this.http.now() ? this.writer.moment(one.former_until) : ""],
        ])}
        ${this._may ? this._acts(one) : nothing}
        <clinic-webhook-deliveries .clinic=${this.clinic} .webhook=${one.id} .is_on=${one.state === "on"} @sent=${() => void this._webhooks.load()}></clinic-webhook-deliveries>
      `,
      badge(states[one.state], tone, sign),
    );
  }

  /** What is not as it should be, and what to do about it. @param {Webhook} one */
  _notice(one) {
    const { off, failing, held, failed } = words.webhooks;
    const lines = [
      one.state === "off" ? off[one.off_why ?? ""] : "",
      one.state === "on" && one.failing_since ? failing(this.writer.moment(one.failing_since)) : "",
      one.held ? held(one.held) : "",
      one.failed ? failed(one.failed) : "",
    ].filter(Boolean);
    return lines.length ? html`<div class="note">${icon("careful")}<span>${lines.join(" ")}</span></div>` : nothing;
  }

  /** @param {Webhook} one */
  _acts(one) {
    const { acts } = words.webhooks;
    const host = html`<span class="for-readers"> ${hostOf(one.url)}</span>`;
    const is_on = one.state === "on";
    return html`<div class="button-row">
      ${is_on ? nothing : html`<button class="button button-main" type="button" @click=${() => void this._turn(one, true)}>${acts.resume}${host}</button>`}
      ${is_on ? html`<button class="button" type="button" @click=${() => void this._test(one)}>${acts.test}${host}</button>` : nothing}
      ${is_on && one.failed ? html`<button class="button" type="button" @click=${() => void this._again(one)}>${acts.again}${host}</button>` : nothing}
      <button class="button" type="button" @click=${() => this._open(one)}>${acts.change}${host}</button>
      <button class="button" type="button" @click=${() => void this._renew(one)}>${acts.renew}${host}</button>
      ${is_on ? html`<button class="button" type="button" @click=${() => void this._turn(one, false)}>${acts.pause}${host}</button>` : nothing}
      <button class="button" type="button" @click=${() => void this._remove(one)}>${words.common.remove}${host}</button>
    </div>`;
  }

  /** @param {Webhook | null} one */
  _open(one) {
    this._changed = one;
    const chosen = Object.fromEntries(KINDS.map((kind) => [fieldOf(kind), one ? one.kinds.includes(kind) : true]));
    this._form = this.form({ ...(one ? {} : { url: "" }), kinds: "", ...chosen });
    this.requestUpdate();
    void this._sheet.value?.show();
  }

  _fields() {
    const { url, url_hint, told, told_hint, kinds, make } = words.webhooks;
    const form = this._form;
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)}
        ${this._changed ? nothing : textField(form, "url", { label: url, hint: url_hint, type: "url", inputmode: "url", required: true, max: 500, focus: true })}
        <fieldset class="choices">
          <legend class="field-label">${told}</legend>
          <p class="field-hint">${told_hint}</p>
          ${KINDS.map((kind) => checkField(form, fieldOf(kind), { label: kinds[kind] }))}
          ${form.errors.kinds ? html`<p class="field-problem">${icon("stop")}<span>${words.fieldProblem(form.errors.kinds)}</span></p>` : nothing}
        </fieldset>
        ${formActions(form, this._changed ? words.common.save : make)}
      </form>
    `;
  }

  _shown() {
    const { once } = words.webhooks;
    return html`<div class="stack">
      <p>${once}</p>
      <p><code class="secret" dir="ltr">${this._secret}</code></p>
      <button class="button button-main" type="button" @click=${() => void this.act(() => navigator.clipboard.writeText(this._secret), words.common.copied)}>${words.common.copy}</button>
    </div>`;
  }

  async _save() {
    const { values } = this._form;
    const kinds = KINDS.filter((kind) => values[fieldOf(kind)]);
    const one = this._changed;
    const saved = await this.send(this._form, () =>
      one
        ? this.http.put(`/webhooks/${one.id}`, { kinds, on: one.state === "on" }, { version: one.version })
        : this.http.post("/webhooks", { url: values.url.trim(), kinds }),
    );
    if (!saved) return;
    if (one) {
      await this._sheet.value?.close();
      this.clinic.toasts.show(words.common.saved);
    }
    this._show(saved.secret ?? "");
    await this._webhooks.load();
  }

  /** @param {string} secret */
  _show(secret) {
    this._secret = secret;
    this.requestUpdate();
  }

  _forget() {
    this._changed = null;
    this._show("");
  }

  /** @param {Webhook} one @param {boolean} on */
  async _turn(one, on) {
    const { turned_on, paused } = words.webhooks;
    await this.act(() => this.http.put(`/webhooks/${one.id}`, { kinds: one.kinds, on }, { version: one.version }), on ? turned_on : paused);
    await this._webhooks.load();
  }

  /** @param {Webhook} one */
  async _renew(one) {
    if (!(await this.clinic.ask(words.webhooks.ask_renew))) return;
    const renewed = await this.act(() => this.http.post(`/webhooks/${one.id}/secret`, undefined, { version: one.version }));
    await this._webhooks.load();
    if (!renewed) return;
    this._show(renewed.secret);
    void this._sheet.value?.show();
  }

  /** @param {Webhook} one */
  async _test(one) {
    await this.act(() => this.http.post(`/webhooks/${one.id}/test`), words.webhooks.tested);
    await this._look(one);
  }

  /** @param {Webhook} one */
  async _again(one) {
    await this.act(() => this.http.post(`/webhooks/${one.id}/again`), words.webhooks.again);
    await this._webhooks.load();
    await this._look(one);
  }

  /** @param {Webhook} one */
  async _look(one) {
    const lists = /** @type {NodeListOf<import("./webhook-deliveries.js").WebhookDeliveries>} */ (
      this.querySelectorAll("clinic-webhook-deliveries")
    );
    for (const list of lists) if (list.webhook === one.id) await list.open();
  }

  /** @param {Webhook} one */
  async _remove(one) {
    if (!(await this.clinic.ask(words.webhooks.ask_remove(hostOf(one.url))))) return;
    await this.act(() => this.http.delete(`/webhooks/${one.id}`, { version: one.version }), words.common.removed);
    await this._webhooks.load();
  }
}

/** A dot in a field's name would make a part of it. @param {string} kind */
const fieldOf = (kind) => kind.replace(".", "_");

/** @param {string} url */
const hostOf = (url) => (URL.canParse(url) ? new URL(url).host : url);

customElements.define("clinic-webhooks", WebhooksPage);
