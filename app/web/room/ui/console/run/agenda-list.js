/** The items of the agenda for those who lead: what was done, and what is to come, to be moved, made shorter or longer, or left out. */

import { icon } from "../../../../shared/ui/icons.js";
import { words } from "../../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../../vendor/lit.js";
import { startsWhat, stepped, toCome } from "../../../core/console/agenda.js";
import { SessionElement } from "../../element.js";

/** @typedef {import("../../../core/console/agenda.js").AgendaItem} AgendaItem */

export class AgendaList extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** The button that moved its item, and so its place on the page: it keeps the focus. */
    this._moved = "";
  }

  render() {
    const { agenda } = this.view;
    if (!agenda) return nothing;
    const later = toCome(agenda);
    return html`<ol class="agenda-items">
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
    const name = text.name(item.part, startsWhat(item, this.session.library));
    const is_over = item.spent_s !== undefined;
    return html`<li class="agenda-item" ?data-dropped=${item.dropped} aria-current=${is_on ? "step" : nothing}>
      <div class="agenda-words">
        <span class="agenda-name">${name}</span>
        <span class="small">${is_over ? text.took(Math.round((item.spent_s ?? 0) / 60), item.planned_min) : item.dropped ? text.dropped : text.minutes(item.minutes)}</span>
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

  /** @param {AgendaItem} item @param {string} name @param {1 | -1} way */
  _step(item, name, way) {
    const text = words.agenda;
    const minutes = stepped(item.minutes, way);
    return html`<button
      class="button button-sign"
      type="button"
      aria-label=${way > 0 ? text.longer(name, minutes) : text.shorter(name, minutes)}
      ?disabled=${minutes === item.minutes}
      @click=${() => this._ask("stretch", { item: item.id, minutes })}
    >
      <span aria-hidden="true">${way > 0 ? "+5" : "−5"}</span>
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

  /** @param {"move" | "drop" | "stretch"} deed @param {Record<string, unknown>} fields */
  _ask(deed, fields) {
    void this.session.ask(`agenda.${deed}`, { ...fields, expected_version: this.view.agenda?.version ?? 0 });
  }
}

customElements.define("attune-agenda-list", AgendaList);
