/** The items of an agenda in order: dragged by pointer or moved by buttons, made longer and shorter, with what each starts. */

import {
  bounded,
  choicesOf,
  decksOf,
  MINUTES_MAX,
  MODES,
  PARTS,
  protocolsOf,
  startingWith,
  startsOf,
  stepped,
  textsOf,
  titleOf,
} from "../../../../shared/core/agenda.js";
import { html, live, nothing, repeat } from "../../../../vendor/lit.js";
import { changed, moved } from "../../../core/schedule/agenda.js";
import { words } from "../../../words/words.js";
import { icon } from "../../common/icons.js";
import { ClinicElement } from "../../element.js";

/**
 * @typedef {import("../../../../shared/core/agenda.js").Item} Item
 * @typedef {import("../../../../shared/core/agenda.js").Library} Library
 * @typedef {import("../../../../shared/core/agenda.js").Value} Value
 */

export class AgendaItems extends ClinicElement {
  static properties = {
    ...ClinicElement.properties,
    items: { attribute: false },
    library: { attribute: false },
    problem: {},
    _dragged: { state: true },
  };

  constructor() {
    super();
    /** @type {Item[]} */
    this.items = [];
    /** @type {Library | null} */
    this.library = null;
    /** The code of what is wrong with them, or "". */
    this.problem = "";
    /** The place of the item that is dragged; -1 for none. */
    this._dragged = -1;
    /** The button that moved its item keeps the focus. */
    this._moved = "";
    /** @type {WeakMap<Item, string>} Keys on the page, since new items have no id. */
    this._keys = new WeakMap();
    this._count = 0;
  }

  render() {
    return html`
      <ol class="agenda-list">${repeat(
        this.items,
        (item) => this._key(item),
        (item, place) => this._item(item, place),
      )}</ol>
      ${this.problem ? html`<p class="field-problem" aria-invalid="true" tabindex="-1">${icon("stop")}<span>${words.fieldProblem(this.problem)}</span></p>` : nothing}
    `;
  }

  updated() {
    if (!this._moved) return;
    const button = /** @type {HTMLButtonElement | null} */ (this.querySelector(`[data-move="${this._moved}"]`));
    this._moved = "";
    const open = button?.disabled ? button.parentElement?.querySelector("button:not([disabled])") : button;
    /** @type {HTMLElement | null | undefined} */ (open)?.focus();
  }

  /** @param {Item} item */
  _key(item) {
    if (item.id) return item.id;
    if (!this._keys.has(item)) {
      this._count += 1;
      this._keys.set(item, `new-${this._count}`);
    }
    return this._keys.get(item) ?? "";
  }

  /** @param {Item} item @param {number} place */
  _item(item, place) {
    const text = words.agenda;
    const name = text.name(item.part, titleOf(item, this.library));
    return html`<li class="agenda-row" ?data-dragged=${place === this._dragged} data-place=${place}>
      <span class="agenda-handle" aria-hidden="true" @pointerdown=${(/** @type {PointerEvent} */ event) => this._grab(event, place)}>${icon("more")}</span>
      <div class="agenda-fields">
        <select class="input" aria-label=${text.part} @change=${(/** @type {Event} */ event) => this._put(place, { part: chosenIn(event) })}>
          ${PARTS.map((part) => html`<option value=${part} ?selected=${part === item.part}>${text.parts[part]}</option>`)}
        </select>
        <select class="input" aria-label=${text.starts(text.parts[item.part])} @change=${(/** @type {Event} */ event) => this._put(place, startingWith(chosenIn(event)))}>
          ${this._starts(startsOf(item))}
        </select>
        ${this._choices(item, place)}
      </div>
      <span class="agenda-minutes">
        <button class="button button-sign" type="button" aria-label=${text.shorter(name)} @click=${() => this._put(place, { minutes: stepped(item.minutes, -1) })}><span aria-hidden="true">−</span></button>
        <input class="input" type="number" inputmode="numeric" min="1" max=${MINUTES_MAX} aria-label=${text.minutes_of(name)} .value=${live(String(item.minutes))} @change=${(/** @type {Event} */ event) => this._put(place, { minutes: bounded(Number(chosenIn(event))) })} />
        <button class="button button-sign" type="button" aria-label=${text.longer(name)} @click=${() => this._put(place, { minutes: stepped(item.minutes, 1) })}><span aria-hidden="true">+</span></button>
        <span class="quiet" aria-hidden="true">${text.min}</span>
      </span>
      <span class="agenda-moves">
        ${this._move(item, place, -1, text.up(name))} ${this._move(item, place, 1, text.down(name))}
        <button class="button button-sign" type="button" aria-label=${text.remove(name)} @click=${() => this._tell(this.items.filter((_, at) => at !== place))}>${icon("close")}</button>
      </span>
    </li>`;
  }

