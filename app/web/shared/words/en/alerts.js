/** English for help signals, as those who lead see them. */

import { timeOfDay } from "../../core/clock.js";

/** @param {number} seconds */
const long = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 60) return `${Math.floor(whole / 60)} min`;
  return whole === 1 ? "1 second" : `${whole} seconds`;
};

export const alerts_en = {
  title: "Someone asked for help",
  /** Who sent it, or both who may have. @param {string[]} names */
  who: (names) => {
    if (names.length > 1) return `${names.join(" or ")}, on one camera, asked for help`;
    return `${names[0] ?? "Someone"} asked for help`;
  },
  /** @param {number} seconds */
  ago: (seconds) => `${long(seconds)} ago`,
  late: "sent late: the connection was down",
  quiet: "No one else can see this. Take it as real, and don’t say it aloud to the group.",
  /** @param {string} name */
  seen: (name) => `${name} is seeing to this.`,
  /** What became of paging, and since when. @param {string} outcome @param {number} at Unix seconds. */
  paged: (outcome, at) => {
    const time = timeOfDay(at, "en");
    if (outcome === "answered") return `Someone on call has it, since ${time}.`;
    return outcome === "sent" ? `On-call was paged at ${time}.` : "No one could be reached: call yourself, now.";
  },
  see: "I’ve seen it",
  card: "Crisis card",
  /** @param {string} name */
  card_of: (name) => `Crisis card: ${name}`,
  talk: "Private talk",
  done: "Done",
  /** While the own screen is shared: what stands here, everyone reads. */
  covered: {
    title: "Please check your screen",
    text: "You’re sharing your screen. Stop sharing to go on.",
    stop: "Stop sharing",
  },
};
