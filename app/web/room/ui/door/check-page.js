/** Before the session: see yourself, try the microphone, choose devices, and go in. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { isForClients } from "../../core/phases.js";
import { openComfort } from "../bar/comfort/open.js";
import { deviceIcon } from "../bar/control-bar.js";
import { openHelp } from "../bar/help-dialog.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/exit/exit-help.js";
import "./checks/level-meter.js";
import "./checks/own-network.js";
import "./join-button.js";
import "./language-choice.js";
import "./pins.js";
import "./self-picture.js";
import { hasSteps } from "./steps/steps.js";

export class CheckPage extends SessionElement {
  render() {
    const { session } = this;
    const ticket = session.ticket;
    if (!ticket) return nothing;
    const names = ticket.seat.people.map((person) => person.name);
    if (hasSteps(session)) return this._before(ticket);
    return html`
      <main id="main" class="page">
        <header class="check-head">
          <p class="over-title">${ticket.session.title}</p>
          <h1 tabindex="-1">${words.check.title}</h1>
          <p class="lead">${words.joiningAs(names)}</p>
          <div class="check-choices">
            <attune-language class="language" .session=${session}></attune-language>
            ${isForClients(session) ? html`<attune-exit-help .texts=${words.exit}></attune-exit-help>` : nothing}
          </div>
          <button class="button button-quiet corner-help" type="button" @click=${openHelp}>${icon("help")}<span>${words.bar.help}</span></button>
        </header>
        <div class="check">
          <section class="check-picture" aria-label=${words.check.picture}>
            <attune-self-picture .session=${session} .names=${names}></attune-self-picture>
            <div class="check-toggles">${this._toggle("mic", words.bar.microphone)} ${this._toggle("camera", words.bar.camera)}</div>
            <p class="small">${words.check.camera_rule[ticket.session.camera] ?? nothing}</p>
            ${this._problem("mic")} ${this._problem("camera")}
            <attune-network .session=${session}></attune-network>
          </section>
          <div class="check-way">
            <section class="card check-side" aria-label=${words.check.sound}>
              <attune-pins class="stack" .session=${session}></attune-pins>
              <attune-steps .session=${session}></attune-steps>
              <div>
                <h2>${words.check.hear}</h2>
                <attune-level .session=${session}></attune-level>
              </div>
              <button class="button" type="button" @click=${() => void openComfort(session)}>${words.comfort.title}</button>
            </section>
            <attune-join class="check-join" .session=${session} .label=${words.check.join} .next=${words.check.next}></attune-join>
          </div>
        </div>
      </main>
    `;
  }

  /** One thing at a time: what is asked before the room comes before the devices. @param {import("../../core/wire.js").Ticket} ticket */
  _before(ticket) {
    const { session } = this;
    return html`
      <main id="main" class="page page-narrow">
        <header class="check-head">
          <p class="over-title">${ticket.session.title}</p>
          <h1 tabindex="-1">${words.check.title}</h1>
          <attune-language class="language" .session=${session}></attune-language>
          <button class="button button-quiet corner-help" type="button" @click=${openHelp}>${icon("help")}<span>${words.bar.help}</span></button>
        </header>
        <attune-steps .session=${session}></attune-steps>
      </main>
    `;
  }

  /** @param {"mic" | "camera"} kind @param {string} label */
  _toggle(kind, label) {
    const { devices } = this.session;
    const on = devices.isOn(kind);
    const state_id = `check-${kind}-state`;
    return html`
      <button
        class="control"
        type="button"
        aria-pressed=${on ? "true" : "false"}
        aria-describedby=${state_id}
        @click=${() => void this.session.switchDevice(kind, !on)}
      >
        ${icon(deviceIcon(kind, devices.switches[kind]))}
        <span class="control-words"><span class="control-name">${label}</span><span class="control-state" id=${state_id} aria-hidden="true">${devices.silenced[kind] && on ? words.silenced.state : words.bar.states[kind][on ? 0 : 1]}</span></span>
      </button>
    `;
  }

  /** @param {"mic" | "camera"} kind */
  _problem(kind) {
    const { devices } = this.session;
    if (kind === "camera" && devices.blurring) return html`<p class="hint" role="note">${words.comfort.picture.starting}</p>`;
    const text = !devices.on[kind] ? "" : devices.silenced[kind] ? words.silenced[kind] : words.deviceProblem(devices.problem[kind], kind);
    return text ? html`<p class="hint" role="note">${text}</p>` : nothing;
  }
}

customElements.define("attune-check", CheckPage);
