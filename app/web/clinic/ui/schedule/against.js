/** What speaks against a session: what cannot be saved, and what only wants a look. */

import { html, nothing } from "../../../vendor/lit.js";
import { words } from "../../words/words.js";
import { icon } from "../common/icons.js";

/** More than these may have to be scrolled, which keys have to reach. */
const MOST_IN_SIGHT = 2;

/** @param {readonly import("../../core/api/shapes.js").Conflict[]} conflicts @param {import("../../core/time/dates.js").Writer} writer */
export const against = (conflicts, writer) => html`
  <div class="conflicts" role="status" tabindex=${conflicts.length > MOST_IN_SIGHT ? "0" : nothing}>
    ${
      conflicts.length
        ? html`<h3>${words.schedule.against}</h3>
          <ul>
            ${conflicts.map((one) => conflict(one, writer))}
          </ul>`
        : nothing
    }
  </div>
`;

/** @param {import("../../core/api/shapes.js").Conflict} one @param {import("../../core/time/dates.js").Writer} writer */
function conflict(one, writer) {
  const { schedule } = words;
  const names = one.people.map(({ name }) => name);
  return html`<li class="conflict" data-severity=${one.severity}>
    ${icon(one.severity === "refuse" ? "stop" : "careful")}
    <span
      ><strong>${one.severity === "refuse" ? schedule.refuses : schedule.warns}</strong>
      ${words.conflict(one.code, names, one.at ? writer.moment(one.at) : "")}</span
    >
  </li>`;
}
