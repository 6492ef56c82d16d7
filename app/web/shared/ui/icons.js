/** The client's own icons: 24 px, one stroke, drawn with the colour of the text. Always beside words, so hidden from readers. */

import { html, svg } from "../../vendor/lit.js";

const PATHS = {
  mic: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`,
  mic_off: svg`<path d="M9 9v2a3 3 0 0 0 4.6 2.5M15 10.5V6a3 3 0 0 0-5.6-1.5M5.5 11.5a6.5 6.5 0 0 0 10 5.5M18.5 11.5c0 1-.2 1.900-.6 2.700M12 18v3M4 4l16 16"/>`,
  camera: svg`<rect x="3" y="6.500" width="12.500" height="11" rx="3"/><path d="M15.500 11l5-3v8l-5-3"/>`,
  camera_off: svg`<path d="M9.500 6.500h3a3 3 0 0 1 3 3v1.500l5-3v8l-3.200-1.900M15.300 15.600a3 3 0 0 1-2.800 1.900H6a3 3 0 0 1-3-3v-5a3 3 0 0 1 2.300-2.900M4 4l16 16"/>`,
  hand: svg`<path d="M8 12.500V6.200a1.500 1.500 0 0 1 3 0V11M11 11V4.700a1.500 1.500 0 0 1 3 0V11M14 11.300V6.200a1.500 1.500 0 0 1 3 0v8.300c0 3.600-2.300 6.500-5.800 6.500-2.700 0-4.200-1.300-5.300-3.500L4 13.800c-.6-1.300 1-2.500 2-1.500l2 2.200"/>`,
  pass: svg`<path d="M4 12h13M12.500 7l5 5-5 5M21 6v12"/>`,
  release: svg`<path d="M5 12.500l4.500 4.500L19 7.500"/>`,
  leave: svg`<path d="M14 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7M10.500 12H21M17 8l4 4-4 4"/>`,
  help: svg`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.700a2.500 2.500 0 1 1 3.700 2.200c-.8.5-1.200 1-1.200 1.900M12 17v.1"/>`,
  people: svg`<circle cx="9" cy="8.500" r="3.200"/><path d="M3 19c.4-3.200 2.900-5 6-5s5.600 1.800 6 5M15.500 5.700a3.200 3.200 0 0 1 0 5.600M17.500 14.500c2 .6 3.300 2.200 3.500 4.500"/>`,
  voice: svg`<path d="M5 10v4M9 7v10M13 4.500v15M17 8v8M21 10.500v3"/>`,
  floor: svg`<path d="M4 5.500h16v10H11l-4.500 4v-4H4z"/>`,
  message: svg`<path d="M4 5.500h16v10H11l-4.500 4v-4H4z"/><path d="M8 9h8M8 12h5"/>`,
  hourglass: svg`<path d="M7 3h10M7 21h10M8 3v4l4 5 4-5V3M8 21v-4l4-5 4 5v4"/>`,
  out: svg`<path d="M10 4h7a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-7M13 12H3M7 8l-4 4 4 4"/>`,
  signal_good: svg`<path d="M5 17v2M10 13v6M15 9v10M20 5v14"/>`,
  signal_fair: svg`<path d="M5 17v2M10 13v6M15 18.900v.1M20 18.900v.1"/>`,
  signal_poor: svg`<path d="M5 17v2M10 18.900v.1M15 18.900v.1M20 18.900v.1"/>`,
  up: svg`<path d="M12 19V6M6.500 11L12 5.500l5.500 5.500"/>`,
  down: svg`<path d="M12 5v13M6.500 13L12 18.500l5.500-5.500"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  pause: svg`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,
  more: svg`<path d="M6 12h.1M12 12h.1M18 12h.1" stroke-width="3"/>`,
  screen: svg`<rect x="3" y="4.500" width="18" height="12" rx="2"/><path d="M9 20h6M12 16.500V20"/>`,
  link: svg`<path d="M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1"/>`,
  leaf: svg`<path d="M5 19c0-9 5-14 15-14 0 10-5 15-13 14M5 19c2-5 5-8 9-9.500"/>`,
};

/** @param {keyof typeof PATHS} name */
export const icon = (name) => html`<svg
  class="icon"
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
