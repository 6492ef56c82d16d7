/** What a captioner types: the last minute, the newest in sight. Screen readers read it when they come to it, or at once where the person wants that. */

import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { CaptionLog, namesSpeaker } from "../../core/view/access/caption-log.js";
import { nameOf } from "../../core/view/selectors.js";
import { SessionElement } from "../element.js";

/** Nearer to the end than this, somebody reads along. */
const AT_END_PX = 8;

export class Captions extends SessionElement {
  static properties = { ...SessionElement.properties, _reads_back: { state: true } };
  static needs_view = true;

  constructor() {
    super();
    this._log = new CaptionLog();
    this._reads_back = false;
  }

  render() {
    const { session, view } = this;
    const lines = this._log.take(view, session.now());
    const { captions, captions_size, captions_place, read_captions } = session.prefs;
    this.dataset.place = captions_place;
    if (!captions || !(lines.length || view.captions_live)) return nothing;
    const texts = words.member.captions;
    return html`<section class="captions" data-size=${captions_size} aria-label=${texts.title}>
      <div class="captions-lines" role="log" tabindex="0" aria-label=${texts.last_minute} aria-live=${read_captions ? "polite" : "off"} @scroll=${this._onScroll}>
        ${repeat(
          lines,
          (line) => line.id,
          (line, index) =>
            html`<p dir="auto">${namesSpeaker(lines, index) ? html`<b class="caption-speaker"><bdi>${nameOf(view, line.speaker ?? "")}</bdi>:</b> ` : nothing}${line.text}</p>`,
        )}
      </div>
      ${this._reads_back ? html`<button class="button captions-newest" type="button" @click=${this._toNewest}>${texts.newest}</button>` : nothing}
    </section>`;
  }

  /** Whoever reads back stays where they are. */
  updated() {
    if (!this._reads_back) this._scrollDown();
  }

  _onScroll() {
    const lines = this._lines();
    if (lines) this._reads_back = lines.scrollHeight - lines.clientHeight - lines.scrollTop > AT_END_PX;
  }

  _toNewest() {
    this._reads_back = false;
    this._scrollDown();
    this._lines()?.focus();
  }

  _scrollDown() {
    const lines = this._lines();
    if (lines) lines.scrollTop = lines.scrollHeight;
  }

  _lines() {
    return /** @type {HTMLElement | null} */ (this.querySelector(".captions-lines"));
  }
}

customElements.define("attune-captions", Captions);
