/** For captioners: a line is typed, Enter shows it to everybody in the same room. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { may } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

const CHARS_MAX = 300;

export class CaptionInput extends SessionElement {
  static needs_view = true;

  render() {
    if (this.view.you.role !== "captioner") return nothing;
    const { captions } = words.member;
    return html`
      <form class="stack caption-input" @submit=${this._send}>
        <label class="field"><span class="field-label">${captions.input}</span><input type="text" dir="auto" maxlength=${CHARS_MAX} autocomplete="off" aria-describedby="caption-hint" /></label>
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
    if ((await this.session.ask("caption", { text })) && field.value.trim() === text) field.value = "";
  }
}

customElements.define("attune-caption-input", CaptionInput);
