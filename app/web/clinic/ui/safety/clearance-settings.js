/** Whether couples' sessions wait for clearance, how long a screening counts, and what it asks. */

import { html, nothing } from "../../../vendor/lit.js";
import { Resource } from "../../core/api/resource.js";
import { words } from "../../words/words.js";
import { areaField, checkField, choiceField, formActions, formProblem, numberField, onSubmit, textField } from "../common/fields.js";
import { panel, shown } from "../common/pieces.js";
import { PageElement } from "../element.js";

/** @typedef {{ asks: boolean, review_days: number, instrument: import("./screening.js").Instrument, version: number }} Found */

const HITS = { kind: "hits", lowest: 1, highest: 5 };
const HITS_ITEMS = 4;

export class ClearanceSettings extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    this._found = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  load() {
    return this._found.load();
  }

  /** @param {AbortSignal} signal @returns {Promise<Found>} */
  async _look(signal) {
    return this._begin(await this.http.get("/settings/clearance", { signal }));
  }

  /** @param {Found} found */
  _begin(found) {
    const { kind, title, items, lowest, highest, positive_above } = found.instrument;
    this._form = this.form({
      asks: found.asks,
      review_days: found.review_days,
      kind,
      "instrument.title": title,
      "instrument.items": items.join("\n").trim(),
      "instrument.lowest": lowest,
      "instrument.highest": highest,
      "instrument.positive_above": positive_above,
    });
    return found;
  }

  render() {
    return panel(
      words.clearance.settings.title,
      shown(this._found, this.writer, (found) => this._fields(found)),
    );
  }

  /** @param {Found} found */
  _fields(found) {
    const { settings } = words.clearance;
    const form = this._form;
    const own = form.values.kind === "own";
    const may = this.clinic.can("policies.write");
    return html`
      <p class="quiet">${settings.text}</p>
      <form class="stack" novalidate @submit=${onSubmit(() => this._save(found.version))}>
        ${formProblem(form)}
        <fieldset class="plain stack" ?disabled=${!may}>
          <legend class="for-readers">${settings.title}</legend>
          ${checkField(form, "asks", { label: settings.asks, hint: settings.asks_hint })}
          ${numberField(form, "review_days", { label: settings.review, required: true, from: 30, to: 366 })}
          ${choiceField(form, "kind", { label: settings.instrument }, [
            ["hits", settings.kinds.hits, settings.hits_hint],
            ["own", settings.kinds.own],
          ])}
          ${textField(form, "instrument.title", { label: settings.name, required: true, max: 100 })}
          ${areaField(form, "instrument.items", { label: settings.items, required: own })}
          ${
            own
              ? html`<div class="form-grid">
                ${numberField(form, "instrument.lowest", { label: settings.lowest, required: true, from: 0, to: 10 })}
                ${numberField(form, "instrument.highest", { label: settings.highest, required: true, from: 0, to: 10 })}
              </div>`
              : nothing
          }
          ${numberField(form, "instrument.positive_above", { label: settings.limit, hint: settings.limit_hint, from: 0, to: 300 })}
        </fieldset>
        ${may ? formActions(form, words.common.save) : nothing}
      </form>
    `;
  }

  /** @param {number} version */
  async _save(version) {
    const { asks, review_days, kind, ...typed } = this._form.values;
    const lines = String(typed["instrument.items"]).split("\n");
    const scale = { kind, lowest: typed["instrument.lowest"], highest: typed["instrument.highest"] };
    const instrument = {
      title: typed["instrument.title"],
      positive_above: typed["instrument.positive_above"],
      items: kind === "own" ? lines.filter((line) => line.trim()) : Array.from({ length: HITS_ITEMS }, (_, place) => lines[place] ?? ""),
      ...(kind === "own" ? scale : HITS),
    };
    const saved = await this.send(this._form, () => this.http.put("/settings/clearance", { asks, review_days, instrument }, { version }));
    if (!saved) return;
    this._found.put(this._begin(saved));
    this.clinic.toasts.show(words.common.saved);
    this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-clearance-settings", ClearanceSettings);
