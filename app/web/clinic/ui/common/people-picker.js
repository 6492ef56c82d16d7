/** Finds a person by typing: a combobox with a list, as WAI-ARIA describes it. Fires `pick` with the person. */

import { html, nothing } from "../../../vendor/lit.js";
import { Pages } from "../../core/api/pages.js";
import { words } from "../../words/words.js";
import { ClinicElement } from "../element.js";
import { personChip } from "./pieces.js";

let pickers = 0;

export class PeoplePicker extends ClinicElement {
  static properties = {
    ...ClinicElement.properties,
    label: {},
    hint: {},
    kind: {},
    without: { attribute: false },
    problem: {},
    _text: { state: true },
    _open: { state: true },
    _active: { state: true },
  };

  constructor() {
    super();
    pickers += 1;
    this._id = `picker-${pickers}`;
    this.label = "";
    this.hint = "";
    /** "client", "staff" or "both". */
    this.kind = "both";
    /** Ids of people who are not offered. @type {readonly string[]} */
    this.without = [];
    /** What is wrong with the choice, as a sentence. */
    this.problem = "";
    this._text = "";
    this._open = false;
    this._active = -1;
    this._pages = new Pages(
      (query, signal) => this.http.get("/people", { query: { ...query, kind: this.kind, state: "active" }, signal }),
      () => this.requestUpdate(),
      { limit: 8 },
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._pages.stop();
  }

  get _found() {
    return this._pages.items.filter((/** @type {{ id: string }} */ one) => !this.without.includes(one.id));
  }

  /** Why nobody is offered. */
  get _none() {
    if (this._pages.problem) return words.refusal(this._pages.problem);
    return this._pages.busy || !this._pages.known ? words.common.loading : words.common.no_one_found;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    // In a sheet the list may begin below what one sees.
    if (changed.has("_open") && this._open) this.querySelector(".picker-list")?.scrollIntoView({ block: "nearest" });
  }

  render() {
    const found = this._found;
    return html`
      <div class="field picker" @focusout=${this._onLeave}>
        <label class="field-label" for=${this._id}>${this.label}</label>
        ${this.hint ? html`<p class="field-hint" id="${this._id}-hint">${this.hint}</p>` : nothing}
        <input
          class="input"
          id=${this._id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          aria-expanded=${this._open ? "true" : "false"}
          aria-controls="${this._id}-list"
          aria-autocomplete="list"
          aria-invalid=${this.problem ? "true" : "false"}
          aria-activedescendant=${this._open && this._active >= 0 ? `${this._id}-${this._active}` : nothing}
          aria-describedby=${[this.hint && `${this._id}-hint`, this.problem && `${this._id}-problem`].filter(Boolean).join(" ") || nothing}
          placeholder=${words.common.type_a_name}
          .value=${this._text}
          @input=${this._onInput}
          @keydown=${this._onKey}
          @focus=${this._onFocus}
        />
        <ul class="picker-list card" id="${this._id}-list" role="listbox" aria-label=${this.label} ?hidden=${!this._open}>
          ${found.map(
            (/** @type {any} */ person, place) => html`
              <li
                id="${this._id}-${place}"
                role="option"
                aria-selected=${place === this._active ? "true" : "false"}
                @pointerdown=${(/** @type {Event} */ event) => event.preventDefault()}
                @click=${() => this._pick(person)}
              >
                ${personChip(person, person.kind === "staff" ? words.roles(person.roles ?? []) : person.pronouns || nothing)}
              </li>
            `,
          )}
          ${found.length ? nothing : html`<li class="picker-none" role="option" aria-selected="false" aria-disabled="true">${this._none}</li>`}
        </ul>
        ${this.problem ? html`<p class="field-problem" id="${this._id}-problem">${this.problem}</p>` : nothing}
      </div>
    `;
  }

  _onFocus() {
    this._open = true;
    if (!this._pages.known) void this._pages.load({ q: "" });
  }

  /** @param {FocusEvent} event */
  _onLeave(event) {
    if (!this.contains(/** @type {Node | null} */ (event.relatedTarget))) this._open = false;
  }

  /** @param {Event} event */
  _onInput(event) {
    this._text = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    this._open = true;
    this._active = -1;
    this._pages.search({ q: this._text.trim() });
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    const last = this._found.length - 1;
    const to = { ArrowDown: Math.min(last, this._active + 1), ArrowUp: Math.max(-1, this._active - 1) }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this._open = true;
      this._active = to;
    } else if (event.key === "Enter" && this._open) {
      event.preventDefault();
      const person = this._found[Math.max(0, this._active)];
      if (person && (this._active >= 0 || this._found.length === 1)) this._pick(person);
    } else if (event.key === "Escape" && this._open) {
      event.preventDefault();
      event.stopPropagation();
      this._open = false;
    }
  }

  /** @param {{ id: string, name: string }} person */
  _pick(person) {
    this._text = "";
    this._open = false;
    this._active = -1;
    this._pages.known = false;
    const form = this.parentElement;
    const place = Array.from(form?.children ?? []).indexOf(this);
    this.dispatchEvent(new CustomEvent("pick", { detail: person }));
    void this._passFocus(form, place);
  }

  /** Where the person who was chosen stands in place of the picker, the way to change them gets the focus, so that it is not lost. @param {Element | null} form @param {number} place */
  async _passFocus(form, place) {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    if (!this.isConnected) form?.children[place]?.querySelector("button")?.focus();
  }
}

customElements.define("clinic-people-picker", PeoplePicker);
