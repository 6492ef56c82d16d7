/** For facilitators: who spoke lately, the silence, the own tally, prompts to send, the chat window. */

import { inFigures, minutes } from "../../../shared/core/clock.js";
import { TickingElement } from "../../../shared/ui/ticking-element.js";
import { locale, words } from "../../../shared/words/words.js";
import { html, nothing, repeat, svg } from "../../../vendor/lit.js";
import { mayAny, namesOf } from "../../core/view/selectors.js";
import { silenceOf, talkRows } from "../../core/view/talk-time.js";
import "../chat/chat-panel.js";
import "./oars.js";
import "./prompts.js";

/** Of the small picture: a bar for each minute. */
const BAR = 6;
const HIGH = 28;

export class ConsoleTalk extends TickingElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const rows = talkRows(view);
    const text = words.console.talk;
    return html`
      <section class="panel-part" aria-label=${text.title}>
        ${this._silence()}
        ${
          rows.length
            ? html`<p class="small">${text.last}</p>
              <ul class="talk">${repeat(
                rows,
                ({ id }) => id,
                (row) => this._row(row),
              )}</ul>`
            : html`<p class="small">${text.none}</p>`
        }
        <attune-console-oars .session=${session}></attune-console-oars>
        <attune-console-prompts .session=${session}></attune-console-prompts>
        ${this._chat()}
      </section>
    `;
  }

  /** @param {import("../../core/view/talk-time.js").TalkRow} row */
  _row(row) {
    const { view } = this;
    const name = namesOf(view, row.people);
    const hint = words.console.hint(view, row);
    return html`<li class="talk-row">
      <p class="talk-head"><span class="row-name">${name}</span><span>${row.unreliable ? nothing : `${inFigures(row.share, locale(), { style: "percent" })} · ${minutes(row.seconds)}`}</span></p>
      ${row.unreliable ? nothing : this._picture(name, row.bars)} ${hint ? html`<p class="small">${hint}</p>` : nothing}
    </li>`;
  }

  /** @param {string} name @param {number[]} bars */
  _picture(name, bars) {
    const width = bars.length * BAR * 3;
    return html`<svg class="talk-bars" viewBox=${`0 0 ${width} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label=${words.console.talk.picture(name, bars)}>
      ${bars.map((bar, at) => svg`<rect x=${at * BAR * 3} y=${HIGH - Math.max(1, bar * HIGH)} width=${BAR * 2} height=${Math.max(1, bar * HIGH)}/>`)}
    </svg>`;
  }

  _silence() {
    const { session, view } = this;
    if (!view.silence) return nothing;
    const text = words.console.talk;
    const silence = silenceOf(view, session.now());
    const without = text.without(view.silence.without_media ?? 0);
    return html`<p class="talk-silence">${silence ? text.silence(silence.seconds) : text.speaking}</p>
      ${without ? html`<p class="small">${without}</p>` : nothing}`;
  }

  _chat() {
    const { session, view } = this;
    const text = words.console.chat;
    const open = view.chat?.open ?? false;
    if (!view.chat) return nothing;
    return html`<section class="stack" aria-label=${text.title}>
      <h3>${text.title}</h3>
      <attune-chat class="chat" .session=${session}></attune-chat>
      ${
        mayAny(view, "chat.open")
          ? html`<button class="button" type="button" @click=${() => void session.ask("chat.open", { open: !open })}>${open ? text.close : text.open}</button>`
          : nothing
      }
    </section>`;
  }
}

customElements.define("attune-console-talk", ConsoleTalk);
