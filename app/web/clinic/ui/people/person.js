/** One person: who they are, and in tabs what belongs to them. */

import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { backLink, emptyState, face, pageHead, shown } from "../common/pieces.js";
import "../common/sheet.js";
import "../common/tabs.js";
import { PageElement } from "../element.js";
import "../office/insurance/person-insurance.js";
import "../safety/measures/person-measures.js";
import "../safety/agreed.js";
import "../safety/screening.js";
import "../schedule/attendance/person.js";
import "./acts/merge.js";
import "./acts/person-aftercare.js";
import "./acts/person-agreements.js";
import "./acts/person-network.js";
import "./person-care.js";
import { mayChange } from "./person-contact.js";
import "./person-groups.js";
import "./person-sign-ins.js";
import "./person-week.js";
import "./person-work.js";

/** @typedef {import("../../core/api/shapes.js").Person} Person */

export class PersonPage extends PageElement {
  constructor() {
    super();
    this._person = this.follow(
      new Resource(/** @returns {Promise<Person>} */ (signal) => this.http.get(`/people/${this.params.id}`, { signal }), this._redraw),
    );
    this._tab = "contact";
    this._glass_until = "";
    /** @type {import("lit/directives/ref.js").Ref<import("../common/sheet.js").Sheet>} */
    this._merging = createRef();
    this._is_merging = false;
  }

  updated() {
    if (this._person.data) this.clinic.showPersonOf(this._person.data.kind === "staff" ? "team" : "people");
  }

  render() {
    return html`
      ${backLink(this._person.data?.kind === "staff" ? "/team" : "/people", this._person.data?.kind === "staff" ? words.shell.pages.team : words.people.title)}
      ${this._person.data ? nothing : html`<h1 class="for-readers" tabindex="-1">${words.people.person}</h1>`}
      ${shown(this._person, this.writer, (person) => this._draw(person))}
      <clinic-sheet
        id="merge"
        wide
        ${ref(this._merging)}
        .heading=${words.people.merge.title}
        .content=${this._is_merging ? this._merge() : nothing}
        @closed=${() => this._showMerge(false)}
      ></clinic-sheet>
    `;
  }

  /** @param {Person} person */
  _draw(person) {
    const { people } = words;
    const client = person.kind === "client";
    if (person.merged_into)
      return html`
        <div class="person-head">${face(person.name, person.id)}${pageHead(person.name)}</div>
        ${emptyState("people", people.merge.away, people.merge.away_text, html`<a class="button" href="/people/${person.merged_into}">${people.merge.to}</a>`)}
      `;
    const tabs = [
      ["contact", people.tabs.contact],
      ...(client
        ? [
            ["care", people.tabs.care],
            ["agreements", people.tabs.agreements],
            ["measures", people.tabs.measures],
            ...(this.clinic.can("break_glass.use") ? [["screening", people.tabs.screening]] : []),
            ["groups", people.tabs.groups],
            ["week", people.tabs.week],
            ...(this.clinic.can("care_team.read") ? [["attendance", people.tabs.attendance]] : []),
            ["insurance", people.tabs.insurance],
            ["aftercare", people.tabs.aftercare],
          ]
        : [
            ["work", people.tabs.work],
            ["week", people.tabs.week],
          ]),
      ...(this.clinic.can("sign_ins.manage") || this.clinic.can("people.invite") ? [["sign_ins", people.tabs.sign_ins]] : []),
    ];
    return html`
      <div class="person-head">
        ${face(person.name, person.id)}
        ${pageHead(person.name, {
          over: client ? people.kinds.client_one : words.roles(person.roles ?? []),
          lead: person.pronouns || nothing,
          actions: this._actions(person),
        })}
      </div>
      ${person.archived ? html`<p class="note">${icon("careful")} ${people.is_archived}</p>` : nothing}
      <clinic-tabs .tabs=${tabs} .chosen=${this._tab} @choose=${(/** @type {CustomEvent} */ event) => this._choose(event.detail)}>
      </clinic-tabs>
      <div class="tab-panel" role="tabpanel" id="panel-${this._tab}" aria-labelledby="tab-${this._tab}">${this._panel(person)}</div>
    `;
  }

