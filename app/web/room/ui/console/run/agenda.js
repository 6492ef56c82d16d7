/** For those who lead: a thin line that shows where the group is, what it would have to give up, and the one button that leads on. */

import { titleOf } from "../../../../shared/core/agenda.js";
import { TickingElement } from "../../../../shared/ui/ticking-element.js";
import { words } from "../../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../../vendor/lit.js";
import { currentOf, cutsOf, leftMin, lineOf, nextOf } from "../../../core/console/agenda.js";
import { missingOf } from "../../../core/console/now.js";
import { mayAny, participantsOf } from "../../../core/view/selectors.js";
import "../../protocol/values-form.js";
import "./agenda-list.js";
import { optionTexts } from "./start.js";

/** @typedef {import("../../../core/console/agenda.js").AgendaItem} AgendaItem */

/** How many people a dialogue has. */
const PAIR = 2;

export class ConsoleAgenda extends TickingElement {
  static properties = { ...TickingElement.properties, _asked: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    /** The item whose people have to be chosen before it can begin. @type {AgendaItem | null} */
    this._asked = null;
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
  }

  render() {
    const { agenda } = this.view;
    if (!agenda) return nothing;
    const text = words.agenda;
    const now = this.session.now();
    const current = currentOf(agenda);
    const next = nextOf(agenda);
    const cuts = cutsOf(agenda, now);
    return html`
      <section class="agenda" aria-labelledby="agenda-title">
        <h2 id="agenda-title" class="for-readers">${text.title}</h2>
        <div class="agenda-line" aria-hidden="true">${lineOf(agenda, now).map(
          ({ over }) => html`<span class="agenda-stretch" ?data-over=${over}><span></span></span>`,
        )}</div>
        <p class="agenda-now">
          ${current ? html`<strong>${this._name(current)}</strong> <span class="agenda-left">${text.left(leftMin(agenda, now))}</span>` : html`<span>${text.not_begun(agenda.items.length)}</span>`}
        </p>
        ${cuts.length ? html`<p class="small agenda-cuts">${text.cuts(cuts.map(({ id, from, to }) => text.cut(this._nameOf(id), from, to)))}</p>` : nothing}
        ${
          next
            ? html`<button class="button agenda-next" type="button" aria-disabled=${mayAny(this.view, "agenda.next") ? "false" : "true"} @click=${() => void this._next(next)}>
                ${text.next(this._name(next), next.minutes)}
              </button>`
            : html`<p class="small">${text.last}</p>`
        }
        <details class="more">
          <summary>${text.change}</summary>
          <attune-agenda-list .session=${this.session}></attune-agenda-list>
        </details>
      </section>
      <dialog class="dialog" aria-labelledby="agenda-asked" ${ref(this._dialog)} @close=${() => (this._asked = null)}>
        ${this._asked ? this._question(this._asked) : nothing}
      </dialog>
    `;
  }

  /** Lengths go into the line here: pages may hold no styles of their own. */
  updated() {
    const { agenda } = this.session.view ?? {};
    if (!agenda) return;
    const stretches = /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".agenda-stretch"));
    for (const [place, { minutes, past }] of lineOf(agenda, this.session.now()).entries()) {
      stretches[place]?.style.setProperty("--minutes", String(minutes));
      stretches[place]?.style.setProperty("--past", past.toFixed(3));
    }
  }

  /** What is missing is chosen when it is known who is here. @param {AgendaItem} item */
  _question(item) {
    const { library } = this.session;
    const protocol = library.protocol(item.protocol ?? "");
    return html`
      <h2 id="agenda-asked">${this._name(item)}</h2>
      ${protocol?.before ? html`<p class="hint" role="note">${protocol.before}</p>` : nothing}
      <div class="dialog-body">
        <attune-values class="stack" .session=${this.session} .takes=${this._takes(item)} .texts=${optionTexts(protocol)} .name=${"agenda"}></attune-values>
      </div>
      <div class="dialog-actions">
        <button class="button" type="button" @click=${() => this._dialog.value?.close()}>${words.console.protocols.cancel}</button>
        <button class="button button-main" type="button" @click=${() => this._begin(item)}>${words.console.protocols.start}</button>
      </div>
    `;
  }

  /** What its protocol still needs: what it cannot begin without, and which two where more than two are here. @param {AgendaItem} item */
  _takes(item) {
    const options = this.session.library.protocol(item.protocol ?? "")?.rules?.options ?? {};
    const missing = missingOf(options, item.options ?? {});
    const more = participantsOf(this.view).length > PAIR;
    return Object.fromEntries(
      Object.entries(options).filter(([name, { type, most }]) => missing.includes(name) || (more && type === "people" && most === PAIR)),
    );
  }

  /** @param {AgendaItem} item */
  async _next(item) {
    if (!Object.keys(this._takes(item)).length) {
      this._leadOn({});
      return;
    }
    this._asked = item;
    await this.updateComplete;
    this._dialog.value?.showModal();
  }

  /** @param {AgendaItem} item */
  _begin(item) {
    const form = /** @type {import("../../protocol/values-form.js").ValuesForm | null} */ (this.querySelector("dialog attune-values"));
    const values = form?.values ?? {};
    const missing = missingOf(this._takes(item), values);
    const text = this.session.library.protocol(item.protocol ?? "");
    if (missing.length) {
      this.session.toast(words.console.protocols.missing(missing.map((name) => text?.options[name] ?? name).join(", ")));
      return;
    }
    this._dialog.value?.close();
    this._leadOn(values);
  }

  /** @param {Record<string, unknown>} options */
  _leadOn(options) {
    void this.session.ask("agenda.next", { expected_version: this.view.agenda?.version ?? 0, options });
  }

  /** @param {string} id */
  _nameOf(id) {
    const item = this.view.agenda?.items.find((one) => one.id === id);
    return item ? this._name(item) : "";
  }

  /** @param {AgendaItem} item */
  _name(item) {
    return words.agenda.name(item.part, titleOf(item, this.session.library.data));
  }
}

customElements.define("attune-console-agenda", ConsoleAgenda);
