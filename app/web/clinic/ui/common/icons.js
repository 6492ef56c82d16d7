/** The pages' icons: 24 px, one stroke, drawn with the colour of the text. Always beside words, so hidden from readers. */

import { html, svg } from "../../../vendor/lit.js";

const PATHS = {
  today: svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.400 1.400M17 17l1.400 1.400M5.600 18.400L7 17M17 7l1.400-1.400"/>`,
  week: svg`<path d="M4 20h16M7 20v-6M12 20V5M17 20v-9"/>`,
  schedule: svg`<rect x="3.500" y="5" width="17" height="15.500" rx="3"/><path d="M3.500 10h17M8 3v4M16 3v4"/>`,
  people: svg`<circle cx="9" cy="8.500" r="3.200"/><path d="M3 19c.4-3.200 2.900-5 6-5s5.600 1.800 6 5M15.500 5.700a3.200 3.200 0 0 1 0 5.600M17.500 14.500c2 .6 3.300 2.200 3.500 4.500"/>`,
  person: svg`<circle cx="12" cy="8.500" r="3.700"/><path d="M4.500 20c.6-3.800 3.600-6 7.500-6s6.900 2.200 7.500 6"/>`,
  groups: svg`<circle cx="12" cy="6.500" r="2.500"/><circle cx="5.500" cy="12.500" r="2.500"/><circle cx="18.500" cy="12.500" r="2.500"/><circle cx="12" cy="18" r="2.500"/>`,
  couples: svg`<circle cx="8.500" cy="12" r="5.500"/><circle cx="15.500" cy="12" r="5.500"/>`,
  follow_ups: svg`<path d="M6.500 4.500l3-.5 1.500 4-2 1.500a10 10 0 0 0 5.500 5.500l1.500-2 4 1.500-.5 3a2 2 0 0 1-2 1.500A14.500 14.500 0 0 1 5 6.500a2 2 0 0 1 1.500-2z"/>`,
  team: svg`<rect x="3.500" y="8" width="17" height="11.500" rx="2.500"/><path d="M9 8V6a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v2M3.500 13h17"/>`,
  policies: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`,
  insurance: svg`<path d="M12 3.500l7 2.500v5.500c0 4.200-2.900 7.600-7 9-4.100-1.400-7-4.800-7-9V6z"/><path d="M9 12l2.200 2.200L15.500 10"/>`,
  mail: svg`<rect x="3" y="5.500" width="18" height="13" rx="2.500"/><path d="M4 7.500l8 6 8-6"/>`,
  documents: svg`<path d="M6 3.500h12v17H6zM9.500 8h5M9.500 11.500h5"/><path d="M9 16.500c1-1.500 1.800-1.500 2.300 0s1.300 1 3.200-.5"/>`,
  agreements: svg`<path d="M6 3.500h12v17H6zM9.500 8h5M9.500 11.500h5"/><path d="M9 16.500c1-1.500 1.800-1.500 2.300 0s1.300 1 3.200-.5"/>`,
  audit: svg`<path d="M6 3.500h9l4 4v13H6zM9.500 11h6M9.500 14.500h6"/>`,
  systems: svg`<rect x="3.500" y="4" width="17" height="6.500" rx="2"/><rect x="3.500" y="13.500" width="17" height="6.500" rx="2"/><path d="M7 7.300h.01M7 16.800h.01M11 7.300h6M11 16.800h6"/>`,
  records: svg`<path d="M3.500 8.500h17v11h-17zM5 4.500h14l1.500 4h-17zM9.500 12h5"/>`,
  settings: svg`<circle cx="12" cy="12" r="3"/><path d="M12 3.500v3M12 17.500v3M3.500 12h3M17.500 12h3M6 6l2.100 2.100M15.900 15.900L18 18M6 18l2.100-2.100M15.900 8.100L18 6"/>`,
  support: svg`<path d="M12 20s-7.500-4.600-7.500-10a4.200 4.200 0 0 1 7.500-2.600A4.200 4.200 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z"/>`,
  connected: svg`<path d="M12 20s-7.500-4.600-7.500-10a4.200 4.200 0 0 1 7.500-2.600A4.200 4.200 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z"/>`,
  more: svg`<path d="M5 7h14M5 12h14M5 17h14"/>`,
  out: svg`<path d="M10 4h7a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-7M13 12H3M7 8l-4 4 4 4"/>`,
  search: svg`<circle cx="10.500" cy="10.500" r="6"/><path d="M15 15l5 5"/>`,
  add: svg`<path d="M12 5v14M5 12h14"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  check: svg`<path d="M5 12.500l4.500 4.500L19 7.500"/>`,
  careful: svg`<path d="M12 4l9 16H3zM12 10v4.500M12 17v.1"/>`,
  stop: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7.500v5.500M12 16.400v.1"/>`,
  offline: svg`<path d="M3 8.500c5.500-4.500 12.500-4.500 18 0M6.500 12.500c3.400-2.700 7.600-2.700 11 0M12 18v.1M4 4l16 16"/>`,
  key: svg`<circle cx="8" cy="15" r="4"/><path d="M11 12l8.500-8.500M16 7l3 3M13.500 9.500l2 2"/>`,
  phone: svg`<rect x="7" y="3" width="10" height="18" rx="2.500"/><path d="M11 18h2"/>`,
  door: svg`<path d="M6 20.500V5a1.500 1.500 0 0 1 1.500-1.500h9A1.500 1.500 0 0 1 18 5v15.500M3.500 20.500h17M14 12v.1"/>`,
  up: svg`<path d="M12 19V6M6.500 11L12 5.500l5.500 5.500"/>`,
  down: svg`<path d="M12 5v13M6.500 13L12 18.500l5.500-5.500"/>`,
  back: svg`<path d="M14.500 6L8.500 12l6 6"/>`,
  on: svg`<path d="M9.500 6l6 6-6 6"/>`,
  on_call: svg`<path d="M6 17V11a6 6 0 0 1 12 0v6M4 17h16M10 20.500h4"/>`,
  leaf: svg`<path d="M5 19c0-9 5-14 15-14 0 10-5 15-13 14M5 19c2-5 5-8 9-9.500"/>`,
};

/** @typedef {keyof typeof PATHS} Sign */

/** Those that point along the line of reading, and turn where it runs the other way. */
const TURNING = new Set(["back", "on", "out"]);

/** @param {Sign} name */
export const icon = (name) => html`<svg
  class=${TURNING.has(name) ? "icon icon-turning" : "icon"}
  viewBox="0 0 24 24"
  width="24"
  height="24"
  fill="none"
  stroke="currentColor"
  stroke-width="1.8"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
  focusable="false"
>${PATHS[name]}</svg>`;
