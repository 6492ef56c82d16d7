/** A course as a picture, drawn by hand, with the same as a table beside it. */

import { html, nothing, svg } from "../../../../vendor/lit.js";
import { BOTTOM, HEIGHT, heightOf, LEFT, pointsOf, RIGHT, roomy, spanOf, WIDTH } from "../../../core/measures/course.js";
import { words } from "../../../words/words.js";
import { tableList } from "../../common/pieces.js";

/**
 * @typedef {import("../../../core/measures/course.js").Value} Value
 * @typedef {{ name: string, values: readonly Value[] }} Row
 */

/** How far apart days are written, in the picture's units. */
const APART = 110;

/**
 * @param {{ name: string, rows: readonly Row[], most: number, zones?: readonly { begins: number, name: string }[], day: (at: number) => string,
 *   dates: readonly number[], heads: readonly string[], table: readonly (readonly unknown[])[], open?: boolean }} course
 *   `dates`: below which days are written; `heads` and `table`: the same in words.
 */
export function coursePicture({ name, rows, most, zones = [], day, dates, heads, table, open = false }) {
  const span = spanOf([...rows.map(({ values }) => values), dates.map((at) => ({ at, value: 0 }))]);
  const below = pointsOf(
    dates.map((at) => ({ at, value: 0 })),
    most,
    span,
  );
  const written = roomy(below, APART);
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
        ${written.map((place, order) => svg`<text class="course-day" data-end=${written.length === 1 ? "no" : order === 0 ? "first" : order === written.length - 1 ? "last" : "no"} x=${below[place].x} y=${HEIGHT - BOTTOM + 22}>${day(dates[place])}</text>`)}
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
      <details ?open=${open}>
        <summary>${words.measures.as_table}</summary>
        ${tableList(name, heads, table)}
      </details>
    </figure>
  `;
}
