/** A page with one calm message: a wrong link, an ending, a closed door. Nothing about a session is shown here. */

import { hasWayBack } from "../../../shared/core/way-back.js";
import { icon } from "../../../shared/ui/icons.js";
import { words } from "../../../shared/words/words.js";
import { html, nothing } from "../../../vendor/lit.js";
import { SessionElement } from "../element.js";
import "../../../shared/ui/copy-link.js";
import "./language-choice.js";

export class MessagePage extends SessionElement {
  render() {
    const page = words.page(this.session.message);
    const elsewhere = this.session.message in words.browser_pages;
    return html`
      <main id="main" class="page page-narrow">
        <div class="card message-card">
          <span class="emblem">${icon("leaf")}</span>
          <h1 tabindex="-1">${page.title}</h1>
          <p>${page.text}</p>
          ${elsewhere ? html`<attune-copy-link class="stack" .texts=${words.copy_link} .link=${this.session.invitation.link()}></attune-copy-link>` : nothing}
          ${
            page.action
              ? html`<button class="button ${elsewhere ? "button-quiet" : "button-main"}" type="button" @click=${() => void this.session.retry()}>${page.action}</button>`
              : nothing
          }
          ${hasWayBack() ? html`<a class="button" href="/">${words.way_back}</a>` : nothing}
          <attune-language class="language" .session=${this.session}></attune-language>
        </div>
      </main>
    `;
  }
}

customElements.define("attune-message", MessagePage);
