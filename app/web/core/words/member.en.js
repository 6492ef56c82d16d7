/** English for what members do and see beside the room's basics: steps, messages, couples, the companion device. */

export const member_en = {};
