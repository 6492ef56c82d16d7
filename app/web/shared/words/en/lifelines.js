/** English: whom to call. One place, so that every screen says the same: danger first, then someone to talk to. */

const ABROAD = "Outside the United States, call your local emergency number.";

export const LIFELINES = `In danger now? Call 911. Need to talk to someone? Call or text 988, day or night. ${ABROAD}`;

/** The same where a session is over. */
export const LATER = `call 911 if you are in danger, or call or text 988 to talk. ${ABROAD}`;
