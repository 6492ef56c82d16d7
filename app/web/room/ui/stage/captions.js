/** What a captioner typed last. Screen readers read it when they come to it, or at once where the person wants that. */

import { words } from "../../../shared/words/words.js";
import { html, nothing, repeat } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";

const LINES = 2;

export class Captions extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const lines = (view.captions ?? []).slice(-LINES);
    if (!session.prefs.captions || !(lines.length || view.captions_live)) return nothing;
    return html`<section class="captions" aria-label=${words.member.captions.title} aria-live=${session.prefs.read_captions ? "polite" : "off"}>
      ${repeat(
        lines,
        (line) => line.id,
        (line) => html`<p dir="auto">${line.text}</p>`,
      )}
    </section>`;
  }
}

customElements.define("attune-captions", Captions);
