/** Sitting apart and together again: the wish for a seat of one's own, or to share one camera again. Partners see no reason. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { may, nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

export class OwnSeat extends SessionElement {
  static properties = { ...SessionElement.properties, _apart: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._apart = false;
  }

  render() {
    const { view } = this;
    if (view.you.people.length > 1) return nothing;
    return view.you.space === "companion" ? html`${this._merge()} ${this._split()}` : this._merge();
  }

  _split() {
    const { session, view } = this;
    const person = view.you.people[0];
    const { companion } = words.member;
    const { host } = words.hosts(view.room.kind);
    if (view.you.split_asked) {
      return html`<p role="status">${companion.seat_asked(host)}</p>
        <button class="button" type="button" @click=${() => void session.ask("split.ask", { on: false, apart: false })}>${companion.seat_stop}</button>`;
    }
    if (!may(view, person, "split.ask")) return nothing;
    return html`
      <p>${companion.seat_text(host)}</p>
      <label class="check"><input type="checkbox" .checked=${this._apart} @change=${(/** @type {Event} */ event) => (this._apart = /** @type {HTMLInputElement} */ (event.currentTarget).checked)} />
        <span>${companion.seat_apart}</span></label>
      <button class="button" type="button" aria-disabled=${this._apart ? "false" : "true"} @click=${this._ask}>${companion.seat_ask}</button>
    `;
  }

  _ask() {
    if (!this._apart) return this.session.toast(words.refusal("split.not_apart"));
    void this.session.ask("split.ask", { on: true, apart: true });
  }

  _merge() {
    const { session, view } = this;
    const person = view.you.people[0];
    const agreed = view.you.merge ?? [];
    const { companion } = words.member;
    const possible = may(view, person, "merge.agree");
    if (!possible && !agreed.length) return nothing;
    const yes = agreed.includes(person);
    const other = agreed.find((one) => one !== person);
    return html`
      <p role="status">${yes ? companion.merge_asked : other ? companion.merge_other(nameOf(view, other)) : companion.merge_text}</p>
      ${
        possible
          ? html`<button class="button" type="button" @click=${() => void session.ask("merge.agree", { person, on: !yes })}>${yes ? companion.merge_stop : companion.merge}</button>`
          : nothing
      }
    `;
  }
}

customElements.define("attune-own-seat", OwnSeat);
