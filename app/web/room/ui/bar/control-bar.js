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
        ${this._problems()}
        <div class="bar-part">
          ${this._device("mic", words.microphone(view), view.you.audio === "on")} ${this._device("camera", words.camera(view), view.you.video === "on")}
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
            <span class="control-sign">${icon("leave")}</span><span class="control-name">${leave}</span>
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
   * The form of the sign says how it is: filled while it is heard or seen, an outline while the room lets nothing through, struck out
   * while it is off. The words for it describe the button, and come up when somebody points at it.
   * @param {"mic" | "camera"} kind
   * @param {string} truth
   * @param {boolean} open Whether it is truly heard or seen.
   */
  _device(kind, truth, open) {
    const { devices } = this.session;
    const on = devices.isOn(kind);
    const state = this._problem(kind) || truth;
    return html`
      <button
        class="control"
        type="button"
        title=${state}
        aria-pressed=${on ? "true" : "false"}
        aria-describedby=${`${kind}-state`}
        data-device=${kind}
        data-open=${open ? "yes" : "no"}
        @click=${() => void this.session.switchDevice(kind, !on)}
      >
        <span class="control-sign">${icon(deviceIcon(kind, devices.switches[kind]))}</span><span class="control-name">${labelOf(kind)}</span>
      </button>
      <span class="for-readers" id=${`${kind}-state`} aria-hidden="true">${state}</span>
    `;
  }

  /** Why a device does not do what its switch says. @param {"mic" | "camera"} kind */
  _problem(kind) {
    const { devices } = this.session;
    const on = devices.isOn(kind);
    if (devices.silenced[kind] && on) return words.silenced.state;
    return !on && devices.on[kind] ? words.device_states[devices.problem[kind]] : "";
  }

  /** What only the person at this device can mend stands above the buttons. */
  _problems() {
    const kinds = /** @type {const} */ (["mic", "camera"]).filter((kind) => this._problem(kind));
    return kinds.map((kind) => html`<p class="bar-problem">${labelOf(kind)}: ${this._problem(kind)}</p>`);
  }

  _leave() {
    this._confirm.value?.ask(() => void this.session.leave());
  }
}

/** @param {"mic" | "camera"} kind */
const labelOf = (kind) => (kind === "mic" ? words.bar.microphone : words.bar.camera);

/** @param {"mic" | "camera"} kind @param {boolean} sends @returns {Parameters<typeof icon>[0]} */
export const deviceIcon = (kind, sends) => (kind === "mic" ? (sends ? "mic" : "mic_off") : sends ? "camera" : "camera_off");

customElements.define("attune-controls", ControlBar);
