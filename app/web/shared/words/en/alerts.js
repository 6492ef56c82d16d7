/** English for help signals, as those who lead see them. */

import { timeOfDay } from "../../core/clock.js";
import { pluralIn } from "../spoken.js";

const plural = pluralIn("en");

/** @param {number} seconds */
const long = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 60) return `${Math.floor(whole / 60)} min`;
  return plural(whole, { one: "1 second", other: `${whole} seconds` });
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
  one_to_one: {
    /** @param {string} name */
    title: (name) => `Talk with ${name} before the session ends`,
    why: "They answered a question about thoughts of death or self-harm. Talk one to one, where no one else hears it.",
    take: "I’ll talk with them",
    otherwise: "Until someone takes it, people on call are written to.",
    refused: "That couldn’t be noted here. Open Follow-up in a new window.",
  },
  welfare: {
    /** @param {string} name */
    title: (name) => `Is ${name} safe?`,
    /** @param {number} at */
    gone: (at) => `They dropped off and aren’t back. First noticed at ${timeOfDay(at, "en")}.`,
    back: (/** @type {number} */ at) => `Connected again since ${timeOfDay(at, "en")}. Please ask in private how they are.`,
    why: "Call them yourself: Attune calls no one. Only steps and times are kept, never what was said.",
    numbers: "Show the numbers",
    numbers_documented: "Opens their crisis card, which is documented.",
    refused: "The card couldn’t be opened here. Open the crisis card in a new window.",
    phone: "Their phone",
    contact: "Emergency contact",
    contact_partner: "This contact seems to be the partner. Think before you call.",
    no_permission: "No permission noted to call this contact.",
    local: "Emergency line where they are",
    none: "No number is known.",
    /** What was done, as buttons and in the list. @type {Record<string, string>} */
    steps: {
      called: "I called them",
      reached: "Reached them",
      not_reached: "No answer",
      contact_called: "I called their contact",
      emergency_called: "I called the emergency line",
      closed: "Someone else has it",
    },
    /** @param {string} step @param {number} at */
    done: (step, at) => `${timeOfDay(at, "en")} · ${step}`,
  },
  /** For whoever talks to each of a couple apart. */
  device_check: {
    title: "Device check",
    about: "Talk to each partner alone. Both see “Checking sound and picture” and nothing else.",
    /** @param {string} name */
    first: (name) => `${name} first`,
    shared:
      "They share one screen, so nothing private can be asked in this room. What helps: one of them on their own phone with headphones (their own seat), or a phone call at another time.",
    /** @param {string} name @param {string} other */
    with: (name, other) => `You’re with ${name}. ${other} is waiting at a page that says nothing more.`,
    /** @param {string} length */
    took: (length) => `The first talk took ${length}. Please stay about as long.`,
    /** @param {string} name */
    next: (name) => `Talk to ${name} now`,
    /** @param {string} length */
    next_in: (length) => `You can go on in ${length}: both talks last at least a minute.`,
    end: "Bring both back",
    colleague: (/** @type {string} */ name) => `${name} is making a device check.`,
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