  /** @param {string} chosen */
  _starts(chosen) {
    const text = words.agenda;
    const option = (/** @type {string} */ value, /** @type {string} */ label) =>
      html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
    const { library } = this;
    return html`
      ${option("", text.nothing)}
      <optgroup label=${text.modes_label}>${MODES.map((mode) => option(`mode:${mode}`, text.modes[mode]))}</optgroup>
      ${
        library
          ? html`<optgroup label=${text.decks_label}>${decksOf(library).map(([value, title]) => option(value, title))}</optgroup>
            <optgroup label=${text.protocols_label}>${protocolsOf(library).map(({ id, title }) => option(`protocol:${id}`, title))}</optgroup>`
          : nothing
      }
    `;
  }

  /** What else may be chosen for the protocol; a set of questions is chosen above. @param {Item} item @param {number} place */
  _choices(item, place) {
    const protocol = this.library?.protocols[item.protocol ?? ""];
    const choices = choicesOf(protocol).filter(([, { kind }]) => kind !== "deck");
    if (!protocol || !choices.length) return nothing;
    return html`<details class="agenda-choices">
      <summary>${words.agenda.choices}</summary>
      ${choices.map(
        ([name, value]) => html`<label class="field"><span class="field-label">${protocol.options[name] ?? name}</span>
          ${this._choice(name, value, item.options?.[name] ?? value.default, protocol.choices[name] ?? {}, (chosen) =>
            this._put(place, { options: { ...item.options, [name]: chosen } }),
          )}
        </label>`,
      )}
    </details>`;
  }

  /** @param {string} name @param {Value} value @param {any} now @param {Record<string, string>} labels @param {(chosen: any) => void} choose */
  _choice(name, value, now, labels, choose) {
    if (value.type === "flag")
      return html`<input type="checkbox" name=${name} .checked=${live(Boolean(now))} @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLInputElement} */ (event.currentTarget).checked)} />`;
    if (value.type === "number") {
      const [low, high] = [value.low ?? 0, value.high ?? 0];
      return html`<input class="input" type="number" inputmode="numeric" min=${low} max=${high} .value=${live(String(now ?? low))} @change=${(/** @type {Event} */ event) => choose(Math.max(low, Math.min(high, Math.round(Number(chosenIn(event))) || low)))} />`;
    }
    /** @type {[string, string][]} */
    const options =
      value.type === "choice"
        ? (value.values ?? []).map((one) => [one, labels[one] ?? one])
        : [["", words.agenda.no_text], ...(this.library ? textsOf(this.library, value.kind) : [])];
    return html`<select class="input" @change=${(/** @type {Event} */ event) => choose(chosenIn(event))}>${options.map(([one, label]) => html`<option value=${one} ?selected=${one === (now ?? "")}>${label}</option>`)}</select>`;
  }

  /** @param {Item} item @param {number} place @param {1 | -1} way @param {string} label */
  _move(item, place, way, label) {
    const key = `${this._key(item)}${way > 0 ? "down" : "up"}`;
    const to = place + way;
    return html`<button class="button button-sign" type="button" data-move=${key} aria-label=${label} ?disabled=${to < 0 || to >= this.items.length} @click=${() => {
      this._moved = key;
      this._tell(moved(this.items, place, to));
    }}>${icon(way > 0 ? "down" : "up")}</button>`;
  }

  /** @param {PointerEvent} event @param {number} place */
  _grab(event, place) {
    if (event.button !== 0) return;
    event.preventDefault();
    this._dragged = place;
    const over = (/** @type {PointerEvent} */ now) => {
      const to = this._placeAt(now.clientY);
      if (to === this._dragged) return;
      this._tell(moved(this.items, this._dragged, to));
      this._dragged = to;
    };
    // On the window: the row itself changes its place on the page, which would end a capture.
    const ends = new AbortController();
    const drop = () => {
      this._dragged = -1;
      ends.abort();
    };
    window.addEventListener("pointermove", over, { signal: ends.signal });
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, drop, { signal: ends.signal });
  }

  /** The place whose row the pointer is over. @param {number} y */
  _placeAt(y) {
    const rows = [...this.querySelectorAll(".agenda-row")].map((row) => row.getBoundingClientRect());
    const at = rows.findIndex(({ bottom }) => y < bottom);
    return at < 0 ? rows.length - 1 : at;
  }

  /** @param {number} place @param {Partial<Item>} changes */
  _put(place, changes) {
    const items = changed(this.items, place, changes);
    if (!this.items[place].id) this._keys.set(items[place], this._key(this.items[place]));
    this._tell(items);
  }

  /** @param {Item[]} items */
  _tell(items) {
    this.dispatchEvent(new CustomEvent("items", { detail: items }));
  }
}

/** @param {Event} event */
const chosenIn = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.currentTarget).value;

customElements.define("clinic-agenda-items", AgendaItems);
