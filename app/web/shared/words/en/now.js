/** English: what is happening now, and why a microphone is off, and what the agenda says of it to those who lead. `compose.js` chooses among these. */

import { pluralIn } from "../spoken.js";
import { member_en } from "./member.js";
import { REFUSALS } from "./refusals.js";

const plural = pluralIn("en");

const ORDINALS = ["", "next", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** @param {number} place */
const inLine = (place) => (place === 1 ? "next" : place < ORDINALS.length ? `${ORDINALS[place]} in line` : `number ${place} in line`);

export const say_en = {
  /** Who leads a room, as the people in it say, by its kind: one, and all of them. @type {Record<string, [string, string]>} */
  hosts: {
    psychoeducation: ["your facilitator", "your facilitators"],
    medical_visit: ["your provider", "your providers"],
    alumni: ["your host", "your hosts"],
  },
  /** @type {[string, string]} */
  hosts_else: ["your therapist", "your therapists"],

  /** @param {string} host With a capital. */
  held: (host) => `${host} is not here right now. No one can hear anyone until they’re back.`,
  suspended: "The session has stopped for now. If you need your care team, please call them.",
  private_room: member_en.private_room.with,
  device_check: member_en.device_check,
  run_paused: member_en.step.paused,

  /** Those who follow, one or two; "" is the reader. @param {string[]} names */
  next: ([first, second]) => `${first ? `Next: ${first}` : "You’re next"}${second === undefined ? "" : `, then ${second || "you"}`}.`,
  /** @param {number} place */
  you_in_line: (place) => `You’re ${inLine(place)}.`,
  /** @param {string} name @param {number} place */
  person_in_line: (name, place) => `${name} is ${inLine(place)}.`,

  turn: {
    /** @param {string} name */
    lost: (name) => `The connection to ${name} dropped. We are holding ${name}’s place.`,
    yours_soon: "Your turn is about to begin.",
    yours: "It’s your turn.",
    yours_paused: "Your turn is paused.",
    /** Said to screen readers only: everybody else sees it. */
    yours_over: "Your turn is over.",
    /** @param {string} name */
    soon: (name) => `${name}’s turn is about to begin.`,
    /** @param {string} name */
    paused: (name) => `${name}’s turn is paused.`,
    /** @param {string} name */
    quick: (name) => `${name} is adding something short, on this point.`,
    /** @param {string} name */
    of: (name) => `It’s ${name}’s turn.`,
  },

  free: {
    /** @param {string} host */
    waiting: (host) => `The session starts when ${host} is here.`,
    /** By the mode of the floor. @type {Record<string, string>} */
    modes: {
      open: "Anyone can speak.",
      staff_only: "The facilitators are speaking. You can listen.",
      quiet: "This is quiet time. No one has to speak.",
      queue: "No one has the turn right now.",
      popcorn: "The person who speaks invites who goes next.",
      round: "A round: everyone is offered a turn.",
      held: "The talking piece goes around. The person holding it speaks.",
      dyad: "Two people talk with each other. The others listen.",
      fishbowl: "The inner circle talks. The outer circle listens.",
    },
    raise: "Raise your hand when you’d like to speak.",
  },

  waiting: {
    /** Of sessions of couples, whatever they wait for: it must tell nothing. */
    together: "Your care team is still arranging this session.",
    /** @param {string} host With a capital. */
    here: (host) => `You’re in the waiting room. ${host} will let you in.`,
    /** @param {string} host With a capital. */
    not_yet: (host) => `You’re in the waiting room. ${host} isn’t here yet. They’ll let you in when they arrive.`,
  },

  microphone: {
    by_role: "Not used in your role here",
    on: "On",
    off_by_you: "You turned it off",
    /** @param {string} host */
    until_back: (host) => `Off until ${host} is back`,
    until_let_in: "Off until you are let in",
    until_start: "Off until the session starts",
    /** @param {string} name */
    while_speaks: (name) => `Off while ${name} speaks`,
    quiet: "Off: quiet time",
    listen: "Off while you listen",
    staff_only: "Off while staff speak",
    raise: "Off: raise your hand to speak",
  },

  camera: {
    /** @param {string} host */
    until_back: (host) => `Off until ${host} is back`,
    on: "On",
    off_by_you: "You turned it off",
    until_let_in: "Off until you are let in",
    until_start: "Off until the session starts",
  },

  tile: {
    /** @param {string} name */
    speaking: (name) => `${name} speaking`,
    /** @param {string} name */
    listening: (name) => `${name} listening`,
    your_turn: "Your turn",
    their_turn: "Their turn",
    next: "Next",
    /** @param {number} place */
    place: (place) => `Number ${place} in line`,
    speaks: "Speaking",
  },

  /** Why something was not done, by its code. */
  refusals: REFUSALS,
  refused: "That didn’t work. Please try again.",
};

/** What a part of a session is for. @type {Record<string, string>} */
const PARTS = {
  check_in: "Check-in",
  psychoeducation: "Topic",
  break: "Break",
  process_group: "Process group",
  skills: "Skills",
  closing: "Closing",
  talk: "Talk",
};

export const agenda_en = {
  title: "Agenda",
  parts: PARTS,
  /** @param {string} part @param {string} what What it starts, or "". */
  name: (part, what) => [PARTS[part] ?? part, what].filter(Boolean).join(": "),
  /** @param {number} count */
  minutes: (count) => plural(count, { one: "1 minute", other: `${count} minutes` }),
  /** @param {number} count Minutes; below 0 when it is over its time. */
  left: (count) => (count >= 0 ? `${count} min left` : `${-count} min over`),
  /** @param {number} count */
  not_begun: (count) => plural(count, { one: "One part is planned.", other: `${count} parts are planned.` }),
  /** @param {string} name @param {number} count */
  next: (name, count) => `Next: ${name}, ${count} min`,
  last: "This is the last part.",
  /** @param {string[]} cuts */
  cuts: (cuts) => `To end on time: ${cuts.join(", ")}.`,
  /** @param {string} name @param {number} from @param {number} to */
  cut: (name, from, to) => (to ? `${name} ${to} min instead of ${from}` : `without ${name}`),
  change: "Change the agenda",
  /** @param {number} took @param {number} planned */
  took: (took, planned) => `took ${took} min, planned ${planned}`,
  /** @param {number} took */
  took_added: (took) => `took ${took} min, added`,
  add: "Add a part",
  add_next: "Add as next",
  part: "What it is for",
  starts: "What it starts",
  nothing: "Nothing",
  decks: "Questions",
  protocols: "Protocols",
  length: "Minutes",
  drop: "Leave out",
  dropped: "left out",
  take_in: "Take in again",
  /** @param {string} name */
  up: (name) => `${name}: earlier`,
  /** @param {string} name */
  down: (name) => `${name}: later`,
  /** @param {string} name @param {number} count */
  longer: (name, count) => `${name}: make it ${count} minutes`,
  /** @param {string} name @param {number} count */
  shorter: (name, count) => `${name}: make it ${count} minutes`,
};
