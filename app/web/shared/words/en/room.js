/** English, in plain words (grade 6 to 8). Nothing here accuses, hurries or uses a technical term. */

import { LANGUAGES } from "../languages.js";
import { pluralIn } from "../spoken.js";
import { THEIR_CONNECTION, YOUR_CONNECTION } from "./devices/connections.js";
import { LATER, LIFELINES } from "./lifelines.js";

const plural = pluralIn("en");

/**
 * @typedef {{ title: string, text: string, action?: string }} Page
 */

/** @param {number} count @param {string} one @param {string} other */
const counted = (count, one, other) => `${count} ${plural(count, { one, other })}`;

/** @type {Record<string, Page>} */
const PAGES = {
  "link.missing": {
    title: "Please use your own link",
    text: "This page opens with the link from your invitation. Open the link in your message again, or ask your care team to send it once more.",
  },
  "link.invalid": {
    title: "This link doesn’t work",
    text: "Please check that you opened the whole link from your invitation. If it still doesn’t work, your care team can send you a new one.",
  },
  "link.withdrawn": {
    title: "This link no longer works",
    text: "Your care team has replaced it. Your camera and microphone are off. Please use the new link, or ask your care team for it.",
  },
  "link.expired": {
    title: "This link isn’t open right now",
    text: "It works only close to the time of your appointment. Please come back then, or ask your care team for a new link.",
    action: "Try again",
  },
  "session.ended": {
    title: "This session is over",
    text: `Thank you for being here. You can close this window. If things get hard later: ${LATER}`,
  },
  "room.full": {
    title: "There’s no free place right now",
    text: "Please wait a moment and try again. If it stays full, your care team can help.",
    action: "Try again",
  },
  "seat.replaced": {
    title: "This seat is open in another window",
    text: "You can be here in one window at a time. To keep going in this one, use it here.",
    action: "Use it here",
  },
  left: {
    title: "You have left",
    text: `Your camera and microphone are off. You can come back with the same link. ${LIFELINES}`,
    action: "Come back",
  },
  "rate.limited": {
    title: "One moment, please",
    text: "There were many tries in a short time. Please wait a minute and try again.",
    action: "Try again",
  },
  "service.unreachable": {
    title: "We can’t reach the service right now",
    text: "Please check your internet connection and try again in a moment. Your place is saved.",
    action: "Try again",
  },
};

