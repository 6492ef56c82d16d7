/** A client's part in the support network, for their care team: keeping apart, pausing, and naming a host. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { formActions, formProblem, onSubmit, textField } from "../../common/fields.js";
import { badge, panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ person: { id: string, name: string }, named: boolean, mutual: boolean, blocked: boolean, kept_apart: boolean }} Pair
 * @typedef {{ part: "open" | "later" | "suspended", name: string, pairs: Pair[], alumni: boolean, host_since: string | null, may_change: boolean }} Found
 */

export class PersonNetwork extends PageElement {
  static properties = { ...PageElement.properties, person: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Person} */
    this.person;
    this._form = this.form({ trained_on: "" });
    /** @type {Resource<Found>} */
    this._found = this.follow(new Resource((signal) => this.http.get(`/people/${this.person.id}/network`, { signal }), this._redraw));
  }

  render() {
    if (this._found.state === "failed") return nothing;
    return shown(
      this._found,
      this.writer,
      (found) => html`${this._network(found)} ${found.alumni || found.host_since ? this._host(found) : nothing}`,
    );
  }

  /** @param {Found} found */
  _network(found) {
    const { person } = words.support;
    const paused = found.part === "suspended";
    return panel(
      person.network,
      html`
        <p>${badge(person.parts[found.part], paused ? "firm" : "plain")} ${found.name ? html`<span dir="auto">${person.called(found.name)}</span>` : nothing}</p>
        <p class="quiet">${person.network_text}</p>
        ${found.pairs.length ? html`<ul class="support-list">${found.pairs.map((pair) => this._pair(pair, found.may_change))}</ul><p class="field-hint">${person.no_trace}</p>` : nothing}
      `,
      found.may_change
        ? html`<button class="button" type="button" @click=${() => void this._suspend(!paused)}>${paused ? person.reinstate : person.suspend}</button>`
        : nothing,
    );
  }

  /** @param {Pair} pair @param {boolean} may_change */
  _pair(pair, may_change) {
    const { person } = words.support;
    const said = pair.mutual ? person.mutual : pair.named ? person.named : pair.blocked ? person.blocked : "";
    const { name } = pair.person;
    return html`<li class="support-line">
      <span><bdi>${name}</bdi> ${said ? badge(said, pair.mutual ? "good" : "plain") : nothing} ${pair.kept_apart ? badge(person.kept_apart, "warm") : nothing}</span>
      ${
        may_change
          ? html`<button class="button" type="button" aria-label=${pair.kept_apart ? person.let_meet_of(name) : person.apart_of(name)} @click=${() => void this._apart(pair)}>${pair.kept_apart ? person.let_meet : person.apart}</button>`
          : nothing
      }
    </li>`;
  }

  /** @param {Found} found */
  _host(found) {
    const { person } = words.support;
    return panel(
      person.host,
      found.host_since
        ? html`<p>${person.host_since(this.writer.day(found.host_since))}</p>
          ${found.may_change ? html`<button class="button" type="button" @click=${() => void this._put("host", { trained_on: null })}>${person.host_end}</button>` : nothing}`
        : html`<p class="quiet">${person.host_text}</p>
          ${
            found.may_change
              ? html`<form class="stack" novalidate @submit=${onSubmit(() => this._name())}>
                ${formProblem(this._form)} ${textField(this._form, "trained_on", { label: person.trained_on, type: "date" })} ${formActions(this._form, person.host_name)}
              </form>`
              : nothing
          }`,
    );
  }

  async _name() {
    const form = this._form;
    if (!form.values.trained_on && form.refuse({ trained_on: "field.required" })) return this.focusProblem();
    const found = await this.send(form, () =>
      this.http.put(`/people/${this.person.id}/network/host`, { trained_on: form.values.trained_on }),
    );
    if (found) this._found.put(found);
  }

  /** @param {Pair} pair */
  _apart(pair) {
    return this._put(`apart/${pair.person.id}`, { apart: !pair.kept_apart });
  }

  /** @param {boolean} suspended */
  async _suspend(suspended) {
    if (suspended && !(await this.clinic.ask(words.support.person.suspend_ask))) return;
    await this._put("suspension", { suspended });
  }

  /** @param {string} what @param {Record<string, unknown>} body */
  async _put(what, body) {
    const found = await this.act(() => this.http.put(`/people/${this.person.id}/network/${what}`, body), words.support.person.saved);
    if (found) this._found.put(found);
  }
}

customElements.define("clinic-person-network", PersonNetwork);
