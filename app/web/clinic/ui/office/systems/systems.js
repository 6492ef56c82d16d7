/** Systems of others that read records: who they are, their keys, when they were here, and what left. */

import { createRef, html, nothing, ref } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, selectField, textField } from "../../common/fields.js";
import { icon } from "../../common/icons.js";
import { badge, emptyState, facts, pageHead, panel, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";
import "../../common/sheet.js";

/**
 * @typedef {{ id: string, name: string, recipient: string, recipient_name: string, scopes: string, kids: string[], keys: string, keys_url: string | null,
 *   made_at: string, used_at: string | null, withdrawn_at: string | null, version: number }} System
 * @typedef {{ items: System[], recipients: { id: string, name: string }[], address: string, token_address: string }} Found
 * @typedef {{ at: string, action: string, type: string | null, records: number | null }} Act
 */

export class SystemsPage extends PageElement {
  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../../common/sheet.js").Sheet>} */
    this._sheet = createRef();
    /** @type {import("lit/directives/ref.js").Ref<import("../../common/sheet.js").Sheet>} */
    this._activity = createRef();
    this._form = this.form({});
    /** The one that is changed; null for a new one. @type {System | null} */
    this._changed = null;
    /** Whose activity is shown. @type {System | null} */
    this._looked_at = null;
    this._found = this.follow(
      new Resource((signal) => /** @type {Promise<Found>} */ (this.http.get("/systems", { signal })), this._redraw),
    );
    this._acts = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  load() {
    return this._found.load();
  }

  /** @param {AbortSignal} signal @returns {Promise<{ items: Act[] }>} */
  async _look(signal) {
    return this._looked_at ? this.http.get(`/systems/${this._looked_at.id}/activity`, { signal }) : { items: [] };
  }

  get _may() {
    return this.clinic.can("systems.write");
  }

  render() {
    const { systems } = words;
    const add =
      this._may && this._found.data?.recipients.length
        ? html`<button class="button button-main" type="button" @click=${() => this._open(null)}>${icon("add")}<span>${systems.connect}</span></button>`
        : nothing;
    return html`
      ${pageHead(systems.title, { lead: systems.lead, actions: add })} ${shown(this._found, this.writer, (found) => this._page(found))}
      <clinic-sheet
        id="system"
        ${ref(this._sheet)}
        .heading=${this._changed ? this._changed.name : systems.connect}
        .content=${this._fields()}
        .mayClose=${() => this.mayDrop(this._form)}
      ></clinic-sheet>
      <clinic-sheet id="activity" wide ${ref(this._activity)} .heading=${systems.activity} .content=${this._left()}></clinic-sheet>
    `;
  }

  /** @param {Found} found */
  _page(found) {
    const { systems } = words;
    const none = found.recipients.length ? systems.none_text : systems.no_recipients;
    return html`
      ${found.items.length ? found.items.map((one) => this._card(one)) : emptyState("systems", systems.none, none)}
      ${panel(
        systems.addresses,
        html`${facts([
          [systems.address, html`<code>${found.address}</code>`],
          [systems.token_address, html`<code>${found.token_address}</code>`],
        ])}
          <p class="quiet">${systems.part2}</p>`,
      )}
    `;
  }

  /** @param {System} one */
  _card(one) {
    const { systems } = words;
    const gone = one.withdrawn_at !== null;
    return panel(
      one.name,
      html`
        ${facts([
          [systems.recipient, one.recipient_name],
          [systems.client_id, html`<code>${one.id}</code>`],
          [systems.scopes, html`<code>${one.scopes}</code>`],
          [systems.keys, one.keys_url ?? one.kids.join(", ")],
          [systems.made, this.writer.moment(one.made_at)],
          [systems.used, one.used_at ? this.writer.moment(one.used_at) : systems.never],
          [systems.withdrawn, one.withdrawn_at ? this.writer.moment(one.withdrawn_at) : ""],
        ])}
        <div class="form-actions">
          <button class="button" type="button" @click=${() => this._show(one)}>${systems.activity}</button>
          ${
            this._may && !gone
              ? html`<button class="button" type="button" @click=${() => this._open(one)}>${systems.change}</button>
                <button class="button" type="button" @click=${() => void this._withdraw(one)}>${systems.withdraw}</button>`
              : nothing
          }
        </div>
      `,
      gone ? badge(systems.withdrawn) : badge(systems.in_use, "good"),
    );
  }

  /** @param {System | null} one */
  _open(one) {
    const recipients = this._found.data?.recipients ?? [];
    this._changed = one;
    this._form = this.form({
      name: one?.name ?? "",
      recipient: one?.recipient ?? recipients[0]?.id ?? "",
      scopes: one?.scopes ?? "system/*.rs",
      keys: one?.keys ?? "",
      keys_url: one?.keys_url ?? "",
    });
    this.guard(() => this._form);
    this.requestUpdate();
    void this._sheet.value?.show();
  }

  _fields() {
    const { systems } = words;
    const form = this._form;
    const recipients = this._found.data?.recipients ?? [];
    return html`
      <form class="stack" novalidate @submit=${onSubmit(() => this._save())}>
        ${formProblem(form)} ${textField(form, "name", { label: systems.name, required: true, max: 120, focus: true })}
        ${
          this._changed
            ? facts([[systems.recipient, this._changed.recipient_name]])
            : selectField(
                form,
                "recipient",
                { label: systems.recipient, hint: systems.recipient_hint },
                recipients.map(({ id, name }) => /** @type {const} */ ([id, name])),
              )
        }
        ${textField(form, "scopes", { label: systems.scopes, hint: systems.scopes_hint, required: true, max: 2000 })}
        ${areaField(form, "keys", { label: systems.public_keys, hint: systems.keys_hint, max: 8000 })}
        ${textField(form, "keys_url", { label: systems.keys_url, hint: systems.keys_url_hint, type: "url", inputmode: "url", max: 500 })}
        ${formActions(form, words.common.save)}
      </form>
    `;
  }

  async _save() {
    const changed = this._changed;
    const { keys_url, ...typed } = this._form.values;
    const body = { ...typed, keys_url: keys_url.trim() || null };
    const saved = await this.send(this._form, () =>
      changed ? this.http.put(`/systems/${changed.id}`, body, { version: changed.version }) : this.http.post("/systems", body),
    );
    if (!saved) return;
    this._sheet.value?.close();
    this.clinic.toasts.show(words.common.saved);
    await this.load();
  }

  /** @param {System} one */
  async _withdraw(one) {
    if (!(await this.clinic.ask(words.systems.ask_withdraw))) return;
    await this.act(() => this.http.delete(`/systems/${one.id}`, { version: one.version }), words.common.saved);
    await this.load();
  }

  /** @param {System} one */
  _show(one) {
    this._looked_at = one;
    this._acts.data = null;
    void this._acts.load();
    this.requestUpdate();
    void this._activity.value?.show();
  }

  _left() {
    const { systems } = words;
    return shown(this._acts, this.writer, ({ items }) =>
      items.length
        ? tableList(
            systems.activity,
            [systems.when, systems.what, systems.type, systems.count],
            items.map((one) => [this.writer.moment(one.at), systems.acts[one.action] ?? one.action, one.type ?? "", one.records ?? ""]),
          )
        : emptyState("systems", systems.activity_none, systems.activity_none_text),
    );
  }
}

customElements.define("clinic-systems", SystemsPage);
