/** Hours as bars: what was planned as a frame, what was attended as its filling. Tables beside them say the same. */

import { html, svg } from "../../../../vendor/lit.js";

/** @typedef {{ day: string, planned_min: number, present_min: number }} Day */

const WIDTH = 420;
const HEIGHT = 180;
const FOOT = 28;
const HEAD = 22;
const BAR = 36;

/**
 * @param {readonly Day[]} days
 * @param {string} label What the picture shows, in one sentence.
 * @param {(day: Day, place: number) => { name: string, hours: string }} words
 */
export function hoursChart(days, label, words) {
  const most = Math.max(60, ...days.map((day) => Math.max(day.planned_min, day.present_min)));
  const ground = HEIGHT - FOOT;
  const room = ground - HEAD;
  const step = WIDTH / Math.max(1, days.length);
  /** @param {number} minutes */
  const high = (minutes) => (minutes / most) * room;
  return html`<svg class="hours-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
    <line class="hours-ground" x1="0" x2=${WIDTH} y1=${ground} y2=${ground} />
    ${days.map((day, place) => {
      const middle = step * (place + 0.5);
      const { name, hours } = words(day, place);
      const top = ground - high(Math.max(day.planned_min, day.present_min));
      return svg`<g>
        <rect class="hours-planned" x=${middle - BAR / 2} y=${ground - high(day.planned_min)} width=${BAR} height=${high(day.planned_min)} rx="6" />
        <rect class="hours-present" x=${middle - BAR / 2} y=${ground - high(day.present_min)} width=${BAR} height=${high(day.present_min)} rx="6" />
        <text class="hours-number" x=${middle} y=${top - 7}>${hours}</text>
        <text class="hours-day" x=${middle} y=${HEIGHT - 8}>${name}</text>
      </g>`;
    })}
  </svg>`;
}

const LINE = 120;
const THICK = 12;

/**
 * One client's week as a line: the frame is what is planned, the filling what was attended, the mark the target.
 * @param {{ planned_min: number, present_min: number, target_min: number }} week
 */
export function weekLine({ planned_min, present_min, target_min }) {
  const most = Math.max(1, planned_min, present_min, target_min);
  /** @param {number} minutes */
  const wide = (minutes) => (minutes / most) * (LINE - 2);
  return html`<svg class="week-line" viewBox="0 0 ${LINE} ${THICK + 4}" aria-hidden="true">
    <rect class="hours-planned" x="1" y="3" width=${wide(planned_min)} height=${THICK - 2} rx="3" />
    <rect class="hours-present" x="1" y="3" width=${wide(present_min)} height=${THICK - 2} rx="3" />
    <line class="week-target" x1=${1 + wide(target_min)} x2=${1 + wide(target_min)} y1="0" y2=${THICK + 4} />
  </svg>`;
}
