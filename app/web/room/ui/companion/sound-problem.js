/** On a person's own phone: a button with a neutral name that tells those who lead that something is wrong. What it answers is as neutral, and passes. */

import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

const SHOWN_MS = 20_000;

export class SoundProblem extends SessionElement {
  static properties = { ...SessionElement.properties, _said: { state: true } };

  constructor() {
    super();
    this._said = "";
    this._timer = 0;
    this._look = () => this._onChange();
  }

  connectedCallback() {
    super.connectedCallback();
    this.session.quiet_signal.addEventListener("change", this._look);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.session.quiet_signal.removeEventListener("change", this._look);
    clearTimeout(this._timer);
  }

  render() {
    const { sound_problem } = words.member;
    return html`
      <button class="button button-wide" type="button" @click=${() => void this.session.quiet_signal.send()}>${sound_problem.button}</button>
      <p class="small" role="status">${this._said || nothing}</p>
    `;
  }

  _onChange() {
    const { state } = this.session.quiet_signal;
    const { sound_problem } = words.member;
    clearTimeout(this._timer);
    this._said = { none: "", sending: this._said, kept: sound_problem.kept, sent: sound_problem.sent }[state];
    if (state === "sent") this._timer = window.setTimeout(() => this.session.quiet_signal.forget(), SHOWN_MS);
  }
}

customElements.define("attune-sound-problem", SoundProblem);
