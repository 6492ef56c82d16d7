/** A sentence with the names in it, each in an element of its own that keeps its direction, wherever the line breaks. */

import { html } from "../../vendor/lit.js";
import { partsOf } from "../core/names.js";

/** @param {string} text */
export const withNames = (text) => partsOf(text).map((part, index) => (index % 2 ? html`<bdi>${part}</bdi>` : part));
