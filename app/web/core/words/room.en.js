/** English, in plain words (grade 6 to 8). Nothing here accuses, hurries or uses a technical term. */

import { holds, isSpeaking, isYours, isShared, nameOf, namesOf, placeInLine, voiceOn } from "../selectors.js";
import { THEIR_CONNECTION, YOUR_CONNECTION } from "./connections.en.js";
import { LATER, LIFELINES } from "./lifelines.en.js";
import { member_en } from "./member.en.js";
import { REFUSALS, SILENT } from "./refusals.en.js";

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("../wire.js").Seat} Seat
 * @typedef {{ title: string, text: string, action?: string }} Page
 */

const ORDINALS = ["", "next", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** Who leads a room, as the people in it say, by its kind: one, and all of them. @type {Record<string, [string, string]>} */
const HOSTS = {
  psychoeducation: ["your facilitator", "your facilitators"],
  medical_visit: ["your provider", "your providers"],
  alumni: ["your host", "your hosts"],
};

/** @param {string} [kind] Of the room. */
function hosts(kind = "") {
  const [host, all] = HOSTS[kind] ?? ["your therapist", "your therapists"];
  return { host, hosts: all };
}

/** @param {View} view */
const hostOf = (view) => hosts(view.room.kind).host;

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @type {Record<string, Page>} */
const PAGES = {
  "link.missing": { title: "Please use your own link", text: "This page opens with the link from your invitation. Open the link in your message again, or ask your care team to send it once more." },
  "link.invalid": { title: "This link does not work", text: "Please check that you opened the whole link from your invitation. If it still does not work, your care team can send you a new one." },
  "link.expired": { title: "This link is not open right now", text: "It works only around the time of your appointment. Please come back then, or ask your care team for a new link.", action: "Try again" },
  "session.ended": { title: "This session is over", text: `Thank you for being here. You can close this window. If things get hard later: ${LATER}` },
  "room.full": { title: "There is no free place right now", text: "Please wait a moment and try again. If this stays so, your care team can help.", action: "Try again" },
  "seat.replaced": { title: "This seat is open in another window", text: "You can be here in one window at a time. If you want to go on in this one, use it here.", action: "Use it here" },
  left: { title: "You have left", text: `Your camera and microphone are off. You can come back with the same link. ${LIFELINES}`, action: "Come back" },
  "rate.limited": { title: "One moment, please", text: "There were many tries in a short time. Please wait a minute, then try again.", action: "Try again" },
  "service.unreachable": { title: "We cannot reach the service right now", text: "Please check your internet connection and try again in a moment. Your place is not lost.", action: "Try again" },
  "webrtc.off": { title: "Video calls are switched off in this browser", text: "A privacy setting or an add-on blocks “WebRTC”, which sound and picture need. Please switch it on for this page, or open the same link in another browser or on another device.", action: "Try again" },
  unsupported: { title: "This browser cannot do video calls", text: "Please open the same link in a current version of Chrome, Edge, Firefox or Safari." },
};

/** Where protocols say who is heard. */
const LISTENING_MODES = new Set(["round", "held", "dyad", "fishbowl"]);

/** @param {string} name @param {number} place */
const personInLine = (name, place) =>
  place === 1 ? `${name} is next.` : place < ORDINALS.length ? `${name} is ${ORDINALS[place]} in line.` : `${name} is number ${place} in line.`;

/** @param {number} place */
const youInLine = (place) =>
  place === 1 ? "You are next." : place < ORDINALS.length ? `You are ${ORDINALS[place]} in line.` : `You are number ${place} in line.`;

/** The place of a person: in line, or, where a round gives the turns, among its next. @param {View} view @param {string} person */
const placeOf = (view, person) => placeInLine(view, person) || (view.run?.facts.next ?? []).indexOf(person) + 1;

/** Nothing is said to "you" on a seat that two people share. @param {View} view */
function yourPlaces(view) {
  return view.you.people
    .map((person) => ({ person, place: placeOf(view, person) }))
    .filter(({ place }) => place > 0)
    .map(({ person, place }) => (isShared(view) ? personInLine(nameOf(view, person), place) : youInLine(place)));
}

/** @param {View} view */
function whoNext(view) {
  const next = view.floor?.queue[0];
  return next && !isYours(view, next) ? [`Next: ${nameOf(view, next)}.`] : [];
}

/** What goes before everything else: where the room or the viewer is, when that is not the group as usual. @param {View} view */
function situation(view) {
  if (view.room.state === "held") return `${capital(hostOf(view))} is not here right now. Nobody hears anybody until they are back.`;
  if (view.room.state === "suspended") return "The session has stopped for now. If you need your care team, please call them.";
  if (view.you.space !== "private") return "";
  const others = Object.keys(view.people).filter((person) => !isYours(view, person));
  return member_en.private_room.with(namesOf(view, others), hostOf(view));
}

/** The turn, where it says more than the run does: one's own, or one that is being held. @param {View} view */
function ofTurn(view) {
  const holder = view.floor?.holder;
  if (!holder) return "";
  const name = nameOf(view, holder.person);
  if (holder.phase === "suspended") return `The connection to ${name} dropped. We are holding ${name}’s place.`;
  if (!isYours(view, holder.person) || isShared(view) || holder.phase === "paused") return "";
  return holder.phase === "announced" ? "Your turn is about to begin." : "It’s your turn.";
}

/** @param {View} view */
function whoNow(view) {
  const holder = view.floor?.holder;
  if (!holder) return freeFloor(view);
  const name = nameOf(view, holder.person);
  if (ofTurn(view)) return ofTurn(view);
  if (holder.phase === "announced") return `${name}’s turn is about to begin.`;
  if (holder.phase === "paused") return isYours(view, holder.person) && !isShared(view) ? "Your turn is paused." : `${name}’s turn is paused.`;
  return holder.kind === "quick" ? `${name} speaks for a moment, on this point.` : `It’s ${name}’s turn.`;
}

/** @param {View} view */
function freeFloor(view) {
  if (view.room.state === "waiting") return `The session starts when ${hostOf(view)} is here.`;
  switch (view.floor?.mode) {
    case "staff_only": return "The facilitators are speaking. You can listen.";
    case "quiet": return "This is quiet time. Nobody needs to speak.";
    case "queue": return view.you.role === "member" ? "The floor is free. Raise your hand when you would like to speak." : "The floor is free.";
    case "popcorn": return "The floor is free. Whoever speaks names who goes next.";
    case "round": return "A round: everybody is offered a turn.";
    case "held": return "The talking piece goes round. Who holds it speaks.";
    case "dyad": return "Two people talk with each other. The others listen.";
    case "fishbowl": return "The inner circle talks. The outer circle listens.";
    default: return "The floor is open. Anyone may speak.";
  }
}

/** @param {View} view @param {string} of_run The sentence of the run's step, if there is one. */
function first(view, of_run) {
  const instead = situation(view);
  if (instead) return [instead];
  const paused = view.run?.paused ? [member_en.step.paused] : [];
  return [...paused, ofTurn(view) || of_run || whoNow(view), ...yourPlaces(view)];
}

/** @type {Record<string, string>} */
const VALUES = {
  limit_s: "Seconds for each turn",
  think_s: "Seconds to think first",
  minutes: "Minutes",
  number: "0 is calm, 10 is very upset",
  people: "Who",
  person: "Who",
  call: "I would like someone to stay or call me",
  distress: "0 is calm, 10 is very upset",
  from: "From whom",
  all: "From everybody",
  two: "From two people",
  not_today: "Not today",
  agree: "I agree",
  done: "What you will do",
  stay: "Stay with them now",
  pull_aside: "Talk in private now",
  note: "Seen, no action needed",
  minutes_from_now: "In how many minutes",
  topic: "Topic number",
  question: "Question",
  agrees: "I agree",
};

export const room_en = {
  tag: "en",
  hosts,
  tab_title: "Attune – appointment",
  loading: "One moment, please …",

  /** What is happening now, in words. @param {View} view @param {string} [of_run] The sentence of the run's step, if there is one. */
  now: (view, of_run = "") => [...first(view, of_run), ...(situation(view) ? [] : whoNext(view))].join(" "),

  /** The same beside a list of those in line, which names the next one itself. @param {View} view @param {string} [of_run] */
  nowBesideLine: (view, of_run = "") => first(view, of_run).join(" "),

  now_title: "What is happening now",
  in_line: "In line:",
  in_line_title: "In line",
  /** @param {number} count */
  and_more: (count) => `and ${count} more`,
  /** @param {string} name @param {string} partner */
  with_partner: (name, partner) => `${name} (with ${partner})`,

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
    on: "On",
    off: "Off",
    /** @param {number} key @param {string} name */
    press: (key, name) => `Press ${key} for ${name}'s hand.`,
  },

  people_here: "People in the room",
  you: "(you)",
  mic_closed: "Microphone closed.",
  mic_off: "Microphone off.",
  skip: "Skip to the main part",

  nobody: "somebody",
  choose: "Please choose",
  none_chosen: "None",

  /** What a value of a form is called when the library does not say. @param {string} name @returns {string | undefined} */
  value: (name) => VALUES[name],

  check: {
    title: "Ready when you are",
    hear: "Can we hear you?",
    heard: "We can hear you",
    silent: "No sound yet. Say a few words.",
    off: "Your microphone is off",
    missing: "No microphone",
    joining: "Opening the door …",
    next: "You may wait a moment until you are let in. Attune never records sound or picture.",
  },

  waiting: {
    title: "You are in the right place",
    comfort: "Nobody can see or hear you yet. Take a breath. There is nothing you need to do.",
  },

  help: {
    title: "Help and settings",
    close: "Close",
    turns_title: "Taking turns",
    picture_title: "Picture and text",
    sound_title: "Sound and camera",
    hide_self: "Hide my own picture",
    large_text: "Larger text",
    colors: "Colors",
    themes: { device: "Same as this device", light: "Light", dark: "Dark" },
    keys_title: "Keys",
    keys_on: "Use single keys as shortcuts",
    keys: [["H", "Raise or lower your hand"], ["P", "Pass"], ["R", "I’m done"]],
    device_keys: [["M", "Microphone on or off"], ["V", "Camera on or off"], ["?", "This help"]],
    /** @param {string} name */
    hand_of: (name) => `Hand of ${name}`,
    turns: "Raise your hand when you would like to speak. You can pass at any time, without a reason: passing is a full way of taking part.",
    danger: `${LIFELINES} If this page does not work, call your care team.`,
  },

  /** @param {string} code @returns {Page} */
  page: (code) =>
    PAGES[code] ?? { title: "The session was closed here", text: "Something did not go as planned. You can open your link again.", action: "Try again" },

  /** The sentence for a refused request, or "" when none is needed. @param {string} code @param {string} [kind] Of the room. */
  refusal(code, kind) {
    if (SILENT.has(code)) return "";
    const sentence = REFUSALS[code] ?? member_en.refusal(code) ?? "That did not work. Please try again.";
    return sentence.replace("{host}", hosts(kind).host);
  },

  /** Why a dimmed control does nothing now. @param {string} request */
  notNow: (request) =>
    ({
      "floor.request": "Hands cannot be raised right now.",
      "floor.pass": "There is nothing to pass right now. Passing is always fine.",
      "floor.next": "Nobody is in line right now.",
      "floor.revoke": "It is nobody’s turn right now.",
    })[request] ?? "That is not possible right now.",

  /** @param {string[]} names */
  joiningAs: (names) => (names.length > 1 ? `Joining as ${names.join(" and ")}, on one camera` : `Joining as ${names[0] ?? ""}`),

  /** @param {{ members: number, facilitators: number } | undefined} expected */
  expected: (expected) =>
    expected
      ? `${counted(expected.members, "member", "members")} and ${counted(expected.facilitators, "facilitator", "facilitators")} are expected today.`
      : "",

  /** @param {View} view */
  waitingText: (view) =>
    view.room.state === "live"
      ? `You are in the waiting room. ${capital(hostOf(view))} will let you in.`
      : `You are in the waiting room. ${capital(hostOf(view))} is not here yet. They will let you in when they come.`,

  /** @param {View} view */
  microphone(view) {
    const holder = view.floor?.holder?.phase === "paused" ? undefined : view.floor?.holder;
    switch (view.you.audio) {
      case "on": return "On";
      case "off_by_you": return "Off by you";
      case "closed_by_floor": return holder ? `Closed: it’s ${nameOf(view, holder.person)}’s turn` : closedBecause(view.floor?.mode);
      case "closed_by_role": return "Not used in your role here";
      default: return closedByRoom(view);
    }
  },

  /** @param {View} view */
  camera(view) {
    switch (view.you.video) {
      case "on": return "On";
      case "off_by_you": return "Off by you";
      default: return closedByRoom(view);
    }
  },

  /** @param {"none" | "denied" | "missing" | "busy"} problem @param {"mic" | "camera"} kind */
  deviceProblem(problem, kind) {
    const name = kind === "mic" ? "microphone" : "camera";
    switch (problem) {
      case "denied": return `Your browser was told not to use the ${name}. Click the small ${name} or lock sign near the address to allow it. You can also join without it.`;
      case "busy": return `Another program seems to be using your ${name}. Close that program, or join without it.`;
      case "missing": return kind === "mic" ? "We found no microphone. You can still join and listen." : "We found no camera. You can still join, and your name will be shown instead.";
      default: return "";
    }
  },

  /** The same in two words, on the button. @param {"none" | "denied" | "missing" | "busy"} problem */
  deviceState: (problem) => ({ none: "", denied: "Not allowed", missing: "Not found", busy: "In use elsewhere" })[problem],

  /** The name under a tile; on a shared seat also who of the two speaks. @param {View} view @param {Seat} seat */
  tileName(view, seat) {
    const voice = voiceOn(view, seat);
    if (seat.people.length < 2 || !voice) return namesOf(view, seat.people);
    const listeners = seat.people.filter((person) => person !== voice);
    return [`${nameOf(view, voice)} speaking`, ...listeners.map((person) => `${nameOf(view, person)} listening`)].join(" · ");
  },

  /** @param {View} view @param {string} id @param {Seat} seat @returns {{ text: string, kind: "speaking" | "holder" | "line" | "role" | "sign" }[]} */
  tileNotes(view, id, seat) {
    /** @type {ReturnType<typeof room_en.tileNotes>} */
    const notes = [];
    if (view.floor?.holder?.phase !== "paused" && seat.people.some((person) => holds(view, person))) notes.push({ text: seat.people.some((person) => isYours(view, person)) ? "Your turn" : "Their turn", kind: "holder" });
    const places = seat.people.map((person) => placeOf(view, person)).filter((place) => place > 0);
    if (places.length) notes.push({ text: Math.min(...places) === 1 ? "Next" : `Number ${Math.min(...places)} in line`, kind: "line" });
    if (isSpeaking(view, id)) notes.push({ text: "Speaking", kind: "speaking" });
    const role = member_en.role(view.people[seat.people[0]]?.role ?? "");
    if (role) notes.push({ text: role, kind: "role" });
    for (const person of seat.people) {
      const sign = view.gestures?.[person];
      if (sign) notes.push({ text: seat.people.length > 1 ? member_en.gestureOf(nameOf(view, person), sign) : member_en.gesture(sign), kind: "sign" });
    }
    return notes;
  },

  /** @param {string} names */
  reconnecting: (names) => `Reconnecting — we are holding ${names}’s place`,

  /** @param {string} code */
  notice: (code) =>
    ({
      storage_behind: "Saving is a little slow right now. You can go on. Sound and picture are never recorded.",
      relay_down: "Sound and picture are being brought back. Please stay, it takes a few seconds.",
    })[code] ?? "",

  paused: "Picture paused: weak connection",
  paused_short: "Picture paused",

  /** How well a connection works. @param {"good" | "fair" | "poor" | "unknown"} grade */
  grade: (grade) => ({ good: "Good connection", fair: "Unsteady connection", poor: "Weak connection", unknown: "Not known yet" })[grade],

  /** The same on a small tile. @param {"fair" | "poor"} grade */
  gradeShort: (grade) => ({ fair: "Unsteady", poor: "Weak" })[grade],

  /** What is wrong with a connection and what helps. @param {string} reason @param {boolean} own */
  connection: (reason, own) => (own ? YOUR_CONNECTION : THEIR_CONNECTION)[reason] ?? "",

  connections: {
    title: "Connections",
    support: "If someone needs more help, you can send details to your support. They hold numbers only: no names and nothing that was said.",
    copy: "Copy details for support",
    copied: "Copied. You can paste it into a message now.",
    not_copied: "That could not be copied. Please try again in a moment.",
  },

  sound_blocked: "Your browser is waiting for your OK before it plays sound.",
  sound_on: "Turn on sound",

  /** @param {string} names */
  waits: (names) => `${names} ${names.includes("&") ? "are" : "is"} in the waiting room.`,
};

/** Why nothing of a person's is passed on, whatever they switch. @param {View} view */
function closedByRoom(view) {
  if (view.you.space === "waiting") return "Closed until you are let in";
  return ["held", "suspended"].includes(view.room.state) ? `Closed until ${hostOf(view)} is back` : "Closed until the session starts";
}

/** Why nobody but staff is heard while the floor is free. @param {string | undefined} mode */
function closedBecause(mode) {
  if (mode === "quiet") return "Closed: quiet time";
  if (mode && LISTENING_MODES.has(mode)) return "Closed: you listen now";
  return mode === "staff_only" ? "Closed: only staff speak now" : "Closed: raise your hand to speak";
}
