/** Instruments that need a license: which the clinic has, and bringing a file with a statement about the license. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { checkField, formActions, formProblem, onSubmit, textField } from "../common/fields.js";
import { panel, shown, tableList } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ key: string, title: string, holder: string | null, until: string | null, version: number | null }} Slot */

const LARGEST = 40_000;

export class MeasureInstruments extends PageElement {
  static properties = { ...PageElement.properties, _adding: { state: true } };

  constructor() {
    super();
    this._adding = false;
    this._form = this.form({});
    /** @type {Resource<{ slots: Slot[] }>} */
    this._found = this.follow(new Resource((signal) => this.http.get("/measures/instruments", { signal }), this._redraw));
  }

  render() {
    const { instruments } = words.measures;
    return panel(
      instruments.title,
      shown(
        this._found,
        this.writer,
        ({ slots }) => html`<p class="quiet">${instruments.lead}</p>
          ${this._adding ? this._add() : nothing}
          ${tableList(
            instruments.title,
            [instruments.name, instruments.license, instruments.until],
            slots.map((one) => [
              one.title,
              one.holder ?? html`<span class="quiet">${instruments.none}</span>`,
              one.holder ? (one.until ? this.writer.onlyDay(one.until) : instruments.no_end) : "",
            ]),
          )}`,
      ),
      this.clinic.can("policies.write") && !this._adding
        ? html`<button class="button" type="button" @click=${() => this._begin()}>${instruments.bring}</button>`
        : nothing,
    );
  }

  _add() {
    const { instruments } = words.measures;
    const form = this._form;
    return html`<form class="stack inset" novalidate @submit=${onSubmit(() => this._save())}>
      ${formProblem(form)}
      <label class="field"><span class="field-label">${instruments.file}</span>
        <input class="input" type="file" accept=".toml,text/plain" aria-invalid=${form.errors.file ? "true" : "false"} @change=${(/** @type {Event} */ event) => void this._read(/** @type {HTMLInputElement} */ (event.currentTarget).files?.[0])} />
        ${form.errors.file ? html`<span class="field-problem">${words.fieldProblem(form.errors.file)}</span>` : nothing}
      </label>
      ${textField(form, "holder", { label: instruments.holder, hint: instruments.holder_hint, required: true, max: 200 })}
      ${textField(form, "until", { label: instruments.until, type: "date" })} ${checkField(form, "licensed", { label: instruments.licensed })}
      ${formActions(form, instruments.save, html`<button class="button" type="button" @click=${() => this._stop()}>${words.common.cancel}</button>`)}
    </form>`;
  }

  _begin() {
    this._form = this.form({ file: "", holder: "", until: "", licensed: false });
    this._adding = true;
  }

  _stop() {
    this._adding = false;
  }

  /** @param {File | undefined} file */
  async _read(file) {
    if (file && file.size <= LARGEST) this._form.set("file", await file.text());
    else this._form.refuse({ file: "measures.file" });
  }

  async _save() {
    const { file, holder, until, licensed } = this._form.values;
    const saved = await this.send(this._form, () =>
      this.http.post("/measures/instruments", { file, holder, licensed, ...(until ? { until } : {}) }),
    );
    if (!saved) return;
    this._stop();
    this._found.put(saved);
    this.clinic.toasts.show(words.common.saved);
  }
}

customElements.define("clinic-measure-instruments", MeasureInstruments);
