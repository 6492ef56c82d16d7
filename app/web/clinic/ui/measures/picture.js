/** A course as a picture, drawn by hand, with the same as a table beside it. */

import { html, nothing, svg } from "../../../vendor/lit.js";
import { BOTTOM, HEIGHT, heightOf, LEFT, pointsOf, RIGHT, someOf, spanOf, WIDTH } from "../../core/measures/course.js";
import { words } from "../../words/words.js";
import { tableList } from "../common/pieces.js";

/**
 * @typedef {import("../../core/measures/course.js").Value} Value
 * @typedef {{ name: string, values: readonly Value[] }} Row
 */

const MOST_DAYS = 5;

/**
 * @param {{ name: string, rows: readonly Row[], most: number, zones?: readonly { begins: number, name: string }[], day: (at: number) => string,
 *   dates: readonly number[], heads: readonly string[], table: readonly (readonly unknown[])[] }} course
 *   `dates`: below which days are written; `heads` and `table`: the same in words.
 */
export function coursePicture({ name, rows, most, zones = [], day, dates, heads, table }) {
  const span = spanOf([...rows.map(({ values }) => values), dates.map((at) => ({ at, value: 0 }))]);
  const days = pointsOf(
    someOf(dates, MOST_DAYS).map((at) => ({ at, value: 0 })),
    most,
    span,
  );
  const told = someOf(dates, MOST_DAYS);
  return html`
    <figure class="course">
      <svg class="course-picture" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words.measures.picture(name)}>
        ${zones.map((zone, place) => {
          const top = heightOf(zones[place + 1]?.begins ?? most, most);
          const bottom = heightOf(zone.begins, most);
          return svg`<rect class="course-zone" data-odd=${place % 2 ? "yes" : "no"} x=${LEFT} y=${top} width=${WIDTH - LEFT - RIGHT} height=${bottom - top}></rect>`;
        })}
        ${[0, most / 2, most].map(
          (
            value,
          ) => svg`<line class="course-line" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${heightOf(value, most)} y2=${heightOf(value, most)}></line>
            <text class="course-number" x=${LEFT - 8} y=${heightOf(value, most) + 4}>${Math.round(value)}</text>`,
        )}
        ${days.map((point, place) => svg`<text class="course-day" data-end=${place === 0 ? "first" : place === days.length - 1 ? "last" : "no"} x=${point.x} y=${HEIGHT - BOTTOM + 20}>${day(told[place])}</text>`)}
        ${rows.map(({ values }, row) => {
          const points = pointsOf(values, most, span);
          return svg`<g data-row=${row}>
            <polyline class="course-path" points=${points.map(({ x, y }) => `${x},${y}`).join(" ")}></polyline>
            ${points.map((point) =>
              row
                ? svg`<rect class="course-point" data-hollow=${point.hollow ? "yes" : "no"} x=${point.x - 4} y=${point.y - 4} width="8" height="8"></rect>`
                : svg`<circle class="course-point" data-hollow=${point.hollow ? "yes" : "no"} cx=${point.x} cy=${point.y} r="4.5"></circle>`,
            )}
          </g>`;
        })}
      </svg>
      ${
        rows.length > 1
          ? html`<figcaption class="course-rows">${rows.map((row, place) => html`<span data-row=${place}><span class="course-sign" aria-hidden="true"></span>${row.name}</span>`)}</figcaption>`
          : nothing
      }
      <details>
        <summary>${words.measures.as_table}</summary>
        ${tableList(name, heads, table)}
      </details>
    </figure>
  `;
}
