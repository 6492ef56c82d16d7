/** A document's text as people read it, in the parts that the service answers. */

import { html } from "../../vendor/lit.js";

/** @typedef {{ kind: "heading" | "paragraph" | "list", lines: string[] }} Block */

/** @param {readonly Block[]} blocks @param {string} language @param {3 | 4} [level] Of its headings: one below what they stand under. */
export const documentText = (blocks, language, level = 4) => html`
  <div class="document-text" lang=${language} dir="auto">
    ${blocks.map(({ kind, lines }) => {
      if (kind === "heading") return level === 3 ? html`<h3>${lines[0]}</h3>` : html`<h4>${lines[0]}</h4>`;
      if (kind === "list") return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
      return html`<p>${lines[0]}</p>`;
    })}
  </div>
`;

/** The same as plain text, for a copy to keep. @param {string} title @param {readonly Block[]} blocks */
export const plainText = (title, blocks) =>
  [title, ...blocks.map(({ kind, lines }) => (kind === "list" ? lines.map((line) => `- ${line}`).join("\n") : lines[0]))].join("\n\n");
