// The types of lit.js beside it, taken from the npm package of the same version (a development dependency).
export { LitElement, css, html, nothing, svg } from "lit";
export type { PropertyValues, TemplateResult } from "lit";
export { classMap } from "lit/directives/class-map.js";
export { createRef, ref } from "lit/directives/ref.js";
export { live } from "lit/directives/live.js";
export { repeat } from "lit/directives/repeat.js";
