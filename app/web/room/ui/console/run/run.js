/** For facilitators: the run on top: its step, its clock, what else they can do in it and what that does; pause and stop. The card above says the rest. */

import { minutes } from "../../../../shared/core/clock.js";
import { TickingElement } from "../../../../shared/ui/ticking-element.js";
import { words } from "../../../../shared/words/words.js";
import { createRef, html, nothing, ref } from "../../../../vendor/lit.js";
import { actor, otherActs } from "../../../core/console/now.js";
import { questionOf } from "../../../core/protocols/deck.js";
import { leadingFacts } from "../../../core/protocols/facts.js";
import { actsOf, cueOf } from "../../../core/protocols/run.js";
import { mayAny, namesOf } from "../../../core/view/selectors.js";
import "../../../../shared/ui/confirm-dialog.js";
import "./acts.js";
import "./deck.js";

export class ConsoleRun extends TickingElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {import("lit/directives/ref.js").Ref<import("../../../../shared/ui/confirm-dialog.js").ConfirmDialog>} */
    this._confirm = createRef();
  }

  render() {
    const { session, view } = this;
    const { run } = view;
    if (!run) return nothing;
    const text = words.console.protocols;
    const { library } = session;
    const title = library.protocol(run.protocol)?.title ?? "";
    const below = run.below.map((protocol) => library.protocol(protocol)?.title ?? "").filter(Boolean);
    return html`
      <section class="run" aria-labelledby="run-title">
        <h2 id="run-title">${library.step(run.protocol, run.step).title}</h2>
        ${this._lines().map((line) => html`<p class="small">${line}</p>`)}
        ${run.paused ? nothing : html`<p>${cueOf(view, library, actor(view))}</p>`}
        ${questionOf(view, library) ? html`<attune-console-deck .session=${session}></attune-console-deck>` : nothing} ${this._acts()}
        <div class="pair">
          ${this._pause()}
          ${
            mayAny(view, "protocol.abort")
              ? html`<button class="button button-firm-quiet" type="button" @click=${() => this._confirm.value?.ask(() => void session.ask("protocol.abort"))}>${text.stop}</button>`
              : nothing
          }
        </div>
        ${below.length ? html`<p class="small">${text.below(below.join(", "))}</p>` : nothing}
      </section>
      <attune-confirm ${ref(this._confirm)} id="stop-question" heading=${text.stop_question(title)} text=${text.stop_does} yes=${text.stop_yes} no=${text.stop_no}></attune-confirm>
    `;
  }

  /** The step's clock, who has which part, how far the run is. */
  _lines() {
    const { session, view } = this;
    const { run } = view;
    if (!run || run.paused) return [];
    const text = words.console.protocols;
    const left = run.due === undefined ? undefined : run.due - session.now();
    const names = session.library.protocol(run.protocol)?.roles ?? {};
    return [
      left === undefined ? "" : left >= 0 ? text.due(minutes(left)) : text.due_over(minutes(-left)),
      ...Object.entries(run.roles)
        .filter(([, people]) => people.length)
        .map(([role, people]) => `${names[role] ?? role}: ${namesOf(view, people)}`),
      ...leadingFacts(view, session.library),
    ].filter(Boolean);
  }

  _acts() {
    const { session, view } = this;
    if (view.run?.paused) return nothing;
    if (!actsOf(view, actor(view)).length) return html`<p class="small">${words.console.protocols.wait}</p>`;
    if (!otherActs(view, session.library).length) return nothing;
    return html`<h3>${words.console.protocols.what}</h3>
      <attune-console-acts .session=${session}></attune-console-acts>`;
  }

  _pause() {
    const { session, view } = this;
    if (view.run?.paused || !mayAny(view, "protocol.pause")) return nothing;
    return html`<button class="button" type="button" @click=${() => void session.ask("protocol.pause")}>${words.console.protocols.pause}</button>`;
  }
}

customElements.define("attune-console-run", ConsoleRun);