export const room_en = {
  ...LANGUAGES.en,
  /** In both languages: it is for people who do not read this one. */
  language: "Language / Idioma",
  language_away: "That language couldn’t be loaded. Please check your connection and choose it again.",
  tab_title: "Attune – appointment",
  loading: "One moment, please…",

  now_title: "What is happening now",

  bar: {
    title: "Your controls",
    microphone: "Microphone",
    camera: "Camera",
    hand_up: "Raise hand",
    hand_down: "Lower hand",
    pass: "Pass",
    release: "I’m done",
    leave: ["Leave", " session"],
    leave_question: "Leave the session?",
    leave_text: "You can come back with the same link.",
    leave_yes: "Yes, leave",
    leave_no: "Stay",
    help: "Help",
    panel: "Panel",
    waiting: "waiting",
    states: { mic: ["On", "Off"], camera: ["On", "Off"] },
    /** @param {number} key @param {string} name */
    press: (key, name) => `Press ${key} for ${name}’s hand.`,
  },

  people_here: "People in the room",
  /** On the button that leads to those who have no place in sight. @param {number} count */
  people_below: (count) => `${count} more`,
  you: "(you)",
  mic_closed: "Microphone turned off by the room.",
  mic_off: "Microphone off.",
  skip: "Skip to the main part",
  skip_to_turn: "Skip to your turn",

  nobody: "someone",
  choose: "Please choose",
  none_chosen: "None",

  check: {
    title: "Ready when you are",
    hear: "Can we hear you?",
    heard: "We can hear you",
    silent: "No sound yet. Say a few words.",
    off: "Your microphone is off",
    missing: "No microphone",
    picture: "Your picture",
    own_picture: "Your own picture",
    sound: "Sound and devices",
    camera_rule: {
      required: "Please keep your camera on, unless you’ve arranged otherwise with your care team.",
      preferred: "If you can, keep your camera on.",
      free: "Your camera can be on or off, as you like.",
    },
    join: "Join session",
    joining: "Joining…",
    next: "You may wait a moment until you are let in. Attune never records sound or picture.",
    network: {
      checking: "Checking your network…",
      found: {
        direct: "Your network is ready.",
        detour: "Your network is ready. There may be a short delay.",
        blocked: "Sound and picture may not get through on this network. Here’s what can help:",
        unchecked: "",
      },
      mends: ["If you use a VPN or a proxy, turn it off.", "Try another network, like your phone’s.", "Try another device."],
      still: "You can still join.",
      call: "If it doesn’t work, call your care team.",
      again: "Check again",
    },
  },

  devices: {
    mic: { use: "Microphone to use", one: "Microphone" },
    camera: { use: "Camera to use", one: "Camera" },
    speaker: { use: "Speaker to use", one: "Speaker" },
    test: "Play a soft test sound",
  },

  waiting: {
    title: "You’re in the right place",
    comfort: "No one can see or hear you yet. Take a breath. You don’t have to do anything.",
  },

  help: {
    title: "Help and settings",
    close: "Close",
    turns_title: "Taking turns",
    picture_title: "Picture and text",
    sound_title: "Sound and camera",
    large_text: "Larger text",
    colors: "Colors",
    themes: { device: "Same as this device", light: "Light", dark: "Dark" },
    keys_title: "Keys",
    keys_on: "Use single keys as shortcuts",
    keys: [
      ["H", "Raise or lower your hand"],
      ["P", "Pass"],
      ["R", "I’m done"],
    ],
    device_keys: [
      ["M", "Microphone on or off"],
      ["V", "Camera on or off"],
      ["?", "This help"],
    ],
    /** @param {string} name */
    hand_of: (name) => `${name}’s hand`,
    turns: "Raise your hand when you’d like to speak. You can pass at any time, without a reason. Passing counts as taking part.",
    danger: `${LIFELINES} If this page doesn’t work, call your care team.`,
  },

  way_back: "Back to my page",

  /** By the code of what ended the visit. */
  pages: PAGES,
  /** @type {Page} */
  page_else: {
    title: "The session closed on this page",
    text: "Something went wrong on our side. You can open your link again.",
    action: "Try again",
  },

  /** Why a dimmed control does nothing now, by its request. @type {Record<string, string>} */
  not_now: {
    "floor.request": "You can’t raise a hand right now.",
    "floor.pass": "You don’t have a turn to pass right now. Passing is always fine.",
    "floor.next": "No one is in line right now.",
    "floor.revoke": "It’s no one’s turn right now.",
  },
  not_now_else: "That isn’t possible right now.",

  /** @param {string[]} names */
  joiningAs: (names) =>
    names.length > 1 ? `Joining as ${new Intl.ListFormat("en").format(names)}, on one camera` : `Joining as ${names[0] ?? ""}`,

  /** @param {{ members: number, facilitators: number } | undefined} expected */
  expected: (expected) =>
    expected
      ? `${counted(expected.members, "member", "members")} and ${counted(expected.facilitators, "facilitator", "facilitators")} are expected today.`
      : "",

  device_problems: {
    mic: {
      denied:
        "Your browser isn’t allowed to use the microphone. To allow it, click the microphone or lock icon near the address. You can also join without it.",
      busy: "Another program seems to be using your microphone. Close that program, or join without the microphone.",
      missing: "We didn’t find a microphone. You can still join and listen.",
    },
    camera: {
      denied:
        "Your browser isn’t allowed to use the camera. To allow it, click the camera or lock icon near the address. You can also join without it.",
      busy: "Another program seems to be using your camera. Close that program, or join without the camera.",
      missing: "We didn’t find a camera. You can still join. Others will see your name instead.",
    },
  },
  /** The same in two words, on the button. */
  device_states: {
    none: "",
    denied: "Not allowed",
    missing: "Not found",
    busy: "In use elsewhere",
    blur_slow: "Off: no blur",
    blur_broken: "Off: no blur",
    blur_power: "Off: no blur",
  },

  /** @param {string} names */
  reconnecting: (names) => `Reconnecting. We’re saving ${names}’s place`,
  reconnecting_short: "Reconnecting",

  /** @type {Record<string, string>} */
  notices: {
    storage_behind:
      "We can’t save right now. It will catch up as soon as it works again. You can keep going. Attune never records sound or picture.",
    storage_refused:
      "Some notes about this session, such as who was here, can’t be saved. You can keep going. Please tell the people who run Attune for you. Attune never records sound or picture.",
    relay_down: "We’re bringing sound and picture back. Please stay: it takes a few seconds.",
  },

  paused: "Picture paused: weak connection",
  paused_short: "Picture paused",

  /** How well a connection works. */
  grades: { good: "Good connection", fair: "Unsteady connection", poor: "Weak connection", unknown: "Not known yet" },
  /** The same on a small tile. */
  grades_short: { fair: "Unsteady", poor: "Weak" },
  /** What is wrong with a connection and what helps, by reason. */
  connection_reasons: { own: YOUR_CONNECTION, theirs: THEIR_CONNECTION },

  connections: {
    title: "Connections",
    support:
      "If someone needs more help, you can send details to your support. They contain only numbers: no names and nothing that was said.",
    copy: "Copy details for support",
    copied: "Copied. You can paste it into a message now.",
    not_copied: "That couldn’t be copied. Please try again in a moment.",
  },

  /** Where the browser plays no sound before it was touched. */
  sound_tap: { button: "Tap to hear everyone", why: "Your browser waits for a tap before it plays sound." },

  /** @param {string} names */
  waits: (names) => `${names} ${names.includes("&") ? "are" : "is"} in the waiting room.`,
};
