/** The card on top of the console: what is happening in one sentence, whose turn, the clock, who is next, what waits, the one action. */

import { TickingElement } from "../../../shared/ui/ticking-element.js";
import { withNames } from "../../../shared/ui/with-names.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { askKey, asksOf, askText } from "../../core/console/asks.js";
import { besides, clockOf, nextTwo, primaryOf, stepPlace } from "../../core/console/now.js";
import { runNow } from "../../core/protocols/run.js";
import { nameOf, namesOf } from "../../core/view/selectors.js";
import { silenceOf } from "../../core/view/talk-time.js";
import { deedButton, perform } from "./deed-button.js";

export class ConsoleNow extends TickingElement {
  static needs_view = true;

  constructor() {
    super();
    /** @type {Set<string>} What waited when it was last drawn: what is new is said to screen readers once. */
    this._known = new Set();
  }

  render() {
    const { session, view } = this;
    const primary = primaryOf(view);
    const asks = asksOf(view);
    return html`
      <section class="now-card" aria-labelledby="console-now-title">
        ${this._step()}
        <h2 id="console-now-title" class="now-sentence" tabindex="-1"><span class="for-readers">${words.console.now.title}: </span>${withNames(this._sentence())}</h2>
        ${this._turn()} ${this._marks()}
        ${
          primary || view.floor?.holder
            ? html`<div class="now-deeds">
              ${primary ? deedButton(session, primary, "button-main") : nothing} ${besides(view).map((deed) => deedButton(session, deed))}
            </div>`
            : nothing
        }
        ${asks.length ? html`<ul class="asks">${repeat(asks, askKey, (ask) => this._ask(ask))}</ul>` : nothing}
        ${this._note()}
      </section>
    `;
  }

  updated() {
    if (!this.session.view) return;
    const asks = asksOf(this.view);
    for (const ask of asks.filter((one) => !this._known.has(askKey(one)))) {
      this.session.say(askText(this.view, this.session.library, ask, this.session.now()));
    }
    this._known = new Set(asks.map(askKey));
  }

  /** Does the one action of this moment, as its button would. */
  act() {
    const primary = this.session.view && primaryOf(this.view);
    if (primary) void perform(this.session, primary, this);
    else this.session.toast(words.notNow("primary"));
  }

  _sentence() {
    const { session, view } = this;
    if (view.you.space === "private") return words.console.now.private;
    const title = view.run && (session.library.protocol(view.run.protocol)?.title ?? "");
    if (view.run?.paused) return words.console.now.paused(title ?? "");
    return runNow(view, session.library) || words.console.sentence(view);
  }

  _step() {
    const { session, view } = this;
    if (!view.run || view.run.paused) return nothing;
    const { library } = session;
    const title = library.protocol(view.run.protocol)?.title ?? "";
    const { place, of } = stepPlace(view, library);
    return html`<p class="now-step">${words.console.now.step(title, place, of)}</p>`;
  }

  _turn() {
    const { session, view } = this;
    const holder = view.floor?.holder?.person;
    const clock = clockOf(view, session.now());
    const told = clock && words.console.clock(clock);
    const next = nextTwo(view).map((person) => nameOf(view, person));
    // The sentence names the holder, unless a step's own sentence does not.
    const name =
      holder && !this._sentence().includes(nameOf(view, holder))
        ? html`<strong>${words.console.now.turn(nameOf(view, holder))}</strong>`
        : nothing;
    return html`
      ${
        told || next.length
          ? html`<p class="now-turn">
            ${told ? html`${name}<span class="clock" data-tone=${told.over ? "over" : "on time"}>${told.text}</span>` : nothing} ${next.length ? html`<span>${withNames(words.console.now.next(next))}</span>` : nothing}
          </p>`
          : nothing
      }
    `;
  }

  _marks() {
    const { session, view } = this;
    const silence = silenceOf(view, session.now());
    const distress = namesOf(view, view.leading?.distress ?? []);
    const come_back = namesOf(view, view.leading?.come_back ?? []);
    const lines = [
      distress && words.console.now.distress(distress),
      come_back && words.console.now.come_back(come_back),
      silence?.long && words.console.now.silence(silence.seconds),
    ].filter(Boolean);
    return lines.length ? html`<ul class="now-marks">${lines.map((line) => html`<li>${withNames(line || "")}</li>`)}</ul>` : nothing;
  }

  /** @param {import("../../core/console/asks.js").Ask} ask */
  _ask(ask) {
    return html`<li class="console-ask" data-code=${ask.code}>
      <p>${withNames(askText(this.view, this.session.library, ask, this.session.now()))}</p>
      ${ask.deeds.length ? html`<div class="ask-deeds">${ask.deeds.map((deed) => deedButton(this.session, deed))}</div>` : nothing}
    </li>`;
  }

  /** A prompt of the library for facilitators. */
  _note() {
    const { session, view } = this;
    const text = view.prompt && session.library.data.prompts[view.prompt.id]?.text;
    return text
      ? html`<p class="now-note">
          <span>${text}</span>
          <button class="button button-quiet" type="button" @click=${() => void session.ask("prompt.dismiss")}>${words.console.now.dismiss}</button>
        </p>`
      : nothing;
  }
}

customElements.define("attune-console-now", ConsoleNow);
