/**
 * One word, chosen from groups of words: a petal for each group, and the words of the one that is open. Underneath they are
 * radio buttons, so it works from the keyboard, with a screen reader, and from right to left.
 */

import { html, LitElement, nothing, repeat } from "../../../vendor/lit.js";

/** As many colours as there are petals with one of their own. */
const TINTS = 8;

export class WordWheel extends LitElement {
  static properties = { label: {}, groups: { attribute: false }, name: {}, chosen: {}, _open: { state: true } };

  constructor() {
    super();
    this.label = "";
    /** @type {Record<string, import("../../core/protocols/library.js").Group>} */
    this.groups = {};
    /** Makes the names of fields unique on the page. */
    this.name = "";
    this.chosen = "";
    /** The group whose words are shown. */
    this._open = "";
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const groups = Object.entries(this.groups);
    const open = this._open || (groups.find(([, { words }]) => this.chosen in words)?.[0] ?? "");
    return html`
      <fieldset class="wheel">
        <legend class="field-label">${this.label}</legend>
        <div class="petals">
          ${repeat(
            groups,
            ([group]) => group,
            ([group, { label }], place) => html`<label class="petal" data-tint=${place % TINTS}>
            <input class="for-readers" type="radio" name=${`${this.name}-group`} .checked=${group === open} @change=${() => (this._open = group)} /><span>${label}</span>
          </label>`,
          )}
          <span class="petal-chosen" aria-hidden="true">${this._word()}</span>
        </div>
        ${
          open
            ? this._words(
                open,
                groups.findIndex(([group]) => group === open),
              )
            : nothing
        }
      </fieldset>
    `;
  }

  /** Where each petal is: the page's policy allows no styles in markup. */
  updated() {
    const petals = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".petal")]);
    petals.forEach((petal, place) => {
      petal.style.setProperty("--petals", String(petals.length));
      petal.style.setProperty("--place", String(place));
    });
  }

  /** The words of the open group. @param {string} group @param {number} place */
  _words(group, place) {
    const { label, words } = this.groups[group];
    return html`<div class="petal-words" role="group" aria-label=${label} data-tint=${place % TINTS}>
      ${repeat(
        Object.entries(words),
        ([word]) => word,
        ([word, text]) => html`<label class="petal-word">
        <input class="for-readers" type="radio" name=${`${this.name}-word`} .checked=${word === this.chosen} @change=${() => this._choose(word)} /><span>${text}</span>
      </label>`,
      )}
    </div>`;
  }

  /** The chosen word, as it is called. */
  _word() {
    return Object.values(this.groups).find(({ words }) => this.chosen in words)?.words[this.chosen] ?? "";
  }

  /** @param {string} word */
  _choose(word) {
    this.dispatchEvent(new CustomEvent("choose", { detail: word }));
  }
}

customElements.define("attune-wheel", WordWheel);
