/** What the clinic's pages let go of when somebody leaves one at once: nothing is asked, and nobody is signed in here any more. */

import { signOutLast } from "../../../shared/core/exit/quick-exit.js";

/** @param {{ has_unsaved: () => boolean }} clinic @param {{ sign_out?: () => void }} [given] @returns {(() => void)[]} */
export const exitSteps = (clinic, { sign_out = signOutLast } = {}) => [
  () => {
    clinic.has_unsaved = () => false;
  },
  () => sign_out(),
];
