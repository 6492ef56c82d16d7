/** Each person of the seat who has not shown who they are enters their own PIN. It is hidden, and forgotten at once. */

import { shownName } from "../../../shared/core/names.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { preparationOf } from "../../core/connection/preparation.js";
import { sendPin } from "../../core/connection/proofs.js";
import { networkOf } from "../../core/media/own-network.js";
import { hasStaffRole } from "../../core/view/selectors.js";
import { unprovedHere } from "../../core/view/unproved.js";
import { SessionElement } from "../element.js";

/** @typedef {import("../../core/wire-view.js").Unproved} Unproved */

export class Pins extends SessionElement {
  static properties = { ...SessionElement.properties, _refused: { state: true }, _sending: { state: true } };

  constructor() {
    super();
    /** Why the last PIN was refused, by person. @type {Record<string, string>} */
    this._refused = {};
    this._sending = "";
    /** Who has done it before the room could say so. @type {Set<string>} */
    this._done = new Set();
  }

  render() {
    const { view, ticket } = this.session;
    const people = unprovedHere(view, ticket).filter(({ person }) => view || !this._done.has(person));
    if (!people.length) return nothing;
    const { proof } = words.member;
    const role = view?.you.role ?? ticket?.seat.role ?? "member";
    if (hasStaffRole(role)) return html`<p class="hint" role="note">${proof.staff}</p>`;
    const [asked, later] = [people.filter((each) => each.proof === "unproved"), people.filter((each) => each.proof !== "unproved")];
    return html`
      ${
        asked.length
          ? html`<section class="pins stack" aria-labelledby="pins-title">
            <h2 id="pins-title">${proof.title}</h2>
            <p>${proof.text}</p>
            ${this._forms(asked)}
            <p class="small">${proof.help}</p>
          </section>`
          : nothing
      }
      ${repeat(
        later,
        ({ person }) => person,
        (each) => this._later(each),
      )}
    `;
  }

  /** @param {Unproved[]} people */
  _forms(people) {
    return repeat(
      people,
      ({ person }) => person,
      (each) => this._form(each),
    );
  }

  /** Somebody who was said to be away may still come. @param {Unproved} each */
  _later(each) {
    const { proof } = words.member;
    const name = shownName(each.name);
    if (each.proof === "arriving") {
      return html`<p class="hint" role="status">${proof.arriving(name, words.hosts(this.session.view?.room.kind).host)}</p>`;
    }
    return html`<details class="more"><summary>${proof.later(name)}</summary><div class="stack">${this._form(each)}</div></details>`;
  }

  /** @param {Unproved} each */
  _form({ person, name }) {
    const { proof } = words.member;
    const shown = shownName(name);
    const refused = this._refused[person];
    const id = `pin-${person}`;
    return html`
      <form class="pin" autocomplete="off" @submit=${(/** @type {SubmitEvent} */ event) => void this._send(event, person)}>
        <label class="field" for=${id}><span class="field-label">${proof.pin(shown)}</span></label>
        <div class="pin-row">
          <input id=${id} class="pin-digits" type="text" inputmode="numeric" autocomplete="off" spellcheck="false" maxlength="32" required
            aria-describedby=${`${id}-said`} aria-invalid=${refused ? "true" : "false"} />
          <button class="button" type="submit" aria-label=${proof.me_named(shown)} aria-disabled=${this._sending === person ? "true" : "false"}>${proof.me}</button>
        </div>
        <p id=${`${id}-said`} class=${refused ? "hint" : "small"} role="status">${refused ? words.pinRefused(refused) : proof.hidden}</p>
      </form>
    `;
  }

  /** @param {SubmitEvent} event @param {string} person */
  async _send(event, person) {
    event.preventDefault();
    const input = /** @type {HTMLInputElement | null} */ (/** @type {HTMLFormElement} */ (event.currentTarget).querySelector("input"));
    if (!input?.value || this._sending) return;
    const pin = input.value;
    input.value = "";
    this._sending = person;
    const code = await sendPin(this.session.invitation.text, person, pin);
    this._sending = "";
    this._refused = { ...this._refused, [person]: code };
    if (code) input.focus();
    else this._done.add(person);
    if (!code) void networkOf(this.session).look();
    // Whoever has shown who they are can be asked the rest.
    if (!code && this.session.ticket?.session.prepares) void preparationOf(this.session).look();
  }
}

customElements.define("attune-pins", Pins);
