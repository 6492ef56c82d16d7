/** The one sentence that says what is happening now: the same at the top of every screen and for screen readers. Pure. */

import { words } from "../../../shared/words/words.js";
import { runNow } from "../protocols/run.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../protocols/library.js").Library} Library
 */

/** @param {View} view @param {Library} library */
const ofRun = (view, library) => runNow(view, library);

/** @param {View} view @param {Library} library */
export const nowLine = (view, library) => words.now(view, ofRun(view, library));

/** The same where those in line are listed beside it. @param {View} view @param {Library} library */
export const nowBesideLine = (view, library) => words.nowBesideLine(view, ofRun(view, library));
