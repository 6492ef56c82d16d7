/** A prompt of the library for whoever looks at this screen. It can be put away; it goes by itself, too. */

import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html } from "../../../vendor/lit.js";
import { filled } from "../../core/protocols/run.js";
import { SessionElement } from "../element.js";

export class PromptCard extends SessionElement {
  static needs_view = true;

  render() {
    const { session, view } = this;
    const prompt = view.prompt && session.library.data.prompts[view.prompt.id];
    if (!prompt) return html`<div role="status"></div>`;
    const { prompt: text } = words.member;
    return html`
      <div role="status">
        <div class="prompt">
          <p class="small">${view.prompt?.person ? text.title : text.for_all}</p>
          <p class="prompt-text">${filled(prompt.text, view, session.library)}</p>
          <button class="button button-quiet" type="button" @click=${() => void session.ask("prompt.dismiss")}>${icon("close")}${text.away}</button>
        </div>
      </div>
    `;
  }
}

customElements.define("attune-prompt", PromptCard);
