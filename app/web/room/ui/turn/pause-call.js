/** The button for a time-out: always there where two people talk with each other, small and calm, with one question before. */

import { offersPause } from "../../core/view/floor-actions.js";
import { startsOf } from "../../core/protocols/run.js";
import { words } from "../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";
import { icon } from "../../../shared/ui/icons.js";
import "../../../shared/ui/confirm-dialog.js";

const PAUSE = "time_out";

export class PauseCall extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../../../shared/ui/confirm-dialog.js").ConfirmDialog>} */
    this._confirm = createRef();
  }

  render() {
    const { view } = this;
    const { pause } = words.member;
    if (view.you.leads || !offersPause(view)) return nothing;
    const possible = this._caller() !== undefined;
    return html`
      <button class="button button-quiet pause-call" type="button" aria-disabled=${possible ? "false" : "true"} @click=${() => this.call()}>
        ${icon("pause")}<span>${pause.call}</span>
      </button>
      <attune-confirm ${ref(this._confirm)} id="pause-question" .heading=${pause.heading} .text=${pause.text} .yes=${pause.yes} .no=${pause.no}></attune-confirm>
    `;
  }

  /** Asks, then calls it. Nobody is named: on a shared seat it does not matter who of the two pressed. */
  call() {
    if (this.view.you.leads || !offersPause(this.view)) return;
    if (this._caller() === undefined) return this.session.toast(words.notNow("protocol.start"));
    this._confirm.value?.ask(() => {
      const person = this._caller();
      if (person) void this.session.startProtocol(person, PAUSE);
    });
  }

  _caller() {
    return this.view.you.people.find((person) => startsOf(this.view, person).includes(PAUSE));
  }
}

customElements.define("attune-pause-call", PauseCall);
