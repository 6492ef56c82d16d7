/** Pictures of attendance, drawn by hand. What they show is also said in words beside them. */

import { html, nothing, svg } from "../../../../vendor/lit.js";
import { barOf, placeOf, ticksOf } from "../../../core/schedule/attendance.js";
import { words } from "../../../words/words.js";

/**
 * @typedef {import("../../../core/schedule/attendance.js").Span} Span
 * @typedef {import("../../../core/schedule/attendance.js").Attended} Attended
 * @typedef {import("../../../core/schedule/attendance.js").WeekMinutes} WeekMinutes
 */

/** @param {Span[]} spans @param {Span} whole @param {string} kind @param {number} top @param {number} height */
const bars = (spans, whole, kind, top, height) =>
  spans.map((span) => {
    const { start, width } = placeOf(span, whole);
    return width ? svg`<rect data-kind=${kind} x="${start}%" y=${top} width="${width}%" height=${height} rx="3"></rect>` : nothing;
  });

/** The times above the bars; that of the end would not fit. @param {Span} whole @param {import("../../../core/time/dates.js").Writer} writer */
export const axis = (whole, writer) => html`<svg class="presence-axis" aria-hidden="true">
  ${ticksOf(whole).map((at) => {
    const { start } = placeOf({ begins_at: at, ends_at: at }, whole);
    return start > 90 ? nothing : svg`<text x="${start}%" y="14">${writer.time(at)}</text>`;
  })}
</svg>`;

/** When somebody was there; if it was corrected, what was recorded is a thin line below. @param {Attended} one @param {Span} whole @param {{ breaks: Span[], pauses: Span[] }} session @param {string} text */
export const presenceBar = (one, whole, { breaks, pauses }, text) => html`<svg class="presence-bar" role="img" aria-label=${text}>
  <rect data-kind="ground" width="100%" height="100%" rx="6"></rect>
  ${bars(breaks, whole, "break", 0, 32)} ${bars(pauses, whole, "break", 0, 32)}
  ${ticksOf(whole).map((at) => {
    const { start } = placeOf({ begins_at: at, ends_at: at }, whole);
    return svg`<line data-kind="tick" x1="${start}%" x2="${start}%" y1="0" y2="32"></line>`;
  })}
  ${bars(one.present, whole, one.corrections.length ? "corrected" : "present", 7, one.corrections.length ? 12 : 18)}
  ${bars(one.private, whole, "private", 7, one.corrections.length ? 12 : 18)}
  ${one.corrections.length ? bars(one.recorded, whole, "recorded", 22, 4) : nothing}
</svg>`;

/** What the colours mean; only those that are there. @param {{ private: boolean, pause: boolean, corrected: boolean }} there */
export function legend(there) {
  const { attendance } = words;
  const kinds = /** @type {const} */ ([
    ["present", attendance.present, true],
    ["private", attendance.private, there.private],
    ["break", attendance.uncounted, there.pause],
    ["corrected", attendance.corrected, there.corrected],
    ["recorded", attendance.recorded, there.corrected],
  ]);
  return html`<ul class="presence-legend">
    ${kinds.filter(([, , is]) => is).map(([kind, text]) => html`<li><svg aria-hidden="true"><rect data-kind=${kind} width="100%" height="100%" rx="3"></rect></svg><span>${text}</span></li>`)}
  </ul>`;
}

/** A week as a bar against its target. @param {WeekMinutes} week @param {number} most Minutes of the longest bar beside it. */
export function weekBar({ present_min, target_min }, most) {
  const { width, target } = barOf(present_min, target_min, most);
  return html`<svg class="week-bar" aria-hidden="true">
    <rect data-kind="ground" width="100%" height="100%" rx="6"></rect>
    <rect data-kind=${target !== null && present_min >= target_min ? "met" : "present"} width="${width}%" height="100%" rx="6"></rect>
    ${target === null ? nothing : svg`<line data-kind="target" x1="${Math.min(target, 99.7)}%" x2="${Math.min(target, 99.7)}%" y1="0" y2="100%"></line>`}
  </svg>`;
}
