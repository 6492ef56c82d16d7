/** A small form made from what a protocol's option or action takes: numbers, choices, people, decks. It asks nothing when nothing is taken. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { plain } from "../../core/protocols/library.js";
import { nameOf, participantsOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "./word-wheel.js";

/** Up to this highest number a scale is shown as buttons, one for each number. */
const SCALE_TO = 10;

export class ValuesForm extends SessionElement {
  static properties = { ...SessionElement.properties, takes: { attribute: false }, texts: { attribute: false }, name: {} };
  static needs_view = true;

  constructor() {
    super();
    /** @type {Record<string, import("../../core/protocols/library.js").Value>} */
    this.takes = {};
    /** @type {Record<string, import("../../core/protocols/library.js").ValueText>} */
    this.texts = {};
    /** Makes the names of fields unique on the page. */
    this.name = "";
    /** @type {Record<string, unknown>} What was set by hand; the rest keeps its default. */
    this._set = {};
  }

  /** What the person chose; what they left alone is not in it. */
  get values() {
    return { ...this._set };
  }

  reset() {
    this._set = {};
    this.requestUpdate();
  }

  render() {
    return html`${Object.entries(this.takes).map(([name, value]) => this._field(name, value))}`;
  }

  /** @param {string} name @param {import("../../core/protocols/library.js").Value} value */
  _field(name, value) {
    const label = this.texts[name]?.label ?? plain(name);
    switch (value.type) {
      case "choice":
        return this._choice(name, label, value);
      case "flag":
        return this._flag(name, label, value);
      case "people":
        return this._people(name, label, value);
      case "known":
        return this._known(name, label, value);
      case "wheel":
        return this._wheel(name, label);
      default:
        return value.low === 0 && (value.high ?? 99) <= SCALE_TO ? this._scale(name, label, value) : this._number(name, label, value);
    }
  }

  /** @param {string} name @param {string} label @param {import("../../core/protocols/library.js").Value} value */
  _number(name, label, value) {
    return html`<label class="field"><span class="field-label">${label}</span>
      <input type="number" inputmode="numeric" min=${value.low ?? 0} max=${value.high ?? 0} .value=${String(this._set[name] ?? value.default ?? "")}
        @input=${(/** @type {InputEvent} */ event) => this._put(name, numberIn(event))} /></label>`;
  }

  /** @param {string} name @param {string} label @param {import("../../core/protocols/library.js").Value} value */
  _scale(name, label, value) {
    const numbers = Array.from({ length: (value.high ?? 0) + 1 }, (_, number) => number);
    return html`<fieldset class="scale"><legend class="field-label">${label}</legend><div class="scale-row">
      ${numbers.map(
        (
          number,
        ) => html`<label class="scale-step"><input class="for-readers" type="radio" name=${`${this.name}-${name}`} .checked=${this._set[name] === number}
        @change=${() => this._put(name, number)} /><span>${number}</span></label>`,
      )}
    </div></fieldset>`;
  }

  /** @param {string} name @param {string} label @param {import("../../core/protocols/library.js").Value} value */
  _choice(name, label, value) {
    const chosen = this._set[name] ?? value.default ?? "";
    return html`<label class="field"><span class="field-label">${label}</span>
      <select @change=${(/** @type {Event} */ event) => this._put(name, /** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
        ${value.default === undefined ? html`<option value="" disabled ?selected=${!chosen}>${words.choose}</option>` : nothing}
        ${(value.values ?? []).map((one) => html`<option value=${one} ?selected=${one === chosen}>${this.texts[name]?.choices[one] ?? plain(one)}</option>`)}
      </select></label>`;
  }

  /** @param {string} name @param {string} label @param {import("../../core/protocols/library.js").Value} value */
  _flag(name, label, value) {
    return html`<label class="check"><input type="checkbox" .checked=${Boolean(this._set[name] ?? value.default)}
      @change=${(/** @type {Event} */ event) => this._put(name, /** @type {HTMLInputElement} */ (event.currentTarget).checked)} /><span>${label}</span></label>`;
  }

  /** @param {string} name @param {string} label @param {import("../../core/protocols/library.js").Value} value */
  _people(name, label, value) {
    const chosen = /** @type {string[]} */ (this._set[name] ?? []);
    const only = value.most === 1;
    return html`<fieldset class="choose-people"><legend class="field-label">${label}</legend>
      ${participantsOf(this.view).map(
        (
          person,
        ) => html`<label class="check"><input type=${only ? "radio" : "checkbox"} name=${`${this.name}-${name}`} .checked=${chosen.includes(person)}
        @change=${() => this._put(name, only ? [person] : toggled(chosen, person))} /><span>${nameOf(this.view, person)}</span></label>`,
      )}
    </fieldset>`;
  }

  /** @param {string} name @param {string} label @param {import("../../core/protocols/library.js").Value} value */
  _known(name, label, value) {
    const texts = this._texts(value.kind);
    const chosen = texts.find(({ id }) => id === (this._set[name] ?? value.default ?? ""));
    const groups = [...new Set(texts.map(({ group }) => group))];
    return html`<label class="field"><span class="field-label">${label}</span>
      <select @change=${(/** @type {Event} */ event) => this._put(name, /** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
        <option value="" ?selected=${!chosen}>${words.none_chosen}</option>
        ${groups.map((group) => {
          const options = texts
            .filter((text) => text.group === group)
            .map(({ id, title }) => html`<option value=${id} ?selected=${id === chosen?.id}>${title}</option>`);
          return group ? html`<optgroup label=${group}>${options}</optgroup>` : options;
        })}
      </select></label>
      ${chosen?.before ? html`<p class="hint" role="note">${chosen.before}</p>` : nothing}
      ${chosen && !chosen.reviewed_on ? html`<p class="small">${words.console.protocols.not_reviewed}</p>` : nothing}`;
  }

  /** One word of groups of words. @param {string} name @param {string} label */
  _wheel(name, label) {
    return html`<attune-wheel .label=${label} .groups=${this.texts[name]?.groups ?? {}} .name=${`${this.name}-${name}`} .chosen=${String(this._set[name] ?? "")}
      @choose=${(/** @type {CustomEvent<string>} */ event) => this._put(name, event.detail)}></attune-wheel>`;
  }

  /**
   * What may be chosen: decks, scripts, or the prompts that ask something, by occasion.
   * @param {string | undefined} kind
   * @returns {{ id: string, title: string, group: string, before?: string | null, reviewed_on?: string | null }[]}
   */
  _texts(kind) {
    const { decks, scripts, prompts, occasions } = this.session.library.data;
    if (kind === "question") {
      return Object.values(prompts)
        .filter(({ question }) => question)
        .map(({ id, text, step, protocol, reviewed_on }) => ({
          id,
          title: text,
          group: protocol ? "" : (occasions[step] ?? ""),
          reviewed_on,
        }));
    }
    return Object.values(kind === "deck" ? decks : scripts).map((text) => ({ ...text, group: "" }));
  }

  /** @param {string} name @param {unknown} value */
  _put(name, value) {
    if (value === undefined) delete this._set[name];
    else this._set[name] = value;
    this.requestUpdate();
    this.dispatchEvent(new Event("values"));
  }
}

/** @param {string[]} people @param {string} person */
const toggled = (people, person) => (people.includes(person) ? people.filter((one) => one !== person) : [...people, person]);

/** @param {InputEvent} event */
function numberIn(event) {
  const { value } = /** @type {HTMLInputElement} */ (event.currentTarget);
  return value === "" ? undefined : Math.round(Number(value));
}

customElements.define("attune-values", ValuesForm);
