/** English for leaving a page at once. What it cannot do is said as plainly as what it does. */

import { pluralIn } from "../spoken.js";
import { LIFELINES } from "./lifelines.js";

const plural = pluralIn("en");

export const exit_en = {
  place: "Quick way out",
  button: "Exit this page",
  hint: "You can also press Shift three times.",
  left: (/** @type {number} */ left) =>
    plural(left, { one: "Press Shift 1 more time to exit this page.", other: `Press Shift ${left} more times to exit this page.` }),
  /** All that a screen reader says once the page is gone. */
  gone: "Loading",
  about: {
    open: "About “Exit this page”",
    title: "About “Exit this page”",
    close: "Close",
    how: "The button is at the top of every page. You can also press the Shift key three times within two seconds.",
    parts: [
      {
        title: "What it does",
        lines: [
          "It shows another page right away, such as the weather.",
          "It turns off your camera and microphone and takes you out of the session. The screen says only that you left.",
          "It signs you out on this device.",
        ],
      },
      {
        title: "What it can’t do",
        lines: [
          "It doesn’t erase this browser’s history. Someone who looks there can see that this site was open.",
          "It doesn’t stop spyware. An app that watches this device can still see what you do.",
          "It doesn’t delete messages or mail with your link.",
          "It works only on the page you’re looking at, not in other tabs.",
          "If you put this page on your home screen, its icon stays there. You can remove it like any other.",
        ],
      },
      {
        title: "How to browse more safely",
        lines: [
          "If you can, use a device that no one else checks: at a library, at work, or a friend’s.",
          "A private window keeps less history once you close it. It doesn’t stop spyware.",
          "If you remove something from the history, remove just these pages. An empty history may be noticed.",
          "Ask your care team for a way and a time to reach you that suit you.",
        ],
      },
      {
        title: "Coming back",
        lines: ["Open your own link again. You may need your PIN, and your therapist lets you in."],
      },
    ],
    lifelines: LIFELINES,
  },
};