  /** @param {Person} person */
  _actions(person) {
    const { people } = words;
    if (!person.archived && !mayChange(person)) return nothing;
    return html`
      ${this.clinic.can("people.merge") && !person.archived ? html`<button class="button" type="button" @click=${() => this._showMerge(true)}>${people.merge.button}</button>` : nothing}
      ${this.clinic.can("people.invite") && !person.archived ? html`<button class="button" type="button" @click=${() => void this._invite(person)}>${icon("mail")}<span>${people.invite}</span></button>` : nothing}
      ${
        this.clinic.can("people.write")
          ? person.archived
            ? html`<button class="button" type="button" @click=${() => void this._archive(person, false)}>${people.restore}</button>`
            : html`<button class="button" type="button" @click=${() => void this._archive(person, true)}>${people.archive}</button>`
          : nothing
      }
    `;
  }

  /** @param {Person} person */
  _panel(person) {
    const { clinic } = this;
    switch (this._tab) {
      case "care":
        return html`<clinic-person-care .clinic=${clinic} .of=${`/people/${person.id}`} .subject=${{ client: person.id }}></clinic-person-care>`;
      case "attendance":
        return html`<clinic-person-attendance .clinic=${clinic} .person=${person}></clinic-person-attendance>`;
      case "agreements":
        return html`<clinic-person-agreements .clinic=${clinic} .person=${person}></clinic-person-agreements>`;
      case "measures":
        return html`<clinic-person-measures .clinic=${clinic} .person=${person}></clinic-person-measures>`;
      case "screening":
        return html`<clinic-person-screening .clinic=${clinic} .person=${person}></clinic-person-screening>`;
      case "groups":
        return html`<clinic-person-groups .clinic=${clinic} .person=${person}></clinic-person-groups>`;
      case "insurance":
        return html`<clinic-person-insurance .clinic=${clinic} .person=${person}></clinic-person-insurance>`;
      case "week":
        return html`<clinic-person-week .clinic=${clinic} .person=${person}></clinic-person-week>`;
      case "aftercare":
        return html`<clinic-person-aftercare .clinic=${clinic} .person=${person}></clinic-person-aftercare>
          <clinic-person-network .clinic=${clinic} .person=${person}></clinic-person-network>`;
      case "work":
        return html`<clinic-person-work .clinic=${clinic} .person=${person} @changed=${() => void this._person.load()}></clinic-person-work>`;
      case "sign_ins":
        return html`<clinic-person-sign-ins .clinic=${clinic} .person=${person}></clinic-person-sign-ins>`;
      default:
        return html`<clinic-person-contact
          .clinic=${clinic}
          .person=${person}
          .until=${this._glass_until}
          @opened=${(/** @type {CustomEvent} */ event) => this._opened(event.detail)}
          @saved=${(/** @type {CustomEvent} */ event) => this._person.put(event.detail)}
          @again=${() => void this._person.load()}
        ></clinic-person-contact>
        ${person.kind === "client" && "legal_name" in person && !this._glass_until ? html`<clinic-person-agreed .clinic=${clinic} .person=${person}></clinic-person-agreed>` : nothing}`;
    }
  }

  _merge() {
    return html`<clinic-merge-people
      .clinic=${this.clinic}
      .person=${this._person.data}
      @done=${(/** @type {CustomEvent} */ event) => this._merged(event.detail)}
    ></clinic-merge-people>`;
  }

  /** @param {boolean} shown */
  _showMerge(shown) {
    this._is_merging = shown;
    this.requestUpdate();
    if (shown) void this._merging.value?.show();
  }

  /** @param {string} kept */
  async _merged(kept) {
    this._merging.value?.close();
    if (kept === this.params.id) await this._person.load();
    else void this.clinic.router.go(`/people/${kept}`, { replace: true });
  }

  /** @param {string} until */
  _opened(until) {
    this._glass_until = until;
    void this._person.load();
  }

  /** @param {string} tab */
  async _choose(tab) {
    if (this.clinic.has_unsaved() && !(await this.clinic.ask(words.common.leave))) return;
    this.clinic.router.guard = null;
    this.clinic.has_unsaved = () => false;
    this._tab = tab;
    this.requestUpdate();
  }

  /** @param {Person} person @param {boolean} away */
  async _archive(person, away) {
    const { people } = words;
    const act = away ? "archive" : "restore";
    const back = away ? "restore" : "archive";
    await this.act(
      () => this.http.post(`/people/${person.id}/${act}`, {}, { version: person.version }),
      away ? people.archived_done : people.restored_done,
      async () => {
        await this.http.post(`/people/${person.id}/${back}`, {});
        await this._person.load();
      },
    );
    await this._person.load();
  }

  /** @param {Person} person */
  async _invite(person) {
    const { people } = words;
    const answer = await this.act(() => this.http.post(`/people/${person.id}/invite`));
    if (!answer) return;
    this.clinic.toasts.show(answer.sent ? people.invited : people.not_invited);
  }
}

customElements.define("clinic-person", PersonPage);
