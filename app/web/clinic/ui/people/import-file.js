/** People, groups or members from a file: a dry run first, which says what would happen and what is wrong where. */

import { html, nothing } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";
import { tableList } from "../common/pieces.js";
import { ClinicElement } from "../element.js";

/** @typedef {{ rows: number, added: number, left_out: number, problems: { row: number, column?: string | null, code: string }[] }} Outcome */

const MOST_SHOWN = 50;

export class ImportFile extends ClinicElement {
  static properties = { ...ClinicElement.properties, what: { attribute: false } };

  constructor() {
    super();
    /** @type {"people" | "cohorts" | "memberships"} */
    this.what = "people";
    /** @type {File | undefined} */
    this._file = undefined;
    /** @type {Outcome | null} */
    this._outcome = null;
    this._busy = false;
  }

  render() {
    const { importing } = words.people;
    const problems = this._outcome?.problems ?? [];
    return html`
      <div class="stack">
        <p>${importing.texts[this.what]}</p>
        <div class="field">
          <label class="field-label" for="import-${this.what}">${importing.file}</label>
          <input class="input" id="import-${this.what}" type="file" accept=".csv,text/csv" @change=${this._onFile} />
        </div>
        <div role="status">
          ${this._busy ? html`<p>${words.common.working}</p>` : nothing}
          ${this._outcome ? html`<p class="note">${problems.length ? importing.wrong(problems.length + this._outcome.left_out) : importing.fine(this._outcome.rows)}</p>` : nothing}
        </div>
        ${
          problems.length
            ? tableList(
                importing.problems,
                [importing.row, importing.column, importing.mend],
                problems.slice(0, MOST_SHOWN).map(({ row, column, code }) => [String(row), column ?? "", this._problem(code)]),
              )
            : nothing
        }
        ${this._outcome && !problems.length ? html`<button class="button button-main" type="button" @click=${() => void this._send(false)}>${icon("check")}<span>${importing.now}</span></button>` : nothing}
      </div>
    `;
  }

  /** What is wrong with a row, or speaks against a session that its client would come to. @param {string} code */
  _problem(code) {
    return code.startsWith("schedule.") ? words.conflict(code, [words.people.importing.client], "") : words.fieldProblem(code);
  }

  /** @param {Event} event */
  async _onFile(event) {
    this._file = /** @type {HTMLInputElement} */ (event.currentTarget).files?.[0];
    this._outcome = null;
    if (this._file) await this._send(true);
  }

  /** @param {boolean} dry_run */
  async _send(dry_run) {
    this._busy = true;
    this.requestUpdate();
    const done = dry_run ? "" : words.people.importing.done;
    const outcome = await this.act(() => this.http.post(`/${this.what}/import`, undefined, { query: { dry_run }, file: this._file }), done);
    this._busy = false;
    this._outcome = dry_run ? (outcome ?? null) : null;
    this.requestUpdate();
    if (!dry_run && outcome) this.dispatchEvent(new Event("done"));
  }
}

customElements.define("clinic-import", ImportFile);
