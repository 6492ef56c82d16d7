/** A picture that a phone's camera reads, dark on light in every theme, as cameras need it. */

import { html, svg } from "../../../vendor/lit.js";
import { encodeQR } from "../../../vendor/qr.js";

const QUIET = 4;

/** @param {string} text @param {string} label What it is, for those who do not see it. */
export function qrCode(text, label) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return html`<svg class="qr-code" role="img" aria-label=${label} viewBox="0 0 ${rows.length} ${rows.length}" shape-rendering="crispEdges">
    ${svg`<rect width="100%" height="100%" fill="#fff"/><path d=${path} fill="#000"/>`}
  </svg>`;
}
