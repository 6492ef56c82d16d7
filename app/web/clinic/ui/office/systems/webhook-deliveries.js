/** What one system was told in the last 30 days, and how it went; loaded when somebody wants to know. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Pages } from "../../../core/api/pages.js";
import { words } from "../../../words/words.js";
import { badge, listed, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ id: string, kind: string, at: string, state: "due" | "done" | "failed" | "held", attempts: number, due_at: string | null,
 *   answer: string | null, status: number | null, done_at: string | null }} Delivery
 */

/** @type {Record<Delivery["state"], [tone: "good" | "plain" | "warm", sign: import("../../common/icons.js").Sign | undefined]>} */
const LOOKS = { done: ["good", "check"], due: ["plain", undefined], held: ["plain", "stop"], failed: ["warm", "careful"] };

export class WebhookDeliveries extends PageElement {
  static properties = { ...PageElement.properties, webhook: {}, is_on: { attribute: false }, _is_open: { state: true } };

  constructor() {
    super();
    this.webhook = "";
    this.is_on = false;
    this._is_open = false;
    this._pages = new Pages((query, signal) => this.http.get(`/webhooks/${this.webhook}/deliveries`, { query, signal }), this._redraw, {
      limit: 20,
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._pages.stop();
  }

  /** Shows what there is now. */
  async open() {
    this._is_open = true;
    await this._pages.load();
  }

  render() {
    const { deliveries } = words.webhooks;
    return html`
      <details class="webhook-sent" ?open=${this._is_open} @toggle=${this._toggle}>
        <summary>${deliveries.title}</summary>
        ${this._is_open ? listed(this._pages, this.writer, () => this._table(), html`<p class="quiet">${deliveries.none}</p>`) : nothing}
        ${this._is_open ? html`<button class="button" type="button" @click=${() => void this._pages.load()}>${deliveries.look}</button>` : nothing}
      </details>
    `;
  }

  /** @param {Event} event */
  _toggle(event) {
    const open = /** @type {HTMLDetailsElement} */ (event.currentTarget).open;
    if (open === this._is_open) return;
    this._is_open = open;
    if (open) void this._pages.load();
  }

  _table() {
    const { deliveries, kinds } = words.webhooks;
    const may = this.is_on && this.clinic.can("settings.write");
    return tableList(
      deliveries.title,
      [deliveries.what, deliveries.when, deliveries.state, deliveries.how, ...(may ? [words.common.actions] : [])],
      this._pages.items.map((/** @type {Delivery} */ one) => [
        kinds[one.kind],
        this.writer.moment(one.at),
        badge(deliveries.states[one.state], ...LOOKS[one.state]),
        this._how(one),
        ...(may
          ? [
              one.state === "due"
                ? nothing
                : html`<button class="button" type="button" @click=${() => void this._again(one)}>${deliveries.again}<span class="for-readers"> ${kinds[one.kind]}</span></button>`,
            ]
          : []),
      ]),
    );
  }

  /** @param {Delivery} one */
  _how(one) {
    const { deliveries } = words.webhooks;
    if (!one.answer) return nothing;
    const answer = one.status ? deliveries.status(one.status) : deliveries.answers[one.answer];
    const next = one.state === "due" && one.due_at ? deliveries.next(this.writer.moment(one.due_at)) : "";
    return [answer, one.attempts > 1 ? deliveries.attempts(one.attempts) : "", next].filter(Boolean).join(" · ");
  }

  /** @param {Delivery} one */
  async _again(one) {
    await this.act(() => this.http.post(`/webhooks/deliveries/${one.id}/again`), words.webhooks.again);
    await this._pages.load();
    this.dispatchEvent(new Event("sent"));
  }
}

customElements.define("clinic-webhook-deliveries", WebhookDeliveries);
