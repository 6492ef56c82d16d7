/** Staying in touch with people from one's groups: the own name, who is in touch, and whom one names in private. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { areaField, formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { badge, panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/**
 * @typedef {{ id: string, group_name: string, named: boolean, mutual: boolean, ended: boolean, blocked: boolean, name: string, line: string, own_line: string }} Peer
 * @typedef {{ part: "open" | "later" | "suspended", name: string, peers: Peer[], version: number }} Network
 */

export class OwnPeers extends PageElement {
  static properties = { ...PageElement.properties, _doing: { state: true } };

  constructor() {
    super();
    /** What is being written: "name", or the id of a peer behind "line:" or "report:". */
    this._doing = "";
    this._form = this.form({});
    /** @type {Resource<Network>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/me/network", { signal }), this._redraw));
  }

  render() {
    return panel(
      words.support.peers.title,
      shown(this._found, this.writer, (found) => this._draw(found)),
    );
  }

  /** @param {Network} found */
  _draw(found) {
    const { peers } = words.support;
    if (found.part === "suspended") return html`<p>${peers.suspended}</p>`;
    const linked = found.peers.filter((one) => one.mutual);
    const ended = found.peers.filter((one) => one.ended);
    const others = found.peers.filter((one) => !one.mutual);
    return html`
      <p class="quiet">${peers.text} ${peers.unseen}</p>
      ${ended.map((one) => html`<p class="note"><span>${peers.ended(one.group_name)}</span> <button class="button" type="button" aria-label="${peers.dismiss}: ${one.group_name}" @click=${() => void this._move(one, "dismiss")}>${peers.dismiss}</button></p>`)}
      ${linked.length ? html`<h3>${peers.mutual}</h3><ul class="support-list">${linked.map((one) => this._linked(one))}</ul>` : nothing}
      ${found.part === "later" ? html`<p>${peers.later}</p>` : this._name(found)}
      ${found.part === "open" && found.name && this._doing !== "name" ? this._known(others) : nothing}
    `;
  }

  /** @param {Network} found */
  _name(found) {
    const { peers } = words.support;
    if (found.name && this._doing !== "name")
      return html`<p class="support-line"><span dir="auto">${peers.name_is(found.name)}</span>
        <button class="button" type="button" @click=${() => this._begin("name", { name: found.name })}>${peers.name_change}</button></p>`;
    const form = this._form;
    return html`<form class="stack inset" novalidate @submit=${onSubmit(() => this._save(form, (values) => this.http.put("/me/network/name", { name: values.name ?? "" }, { version: found.version }), peers.name_saved))}>
      ${formProblem(form)} ${textField(form, "name", { label: peers.name, hint: peers.name_hint, max: 30 })}
      ${formActions(form, peers.name_save, found.name ? this._cancel() : nothing)}
    </form>`;
  }

  /** @param {Peer} one */
  _linked(one) {
    const { peers } = words.support;
    const form = this._form;
    return html`<li>
      <h3 dir="auto">${one.name}</h3>
      <p class="quiet">${peers.from_group(one.group_name)}</p>
      <p><strong>${peers.their_line}</strong></p>
      <p class="support-said" dir="auto">${one.line || peers.no_line}</p>
      ${
        this._doing === `line:${one.id}`
          ? html`<form class="stack" novalidate @submit=${onSubmit(() => this._save(form, (values) => this.http.put(`/me/network/people/${one.id}/line`, { line: values.line }), peers.saved))}>
            ${formProblem(form)} ${textField(form, "line", { label: peers.my_line(one.name), hint: peers.line_hint, max: 200 })} ${formActions(form, peers.save, this._cancel())}
          </form>`
          : html`<p><strong>${peers.my_line(one.name)}</strong></p><p class="support-said" dir="auto">${one.own_line || "–"}</p>`
      }
      ${
        this._doing === `report:${one.id}`
          ? html`<form class="stack inset" novalidate aria-label=${peers.report_title(one.name)} @submit=${onSubmit(() => this._save(form, (values) => this.http.post(`/me/network/people/${one.id}/reports`, { words: values.words }), peers.reported))}>
            ${formProblem(form)} ${areaField(form, "words", { label: peers.report_words, hint: peers.report_hint, max: 1000 })} ${formActions(form, peers.report_send, this._cancel())}
          </form>`
          : nothing
      }
      <div class="support-acts">
        <button class="button" type="button" aria-label="${words.common.change}: ${peers.my_line(one.name)}" @click=${() => this._begin(`line:${one.id}`, { line: one.own_line })}>${words.common.change}</button>
        <button class="button" type="button" aria-label="${peers.leave}: ${one.name}" @click=${() => void this._asked(one, "leave", peers.leave_ask(one.name))}>${peers.leave}</button>
        <button class="button" type="button" aria-label=${peers.block_of(one.name)} @click=${() => void this._asked(one, "block", peers.block_ask(one.name))}>${peers.block}</button>
        <button class="button" type="button" aria-label=${peers.report_title(one.name)} @click=${() => this._begin(`report:${one.id}`, { words: "" })}>${peers.report}</button>
      </div>
    </li>`;
  }

  /** @param {Peer[]} others */
  _known(others) {
    const { peers } = words.support;
    if (!others.length) return html`<p class="quiet">${peers.known_none}</p>`;
    return html`<h3>${peers.known}</h3>
      <ul class="support-list">
        ${others.map(
          (one) => html`<li class="support-line">
            <span><bdi>${one.group_name}</bdi> ${one.blocked ? badge(peers.blocked) : one.named ? badge(peers.named, "good", "check") : nothing}</span>
            <span class="support-acts">
              ${
                one.blocked
                  ? html`<button class="button" type="button" aria-label=${peers.unblock_of(one.group_name)} @click=${() => void this._move(one, "unblock")}>${peers.unblock}</button>`
                  : html`${
                      one.named
                        ? html`<button class="button" type="button" aria-label=${peers.take_back_of(one.group_name)} @click=${() => void this._move(one, "take_back")}>${peers.take_back}</button>`
                        : html`<button class="button" type="button" aria-label=${peers.stay_of(one.group_name)} @click=${() => void this._move(one, "offer")}>${peers.stay}</button>`
                    }<button class="button" type="button" aria-label=${peers.block_of(one.group_name)} @click=${() => void this._asked(one, "block", peers.block_ask(one.group_name))}>${peers.block}</button>`
              }
            </span>
          </li>`,
        )}
      </ul>`;
  }

  /** @param {Peer} one @param {string} move @param {import("../../core/clinic.js").Question} question */
  async _asked(one, move, question) {
    if (await this.clinic.ask(question)) await this._move(one, move);
  }

  /** @param {Peer} one @param {string} move */
  async _move(one, move) {
    const found = await this.act(() => this.http.post(`/me/network/people/${one.id}/moves`, { move }));
    if (found) this._found.put(found);
    else await this._found.load();
  }

  /** @param {import("../../core/forms/form.js").Form} form @param {(values: Record<string, any>) => Promise<Network>} send @param {string} done */
  async _save(form, send, done) {
    const found = await this.send(form, () => send(form.values));
    if (!found) return;
    this._doing = "";
    this._form = this.form({});
    this._found.put(found);
    this.clinic.toasts.show(done);
  }

  /** @param {string} what @param {Record<string, any>} values */
  async _begin(what, values) {
    this._form = this.form(values);
    this._doing = what;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("form input, form textarea"))?.focus();
  }

  _cancel() {
    return html`<button class="button" type="button" @click=${() => {
      this._doing = "";
      this._form = this.form({});
    }}>${words.common.cancel}</button>`;
  }
}

customElements.define("clinic-own-peers", OwnPeers);
