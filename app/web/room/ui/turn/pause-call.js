/** The button with which members call a pause: always there where two people talk with each other, small and calm, with one question before. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { startsOf } from "../../core/protocols/run.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/confirm-dialog.js";

export class PauseCall extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../../../shared/ui/confirm-dialog.js").ConfirmDialog>} */
    this._confirm = createRef();
  }

  render() {
    const { session, view } = this;
    const { call } = view.you;
    if (!call) return nothing;
    const possible = this._caller() !== undefined;
    const { asks } = words.member;
    const { label, heading = label, text = "", yes = asks.yes, no = asks.no } = session.library.button(call);
    return html`
      <button class="button button-quiet pause-call" type="button" title=${label} aria-disabled=${possible ? "false" : "true"} @click=${() => this.call()}>
        ${icon("pause")}<span class="tool-name">${label}</span>
      </button>
      <attune-confirm ${ref(this._confirm)} id="pause-question" .heading=${heading} .text=${text} .yes=${yes} .no=${no}></attune-confirm>
    `;
  }

  /** Asks, then calls it. Nobody is named: on a shared seat it does not matter who of the two pressed. */
  call() {
    const { call } = this.view.you;
    if (!call) return;
    if (this._caller() === undefined) return this.session.toast(words.notNow("protocol.start"));
    this._confirm.value?.ask(() => {
      const person = this._caller();
      if (person) void this.session.startProtocol(person, call);
    });
  }

  _caller() {
    return this.view.you.people.find((person) => startsOf(this.view, person).includes(this.view.you.call ?? ""));
  }
}

customElements.define("attune-pause-call", PauseCall);
