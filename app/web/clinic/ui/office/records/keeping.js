/** How long each class is kept, what the next run will remove, what is held, and what went lately. */

import { html, nothing } from "../../../../vendor/lit.js";
import { Resource } from "../../../core/api/resource.js";
import { words } from "../../../words/words.js";
import { formActions, formProblem, numberField, onSubmit } from "../../common/fields.js";
import { panel, shown, tableList } from "../../common/pieces.js";
import { PageElement } from "../../element.js";

/**
 * @typedef {{ kind: string, stored: boolean, unit: string, length: number | null, least: number | null, usual: number | null, most: number | null,
 *   choice: boolean, due: number, oldest: string | null, held: number }} Class
 * @typedef {{ classes: Class[], every_min: number, runs: { at: string, counts: Record<string, number> }[], version: number }} Found
 */

export class Keeping extends PageElement {
  constructor() {
    super();
    this._form = this.form({});
    this._found = this.follow(new Resource((signal) => this._look(signal), this._redraw));
  }

  /** @param {AbortSignal} signal @returns {Promise<Found>} */
  async _look(signal) {
    return this._begin(await this.http.get("/records/retention", { signal }));
  }

  /** @param {Found} found */
  _begin(found) {
    this._form = this.form(Object.fromEntries(found.classes.filter(({ choice }) => choice).map(({ kind, length }) => [kind, length])));
    return found;
  }

  render() {
    return shown(this._found, this.writer, (found) => this._draw(found));
  }

  /** @param {Found} found */
  _draw(found) {
    const { keeping } = words.records;
    return html`
      ${panel(
        keeping.title,
        html`<p class="quiet">${keeping.text(found.every_min)}</p>
          ${tableList(
            keeping.title,
            [keeping.what, keeping.kept, keeping.due, keeping.held],
            found.classes.map((one) => this._row(one)),
          )}
          <p class="quiet">${keeping.others}</p>`,
      )}
      ${this.clinic.can("policies.write") ? panel(keeping.change, this._change(found)) : nothing}
      ${panel(
        keeping.runs,
        found.runs.length
          ? html`<ul class="plain">${found.runs.map((run) => html`<li><span class="quiet">${this.writer.moment(run.at)}</span> · ${this._counts(run.counts)}</li>`)}</ul>`
          : html`<p class="quiet">${keeping.runs_none}</p>`,
      )}
    `;
  }

  /** @param {Class} one @returns {unknown[]} */
  _row(one) {
    const { keeping, classes } = words.records;
    const [name, why] = classes[one.kind];
    const is_removed = one.stored && one.length !== null;
    const due = one.due ? keeping.due_since(one.due, this.writer.shortDate(one.oldest ?? "")) : keeping.none;
    return [
      html`<span class="person-words"><span class="person-name">${name}</span><span class="person-note">${why}</span></span>`,
      one.stored ? (one.length === null ? keeping.for_good : keeping.length(one.unit, one.length)) : keeping.never,
      is_removed ? due : nothing,
      one.held || nothing,
    ];
  }

  /** @param {Record<string, number>} counts */
  _counts(counts) {
    const { classes } = words.records;
    return words.common.list(Object.entries(counts).map(([kind, count]) => `${classes[kind][0]} (${count})`));
  }

  /** @param {Found} found */
  _change(found) {
    const { keeping, classes } = words.records;
    const form = this._form;
    return html`
      <p class="quiet">${keeping.change_text}</p>
      <form class="stack" novalidate @submit=${onSubmit(() => this._save(found.version))}>
        ${formProblem(form)}
        <div class="form-grid">
          ${found.classes
            .filter(({ choice }) => choice)
            .map(({ kind, unit, least, most }) =>
              numberField(form, kind, {
                label: `${classes[kind][0]} (${keeping.unit[/** @type {"days" | "years"} */ (unit)]})`,
                hint: keeping.range(keeping.length(unit, least ?? 0), keeping.length(unit, most ?? 0)),
                required: true,
                from: least ?? 0,
                to: most ?? 0,
              }),
            )}
        </div>
        ${formActions(form, words.common.save)}
      </form>
    `;
  }

  /** @param {number} version */
  async _save(version) {
    const saved = await this.send(this._form, () => this.http.patch("/records/retention", { lengths: this._form.changes }, { version }));
    if (!saved) return;
    this._found.put(this._begin(saved));
    this.clinic.toasts.show(words.common.saved);
  }
}

customElements.define("clinic-keeping", Keeping);
