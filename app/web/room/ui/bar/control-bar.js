/** The bar at the bottom: microphone, camera, the own turn, and the way out. The same place on every screen. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../vendor/lit.js";
import { takesTurns } from "../../core/view/floor-actions.js";
import { isShared } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/confirm-dialog.js";
import "./more-menu.js";
import "../turn/turn-controls.js";

export class ControlBar extends SessionElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../../../shared/ui/confirm-dialog.js").ConfirmDialog>} */
    this._confirm = createRef();
  }

  render() {
    const { session, view } = this;
    const in_room = ["main", "private"].includes(view.you.space);
    const [leave, session_word] = words.bar.leave;
    return html`
      <div class="bar" role="region" aria-label=${words.bar.title} data-shared=${isShared(view) ? "yes" : "no"}>
        <div class="bar-part">
          ${this._device("mic", words.bar.microphone, words.microphone(view), view.you.audio === "on")}
          ${this._device("camera", words.bar.camera, words.camera(view), view.you.video === "on")}
        </div>
        ${
          in_room && takesTurns(view)
            ? html`<div class="bar-part bar-turns">
              ${view.you.people.map((person) => html`<attune-turn .session=${session} .person=${person}></attune-turn>`)}
            </div>`
            : nothing
        }
        <div class="bar-part">
          ${in_room ? html`<attune-more .session=${session}></attune-more>` : nothing}
          <button class="control control-leave" type="button" aria-label=${`${leave}${session_word}`} @click=${this._leave}>
            ${icon("leave")}<span class="control-words"><span class="control-name">${leave}<span class="wide-only">${session_word}</span></span></span>
          </button>
        </div>
      </div>
      <attune-confirm
        ${ref(this._confirm)}
        id="leave-question"
        .heading=${words.bar.leave_question}
        .text=${words.bar.leave_text}
        .yes=${words.bar.leave_yes}
        .no=${words.bar.leave_no}
      ></attune-confirm>
    `;
  }

  /**
   * @param {"mic" | "camera"} kind
   * @param {string} label
   * @param {string} truth
   * @param {boolean} open Whether it is truly heard or seen.
   */
  // What is read as the name is what stands there as the name, also for whoever speaks to the button; the state describes it.
  _device(kind, label, truth, open) {
    const { devices } = this.session;
    const on = devices.isOn(kind);
    const state_id = `${kind}-state`;
    const problem =
      devices.silenced[kind] && on ? words.silenced.state : !on && devices.on[kind] ? words.device_states[devices.problem[kind]] : "";
    return html`
      <button
        class="control"
        type="button"
        aria-pressed=${on ? "true" : "false"}
        aria-describedby=${state_id}
        data-open=${open ? "yes" : "no"}
        @click=${() => void this.session.switchDevice(kind, !on)}
      >
        ${icon(deviceIcon(kind, devices.switches[kind]))}
        <span class="control-words"
          ><span class="control-name">${label}</span><span class="control-state" id=${state_id} aria-hidden="true">${problem || truth}</span></span
        >
      </button>
    `;
  }

  _leave() {
    this._confirm.value?.ask(() => void this.session.leave());
  }
}

/** @param {"mic" | "camera"} kind @param {boolean} sends @returns {Parameters<typeof icon>[0]} */
export const deviceIcon = (kind, sends) => (kind === "mic" ? (sends ? "mic" : "mic_off") : sends ? "camera" : "camera_off");

customElements.define("attune-controls", ControlBar);
