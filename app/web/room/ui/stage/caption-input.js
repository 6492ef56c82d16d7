/** For captioners: a line is typed, Enter shows it to everybody in the same room, under the name of who says it. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { CaptionSpeaker } from "../../core/view/access/caption-log.js";
import { may, nameOf, tilesOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

const CHARS_MAX = 300;

export class CaptionInput extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    this._speaker = new CaptionSpeaker();
  }

  render() {
    const { view } = this;
    if (view.you.role !== "captioner") return nothing;
    this._speaker.follow(view.floor?.holder?.person ?? "");
    const { captions } = words.member;
    const people = tilesOf(view, { with_own: false }).flatMap(({ seat }) => seat.people);
    return html`
      <form class="stack caption-input" @submit=${this._send}>
        <label class="field"><span class="field-label">${captions.speaker}</span>
          <select @change=${(/** @type {Event} */ event) => this._speaker.choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
            ${["", ...people].map((person) => html`<option value=${person} .selected=${this._speaker.value === person}>${person ? nameOf(view, person) : captions.no_speaker}</option>`)}
          </select></label>
        <label class="field"><span class="field-label">${captions.input}</span><input type="text" dir="auto" maxlength=${CHARS_MAX} autocomplete="off" aria-describedby="caption-hint"
          @input=${(/** @type {Event} */ event) => this._speaker.type(/** @type {HTMLInputElement} */ (event.currentTarget).value !== "")} /></label>
        <p class="small" id="caption-hint">${captions.hint}</p>
        <button class="button button-main" type="submit">${captions.send}</button>
      </form>
    `;
  }

  /** What was not accepted stays in the field. @param {Event} event */
  async _send(event) {
    event.preventDefault();
    const field = this.querySelector("input");
    const text = field?.value.trim();
    if (!field || !text) return;
    if (!may(this.view, this.view.you.people[0], "caption")) return this.session.toast(words.notNow("caption"));
    const speaker = this._speaker.value || null;
    if (!(await this.session.ask("caption", { text, speaker })) || field.value.trim() !== text) return;
    field.value = "";
    this._speaker.sent();
    this.requestUpdate();
  }
}

customElements.define("attune-caption-input", CaptionInput);
