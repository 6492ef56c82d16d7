/** The items of the agenda for those who lead: what was done, and what is to come, to be moved, made shorter or longer, left out, or added to. */

import { decksOf, MINUTES_MAX, MODES, PARTS, protocolsOf, startingWith, stepped, titleOf } from "../../../../shared/core/agenda.js";
import { icon } from "../../../../shared/ui/icons.js";
import { words } from "../../../../shared/words/words.js";
import { createRef, html, nothing, ref, repeat } from "../../../../vendor/lit.js";
import { toCome } from "../../../core/console/agenda.js";
import { mayAny } from "../../../core/view/selectors.js";
import { SessionElement } from "../../element.js";

/** @typedef {import("../../../core/console/agenda.js").AgendaItem} AgendaItem */

/** How long a part is that nobody has given a length yet. */
const NEW_MIN = 10;

export class AgendaList extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** The button that moved its item, and so its place on the page: it keeps the focus. */
    this._moved = "";
    /** @type {import("lit/directives/ref.js").Ref<HTMLDialogElement>} */
    this._dialog = createRef();
  }

  render() {
    const { agenda } = this.view;
    if (!agenda) return nothing;
    const later = toCome(agenda);
    return html`${mayAny(this.view, "agenda.add") ? this._adding() : nothing}
    <ol class="agenda-items">
      ${repeat(
        agenda.items,
        ({ id }) => id,
        (item) => this._item(item, later.indexOf(item), later.length, item.id === agenda.current),
      )}
    </ol>`;
  }

  updated() {
    if (!this._moved) return;
    const button = /** @type {HTMLButtonElement | null} */ (this.querySelector(`[data-key="${this._moved}"]`));
    this._moved = "";
    // At the end of the list the way on is closed: the way back stays.
    const open = button?.disabled ? button.parentElement?.querySelector("button:not([disabled])") : button;
    /** @type {HTMLElement | null | undefined} */ (open)?.focus();
  }

  /** @param {AgendaItem} item @param {number} place Among those to come; -1 for others. @param {number} of @param {boolean} is_on */
  _item(item, place, of, is_on) {
    const text = words.agenda;
    const name = text.name(item.part, titleOf(item, this.session.library.data));
    const is_over = item.spent_s !== undefined;
    return html`<li class="agenda-item" ?data-dropped=${item.dropped} aria-current=${is_on ? "step" : nothing}>
      <div class="agenda-words">
        <span class="agenda-name">${name}</span>
        <span class="small">${is_over ? this._took(item) : item.dropped ? text.dropped : text.minutes(item.minutes)}</span>
      </div>
      <div class="agenda-deeds">
        ${is_over || item.dropped ? nothing : html`${this._step(item, name, -1)} ${this._step(item, name, 1)}`}
        ${
          place < 0
            ? nothing
            : html`${this._move(item, "up", text.up(name), place - 1, place > 0)} ${this._move(item, "down", text.down(name), place + 1, place < of - 1)}
              <button class="button" type="button" @click=${() => this._ask("drop", { item: item.id, on: !item.dropped })}>
                ${item.dropped ? text.take_in : text.drop}<span class="for-readers"> ${name}</span>
              </button>`
        }
      </div>
    </li>`;
  }

  /** @param {AgendaItem} item */
  _took({ spent_s = 0, planned_min }) {
    const text = words.agenda;
    const took = Math.round(spent_s / 60);
    return planned_min ? text.took(took, planned_min) : text.took_added(took);
  }

  /** What nobody planned comes next; from there it can be moved. The question stands over the panel: all of it is in sight on a low screen. */
  _adding() {
    const text = words.agenda;
    const { data } = this.session.library;
    const option = (/** @type {string} */ value, /** @type {string} */ label) => html`<option value=${value}>${label}</option>`;
    return html`<button class="button agenda-add" type="button" @click=${() => this._dialog.value?.showModal()}>${text.add}</button>
      <dialog class="dialog dialog-small" aria-labelledby="agenda-adds" ${ref(this._dialog)}>
        <form class="stack" @submit=${this._add}>
          <h2 id="agenda-adds">${text.add}</h2>
          <label class="field"><span class="field-label">${text.part}</span><select name="part">${PARTS.map((part) => option(part, text.parts[part]))}</select></label>
          <label class="field"><span class="field-label">${text.starts}</span><select name="starts">
            ${option("", text.nothing)}
            <optgroup label=${words.console.turns.mode}>${MODES.map((mode) => option(`mode:${mode}`, words.console.turns.modes[mode]))}</optgroup>
            <optgroup label=${text.decks}>${decksOf(data).map(([value, title]) => option(value, title))}</optgroup>
            <optgroup label=${text.protocols}>${protocolsOf(data).map(({ id, title }) => option(`protocol:${id}`, title))}</optgroup>
          </select></label>
          <label class="field"><span class="field-label">${text.length}</span><input name="minutes" type="number" inputmode="numeric" min="1" max=${MINUTES_MAX} required value=${NEW_MIN} /></label>
          <div class="dialog-actions">
            <button class="button" type="button" @click=${() => this._dialog.value?.close()}>${words.console.protocols.cancel}</button>
            <button class="button button-main" type="submit">${text.add_next}</button>
          </div>
        </form>
      </dialog>`;
  }

  /** @param {SubmitEvent} event */
  _add(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const chosen = new FormData(form);
    const starts = startingWith(String(chosen.get("starts")));
    this._ask("add", { part: chosen.get("part"), minutes: Number(chosen.get("minutes")), ...starts });
    form.reset();
    this._dialog.value?.close();
  }

  /** @param {AgendaItem} item @param {string} name @param {1 | -1} way */
  _step(item, name, way) {
    const text = words.agenda;
    const minutes = stepped(item.minutes, way);
    return html`<button
      class="button button-sign"
      type="button"
      ?disabled=${minutes === item.minutes}
      @click=${() => this._ask("stretch", { item: item.id, minutes })}
    >
      ${way > 0 ? "+5" : "−5"}<span class="for-readers"> ${way > 0 ? text.longer(name, minutes) : text.shorter(name, minutes)}</span>
    </button>`;
  }

  /** @param {AgendaItem} item @param {"up" | "down"} way @param {string} label @param {number} place @param {boolean} possible */
  _move(item, way, label, place, possible) {
    const key = `${item.id}-${way}`;
    return html`<button
      class="button button-sign"
      type="button"
      data-key=${key}
      aria-label=${label}
      ?disabled=${!possible}
      @click=${() => {
        this._moved = key;
        this._ask("move", { item: item.id, place });
      }}
    >
      ${icon(way)}
    </button>`;
  }

  /** @param {"move" | "drop" | "stretch" | "add"} deed @param {Record<string, unknown>} fields */
  _ask(deed, fields) {
    void this.session.ask(`agenda.${deed}`, { ...fields, expected_version: this.view.agenda?.version ?? 0 });
  }
}

customElements.define("attune-agenda-list", AgendaList);
