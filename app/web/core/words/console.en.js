/** English for the facilitators' console. */

export const console_en = {};
