/** Small pieces that many pages draw: heads, badges, people, and what is shown while there is nothing to show. */

import { firstSign, shownName } from "../../../shared/core/names.js";
import { html, nothing } from "../../../vendor/lit.js";
import { initialsOf, tintOf } from "../../core/forms/person.js";
import { words } from "../../words/words.js";
import { icon } from "./icons.js";

/** @typedef {import("./icons.js").Sign} Sign */

/** @param {string} title @param {{ over?: unknown, lead?: unknown, actions?: unknown }} [more] */
export const pageHead = (title, { over = nothing, lead = nothing, actions = nothing } = {}) => html`
  <header class="page-head">
    <div class="page-head-words">
      ${over === nothing ? nothing : html`<div class="over-title">${over}</div>`}
      <h1 tabindex="-1" dir="auto">${title}</h1>
      ${lead === nothing ? nothing : html`<p class="page-lead">${lead}</p>`}
    </div>
    ${actions === nothing ? nothing : html`<div class="page-actions">${actions}</div>`}
  </header>
`;

/** The way to the page above. @param {string} href @param {string} text */
export const backLink = (href, text) => html`<a class="back-link" href=${href}>${icon("back")}<span>${text}</span></a>`;

/** A sign and words; never a colour alone. @param {string} text @param {"plain" | "good" | "warm" | "firm"} [tone] @param {Sign} [sign] */
export const badge = (text, tone = "plain", sign = undefined) =>
  html`<span class="badge" data-tone=${tone}>${sign ? icon(sign) : nothing}<span>${text}</span></span>`;

/** @param {string} name @param {string} id */
export const face = (name, id) =>
  html`<span class="face" data-tint=${tintOf(id)} aria-hidden="true">${initialsOf(shownName(name), firstSign)}</span>`;

/** @param {{ id: string, name: string }} person @param {unknown} [note] */
export const personChip = (person, note = nothing) =>
  html`<span class="person-chip">${face(person.name, person.id)}<span class="person-words"><bdi class="person-name">${person.name}</bdi>${note === nothing ? nothing : html`<span class="person-note">${note}</span>`}</span></span>`;

/** Lines in place of what is coming. @param {number} [lines] */
export const loading = (lines = 4) => html`
  <div class="skeleton" role="status">
    <span class="for-readers">${words.common.loading}</span>
    ${Array.from({ length: lines }, () => html`<span class="skeleton-line" aria-hidden="true"></span>`)}
  </div>
`;

/** @param {Sign} sign @param {string} title @param {string} text @param {unknown} [action] */
export const emptyState = (sign, title, text, action = nothing) => html`
  <div class="empty">
    <span class="emblem">${icon(sign)}</span>
    <h2>${title}</h2>
    <p>${text}</p>
    ${action}
  </div>
`;

/** @param {unknown} problem @param {() => unknown} again */
export const failed = (problem, again) => html`
  <div class="empty" role="alert">
    <span class="emblem" data-tone="warm">${icon("careful")}</span>
    <h2>${words.common.failed}</h2>
    <p>${words.refusal(problem)}</p>
    <button class="button" type="button" @click=${again}>${words.common.try_again}</button>
  </div>
`;

/** What is shown is old, or cannot be shown, because the service cannot be reached. @param {number} since @param {import("../../core/time/dates.js").Writer} writer @param {() => unknown} again */
export const offlineLine = (since, writer, again) => html`
  <div class="offline-line" role="status">
    ${icon("offline")}
    <span>${since ? words.common.old(writer.time(since)) : words.common.offline}</span>
    <button class="button" type="button" @click=${again}>${words.common.try_again}</button>
  </div>
`;

/**
 * A thing in whatever state it is.
 * @template T
 * @param {import("../../core/api/resource.js").Resource<T>} resource @param {import("../../core/time/dates.js").Writer} writer @param {(data: T) => unknown} draw
 */
export function shown(resource, writer, draw) {
  const again = () => void resource.load();
  if (resource.state === "failed") return failed(resource.problem, again);
  const line = resource.state === "offline" ? offlineLine(resource.old_since, writer, again) : nothing;
  if (resource.data === null) return line === nothing ? loading() : line;
  return html`${line}${draw(resource.data)}`;
}

/**
 * A list that is a table on a wide screen and cards on a phone. The roles are named, since what is not laid out as a table may not be read as one.
 * @param {string} label
 * @param {readonly string[]} heads
 * @param {readonly (readonly unknown[])[]} rows The first cell names the row.
 */
export function tableList(label, heads, rows) {
  // A column in which no row says anything takes no place.
  const places = heads.map((_, place) => place).filter((place) => !place || rows.some((cells) => !isEmpty(cells[place])));
  return html`
    <table class="table-list" role="table" aria-label=${label}>
      <thead role="rowgroup">
        <tr role="row">${places.map((place) => html`<th role="columnheader" scope="col">${heads[place]}</th>`)}</tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (cells) => html`<tr role="row">
            ${places.map((place) =>
              place
                ? html`<td role="cell" data-head=${heads[place]} ?data-empty=${isEmpty(cells[place])}>${cells[place]}</td>`
                : html`<th role="rowheader" scope="row">${cells[place]}</th>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** @param {unknown} cell */
const isEmpty = (cell) => cell === "" || cell === nothing || cell === null || cell === undefined;

/**
 * A list that comes page by page.
 * @param {import("../../core/api/pages.js").Pages} pages @param {import("../../core/time/dates.js").Writer} writer
 * @param {() => unknown} draw @param {unknown} empty
 */
export function listed(pages, writer, draw, empty) {
  const again = () => void pages.load();
  if (pages.state === "failed") return failed(pages.problem, again);
  if (pages.state === "offline" && !pages.items.length) return offlineLine(0, writer, again);
  if (pages.state === "loading") return loading(6);
  if (pages.state === "empty") return empty;
  return html`
    ${pages.state === "offline" ? offlineLine(pages.old_since, writer, again) : nothing} ${draw()}
    <p class="for-readers" role="status">${words.common.found(pages.items.length, Boolean(pages.next))}</p>
    ${
      pages.next
        ? html`<div class="load-more">
          <button class="button" type="button" aria-disabled=${pages.busy ? "true" : "false"} @click=${() => void pages.more()}>
            ${pages.busy ? words.common.loading : words.common.more}
          </button>
        </div>`
        : nothing
    }
  `;
}

/** @param {string} label @param {string} value @param {(text: string) => void} onType */
export const searchField = (label, value, onType) => html`
  <div class="search-field" role="search">
    ${icon("search")}
    <input
      class="input"
      type="search"
      aria-label=${label}
      placeholder=${label}
      .value=${value}
      autocomplete="off"
      spellcheck="false"
      dir="auto"
      @input=${(/** @type {Event} */ event) => onType(/** @type {HTMLInputElement} */ (event.currentTarget).value)}
    />
  </div>
`;

/** A heading with what belongs to it. @param {string} title @param {unknown} content @param {unknown} [action] */
export const panel = (title, content, action = nothing) => html`
  <section class="panel card">
    <div class="panel-head"><h2>${title}</h2>${action}</div>
    ${content}
  </section>
`;

/** Names of facts with their values. @param {readonly (readonly [string, unknown])[]} facts Empty ones are left out. */
export const facts = (facts) => html`
  <dl class="facts">
    ${facts
      .filter(([, value]) => value !== "" && value !== null && value !== undefined)
      .map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}
  </dl>
`;
