/** Under which partner's name a couple's sessions are billed. Neither partner sees it. */

import { html, live } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { panel, shown } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/** @typedef {{ person: string | null, version: number }} Identified */

export class IdentifiedPatient extends PageElement {
  static properties = { ...PageElement.properties, couple: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../../core/api/shapes.js").Couple} */
    this.couple;
    this._found = this.follow(
      new Resource(
        /** @returns {Promise<Identified>} */ (signal) => this.http.get(`/couples/${this.couple.id}/identified-patient`, { signal }),
        this._redraw,
      ),
    );
  }

  render() {
    const { identified } = words.insurance;
    return panel(
      identified.title,
      html`<p class="quiet">${identified.text}</p>
        ${shown(this._found, this.writer, (found) => this._draw(found))}`,
    );
  }

  /** @param {Identified} found */
  _draw(found) {
    const { first, second } = this.couple;
    return html`<div class="choices" role="radiogroup" aria-label=${words.insurance.identified.title}>
      ${[first, second, { id: null, name: words.insurance.identified.nobody }].map(
        (one) => html`<label class="choice">
          <input type="radio" name="identified" .checked=${live(found.person === one.id)} @change=${() => void this._choose(found, one.id)} />
          <span class="choice-name" dir="auto">${one.name}</span>
        </label>`,
      )}
    </div>`;
  }

  /** @param {Identified} found @param {string | null} person */
  async _choose(found, person) {
    const path = `/couples/${this.couple.id}/identified-patient`;
    const saved = await this.act(() => this.http.put(path, { person }, { version: found.version }), words.common.saved);
    if (saved) this._found.put(saved);
    else await this._found.load();
  }
}

customElements.define("clinic-identified-patient", IdentifiedPatient);
