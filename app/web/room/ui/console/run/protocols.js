/** For facilitators: the run there is, and the protocols that could be started, each with what it is good for. */

import { words } from "../../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../../vendor/lit.js";
import { actor } from "../../../core/console/now.js";
import { startsOf } from "../../../core/protocols/run.js";
import { namesOf } from "../../../core/view/selectors.js";
import { SessionElement } from "../../element.js";
import "./run.js";

export class ConsoleProtocols extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const text = words.console.protocols;
    if (!view.run) return html`<section class="panel-part" aria-label=${text.title}>${this._kept()} ${this._list()}</section>`;
    return html`
      <section class="panel-part" aria-label=${text.title}>
        <attune-console-run .session=${session}></attune-console-run>
        <details class="more">
          <summary>${text.on_top}</summary>
          <div class="stack">${this._list()}</div>
        </details>
      </section>
    `;
  }

  /** Runs of an earlier session that may go on. */
  _kept() {
    const { session, view } = this;
    const kept = view.leading?.kept ?? [];
    if (!kept.length) return nothing;
    return html`<h3>${words.console.protocols.kept}</h3>
      ${kept.map(({ kept: place, protocol, step, roles }) => {
        const title = session.library.protocol(protocol)?.title ?? "";
        return this._offer(
          title,
          [session.library.step(protocol, step).title, namesOf(view, Object.values(roles).flat())].filter(Boolean).join(" · "),
          () => void session.askFloor("protocol.start", { person: actor(view), protocol, options: {}, kept: place }),
        );
      })}`;
  }

  _list() {
    const { session, view } = this;
    const text = words.console.protocols;
    const may = startsOf(view, actor(view));
    // What is for an emergency has its own place, always in sight.
    const known = session.library.protocols().filter(({ id }) => may.includes(id) && id !== view.leading?.emergency);
    if (!known.length) return html`<p class="small">${text.none}</p>`;
    const unread = known.filter(({ reviewed_on }) => !reviewed_on).length;
    const [pauses, listening] = [true, false].map((interrupts) => known.filter(({ rules }) => Boolean(rules?.interrupts) === interrupts));
    return html`
      ${unread ? html`<p class="small">${text.list_not_reviewed(unread === known.length)}</p>` : nothing}
      ${pauses.length ? html`<h3>${text.pauses}</h3><div class="pair">${pauses.map(({ id, title }) => html`<button class="button" type="button" @click=${() => this._start(id)}>${title}</button>`)}</div>` : nothing}
      ${
        listening.length
          ? html`<h3>${text.listening}</h3><div>${repeat(
              listening,
              ({ id }) => id,
              ({ id, title, good_for }) => this._offer(title, good_for, () => this._start(id)),
            )}</div>`
          : nothing
      }
    `;
  }

  /** @param {string} protocol */
  _start(protocol) {
    this.dispatchEvent(new CustomEvent("console-start", { detail: protocol, bubbles: true }));
  }

  /** @param {string} title @param {string} note @param {() => void} choose */
  _offer(title, note, choose) {
    return html`<button class="offer" type="button" @click=${choose}><span class="offer-title">${title}</span><span class="offer-note">${note}</span></button>`;
  }
}

customElements.define("attune-console-protocols", ConsoleProtocols);
