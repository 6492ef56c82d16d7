/** English for the facilitators' console: calm, short, and never a judgment of anyone. */

import { minutes } from "../../core/clock.js";
import { pluralIn } from "../spoken.js";
import { prepared_en } from "./before.js";

const plural = pluralIn("en");

/**
 * @typedef {import("../../../room/core/console/asks.js").Ask} Ask
 * @typedef {import("../../../room/core/console/now.js").Clock} Clock
 */

/** What a button does, by `Deed.word`; `name` is the person it is about. @type {Record<string, (name: string) => string>} */
const DEEDS = {
  next: (name) => (name ? `Next: ${name}` : "Next"),
  revoke: () => "End this turn",
  stay_with: () => "Stay with",
  resume: () => "Resume",
  back: () => "Back to the group",
  bring_back: (name) => `Bring ${name} back`,
  admit_all: () => "Admit all",
  choose: () => "Choose a protocol",
  hold_wait: () => "Wait",
  hold_defer: () => "Move to the end",
  hold_skip: () => "Skip this turn",
  let_run: () => "Let it run",
  more: () => "1 more minute",
  gentle_close: () => "Gentle close",
  give_word: () => "Let them speak",
  both: () => "Both, one after the other",
  agree: () => "Agree",
  not_now: () => "Not now",
  take_lead: () => "Take the lead",
  take_offer_back: () => "Withdraw the offer",
};

/** How turns start while no one has one, by mode. @type {Record<string, string>} */
const FREE = {
  open: "Anyone can speak.",
  queue: "No one has the turn. Hands go in order.",
  popcorn: "No one has the turn. Each speaker invites the next.",
  staff_only: "Only staff are speaking now.",
  quiet: "Quiet time. No one has to speak.",
};

/** What waits, by `Ask.code`. @type {Record<string, (names: string, ask: Ask) => string>} */
const ASKS = {
  hold_over: (names) => `${names} lost the connection and isn’t back yet. What happens to the turn?`,
  overrun: (names) => `${names} is over their time.`,
  overrun_long: (names) => `${names} has had twice the time.`,
  voice: (names) => `${names} would like to speak at the shared seat.`,
  split: (names) => `${names} asks for their own seat. The two devices can’t hear each other.`,
  split_close: (names) => `${names} asks for their own seat. The two devices may hear each other: headphones help.`,
  lead_offered: (names) => `${names || "A colleague"} offers you the lead.`,
  lead_pending: (names) => `You offered the lead to ${names}.`,
  observer: (names, { number }) =>
    `${names} would like to observe. ${number ? `So far ${number} said yes.` : "No one has answered yet."} Everyone has to agree.`,
  observer_refused: (names) => `${names} can’t observe today: not everyone agrees.`,
};

/** A length of time, roughly, as people say it. @param {number} seconds */
const about = (seconds) => (seconds < 90 ? `${Math.round(seconds / 10) * 10} seconds` : `${Math.round(seconds / 60)} minutes`);

/** @type {Record<string, string>} */
const ROLES = {
  facilitator: "facilitator",
  co_facilitator: "co-facilitator",
  tech_host: "tech host",
  trainee: "trainee",
  observer: "observer",
  interpreter: "interpreter",
  captioner: "captioner",
  member: "",
};

/** @type {Record<string, string>} Why somebody is moved out of the room. */
const REMOVAL_REASONS = {
  distress: "In great distress",
  intoxicated: "Seems under the influence",
  not_alone: "Someone is with them",
  unsafe_place: "Not in a safe place, such as driving",
  disruptive: "The group can’t go on right now",
  confidentiality: "The group’s privacy is at risk",
  technical: "Technical problem",
  other: "Another reason",
};

export const console_en = {
  label: "Facilitator panel",
  close: "Close panel",
  tabs: { turns: "Turns", people: "People", protocols: "Protocols", talk: "Talk" },
  /** @param {number} count */
  unread: (count) => `${count} new`,
  tabs_label: "Parts of the panel",

  deeds: DEEDS,
  asks: ASKS,
  length: about,
  /** @param {string} sentence @param {string} time */
  decides_itself: (sentence, time) => `${sentence} It moves to the end by itself in ${time}.`,

  now: {
    title: "Now",
    /** @param {string} name */
    dropped: (name) => `The connection to ${name} dropped.`,
    /** @param {string} name */
    has_floor: (name) => `It’s ${name}’s turn.`,
    stands: "The session is paused.",
    /** How turns start while no one has one, by mode. */
    free: FREE,
    nobody: "It’s no one’s turn.",
    /** @param {string} protocol @param {number} place @param {number} of */
    step: (protocol, place, of) => (place ? `${protocol} · step ${place} of ${of}` : protocol),
    /** @param {string} protocol */
    paused: (protocol) => `${protocol} is paused. The room takes turns as before.`,
    /** @param {string} name */
    turn: (name) => `${name}’s turn`,
    /** @param {string[]} names */
    next: (names) => `Next: ${names.join(", then ")}`,
    /** @param {string} names */
    come_back: (names) => `Come back to ${names}`,
    /** @param {string} names */
    distress: (names) => `Having a hard time: ${names}`,
    /** @param {number} seconds */
    silence: (seconds) => `No one has spoken for ${minutes(seconds)}. Wait, name it, or reflect.`,
    private: "You’re in a private room. The group can’t hear you.",
    dismiss: "Dismiss",
  },

  /** @param {Clock} clock @returns {{ text: string, over: boolean }} */
  clock({ kind, seconds = 0 }) {
    const time = minutes(seconds);
    switch (kind) {
      case "announced":
        return { text: `starts in ${time}`, over: false };
      case "left":
        return { text: `${time} left`, over: false };
      case "over":
        return { text: `over by ${time}`, over: true };
      case "stands":
        return { text: seconds ? `paused, ${time} left` : "paused", over: false };
      case "holding":
        return { text: seconds ? `holding the turn, ${time}` : "holding the turn", over: false };
      case "stayed":
        return { text: `you’re with them, ${time}`, over: false };
      default:
        return { text: `speaking for ${time}`, over: false };
    }
  },

  prepared: prepared_en,
  waiting: {
    title: "Waiting room",
    reconnecting: "Reconnecting",
    late: "came late",
    admit: "Admit",
    admit_all: "Admit all",
    /** @param {string} names */
    unproved: (names) => `Not signed in yet: ${names}`,
    /** @param {string} name */
    away: (name) => `${name} isn’t here`,
    /** @param {string} name */
    away_question: (name) => `Is ${name} away today?`,
    /** @param {string} name */
    away_text: (name) =>
      `Please make sure ${name} has left the room. Their partner can come in alone. ${name} has no attendance, and can still sign in later.`,
    away_wait: "Wait for them",
    /** @param {string} name @param {string} partner */
    arriving: (name, partner) => `${name} has signed in. Do you see ${name} next to ${partner}?`,
    /** @param {string} name */
    seen: (name) => `Yes, I see ${name}`,
    /** @param {string} name */
    not_seen: (name) => `No, ${name} isn’t there`,
  },

  turns: {
    title: "Turns",
    line: "In line",
    no_line: "No one is in line.",
    here: "Here",
    others: "Others here",
    give: "Give the turn",
    /** @param {string} name */
    give_to: (name) => `Give the turn to ${name}`,
    /** @param {string} name */
    earlier: (name) => `Move ${name} up`,
    /** @param {string} name */
    later: (name) => `Move ${name} down`,
    /** @param {number} place */
    place: (place) => `Number ${place}`,
    quick: "on this point",
    /** @param {string} names */
    both: (names) => `${names}: both, one after the other`,
    has_floor: "Has the turn",
    come_back: "come back",
    heard: "had a turn",
    mode: "How turns start",
    /** @type {Record<string, string>} */
    modes: {
      open: "Open: anyone speaks",
      queue: "Line: hands in order",
      popcorn: "Popcorn: each invites the next",
      staff_only: "Staff only",
      quiet: "Quiet",
    },
    how: "How turns are taken",
    microphones: "Microphones",
    mic_policies: {
      advisory: "On for everyone",
      soft: "On; speaking up puts you next",
      hard: "Only the person whose turn it is",
    },
    grants: "When it’s no one’s turn",
    grants_by: { by_facilitator: "I give each turn", when_free: "First hand takes it" },
    /** @param {string} protocol */
    meanwhile: (protocol) => `${protocol} decides who speaks now. What you set here applies when it’s over.`,
  },

  people: {
    title: "People",
    role_names: ROLES,
    one_camera: "one camera",
    reconnecting: "reconnecting",
    lead: "leads",
    muted: "microphone off",
    stepped_out: "stepped out",
    /** @param {number} room */
    in_private: (room) => `private room ${room}`,
    come_back: "come back to",
    distress: "hard time",
    /** @param {string} name */
    mark_come_back: (name) => `Come back to ${name}`,
    /** @param {string} name */
    mark_distress: (name) => `${name} is having a hard time`,
    distress_does: "While this is marked, no turn of theirs ends by itself.",
    overheard: "may be overheard",
    overheard_tile: "May be overheard",
    /** @param {string} name */
    mark_overheard: (name) => `${name} may be overheard`,
    overheard_does: "A reminder not to ask about their safety where someone hears it. Only those who lead see it.",
    flagged: "check on them if they drop off",
    /** @param {string} name */
    mark_flag: (name) => `Check on ${name} if the connection drops`,
    flag_does: "If they don’t come back, you’re asked to find out whether they’re safe.",
    /** Why somebody is flagged without the mark. @type {Record<string, string>} */
    flagged_by: {
      distress: "because they’re having a hard time",
      talk: "because of an answer they gave: talk with them today",
      help: "because of a help signal",
      answer: "because of their exit check",
      call: "because they’d like a call",
    },
    /** @param {string} name */
    give_word: (name) => `Let ${name} speak`,
    has_word: "speaks for this camera",
    private_with: "Private room, with me",
    /** @param {string} names */
    private_to: (names) => `Private room, with ${names}`,
    bring_back: "Bring back to the group",
    reason: "Reason, for staff only",
    no_reason: "No reason noted",
    reasons: REMOVAL_REASONS,
    reason_hint: "The group sees only that they stepped out. A reason adds a follow-up for later, unless it’s technical.",
    out: "Move to waiting room",
    /** @param {string} names */
    out_of: (names) => `Move to waiting room: ${names}`,
    offer_lead: "Offer the lead",
    role_label: "Role",
    roles: { facilitator: "Facilitator", co_facilitator: "Co-facilitator", trainee: "Trainee", tech_host: "Tech host" },
    nobody: "No one else is here yet.",
  },

  protocols: {
    title: "Protocols",
    running: "Running now",
    on_top: "Start another on top",
    listening: "Taking turns and listening",
    pauses: "Pauses and calm",
    kept: "Pick up from last time",
    none: "You can’t start a protocol right now.",
    not_when: "Do not use when",
    not_reviewed: "Not reviewed by a clinician.",
    /** @param {boolean} all */
    list_not_reviewed: (all) => `${all ? "These texts are" : "Some of these texts are"} not reviewed by a clinician.`,
    options: "Options",
    start: "Start",
    cancel: "Not now",
    /** @param {string} names */
    missing: (names) => `Please choose first: ${names}.`,
    pause: "Pause",
    stop: "Stop",
    stop_does: "Ends this protocol. The room takes turns as before.",
    pause_does: "Everything is paused. The room takes turns as before until you resume it.",
    /** @param {string} title */
    stop_question: (title) => `Stop ${title}?`,
    stop_yes: "Yes, stop it",
    stop_no: "Keep going",
    /** @param {string} names */
    below: (names) => `Paused below: ${names}`,
    /** @param {string} left */
    due: (left) => `${left} left for this step`,
    /** @param {string} over */
    due_over: (over) => `this step is ${over} over`,
    what: "What you can do now",
    wait: "Nothing to do right now. It moves on by itself.",
  },

  deck: {
    /** @param {string} deck @param {string} topic */
    where: (deck, topic) => `${deck} · ${topic}`,
    /** @param {number} place @param {number} of */
    place: (place, of) => `Question ${place} of ${of}`,
    follow_up: "To go further:",
    hint: "For you:",
    previous: "Previous",
    next: "Next question",
  },

  talk: {
    title: "Talk",
    none: "Nothing to show yet. It counts while people speak.",
    last: "Who spoke in the last 15 minutes. Only facilitators see this. Silence may be just right.",
    unreliable: "This microphone’s levels aren’t reliable.",
    /** @param {string} name */
    over: (name) => `${name} has talked a lot. Thank them and bring in others?`,
    /** @param {string} name */
    under: (name) => `${name} hasn’t had a chance to speak. Invite, don’t call on them.`,
    not_apart: "We can’t tell which partner is speaking.",
    /** @param {string} name @param {number[]} bars */
    picture: (name, bars) => `${name}, minute by minute, oldest first: ${bars.map((bar) => Math.round(bar * 60)).join(", ")} seconds`,
    /** @param {number} seconds */
    silence: (seconds) => `No one has spoken for ${minutes(seconds)}.`,
    speaking: "Someone is speaking.",
    /** @param {number} count */
    without: (count) =>
      count ? `${count} ${plural(count, { one: "seat sends", other: "seats send" })} nothing: that may be a connection, not silence.` : "",
  },

  oars: {
    title: "Your tally",
    about: "For you only. It’s deleted when the session ends.",
    kinds: { question: "Question", affirmation: "Affirmation", reflection: "Reflection", summary: "Summary" },
    /** @param {string} kind @param {number} count */
    count: (kind, count) => `Count one: ${kind}. So far ${count}.`,
    undo: "Undo the last one",
    /** @param {string} ratio */
    ratio: (ratio) => `${ratio} reflections for each question`,
    three: "Three questions in a row. A reflection might open more.",
  },

  prompts: {
    title: "Send a prompt",
    to: "To",
    all: "Everyone",
    occasion: "What for",
    /** @param {string} protocol */
    of_run: (protocol) => `For ${protocol}`,
    send: "Send",
    /** @param {string} text */
    send_this: (text) => `Send: ${text}`,
    calm: "No prompts right now: it’s a quiet moment.",
  },

  chat: { title: "Messages", open: "Open the chat for everyone", close: "Close the chat" },

  session: {
    title: "Session",
    end: "End session",
    end_question: "End the session for everyone?",
    end_text: "Everyone leaves the room, and it can’t be opened again.",
    end_yes: "Yes, end for everyone",
    end_no: "Keep going",
  },

  keys: [
    ["N", "Next speaker"],
    ["B", "Do the main action"],
    ["G", "Go to the panel"],
    ["S", "Stay with the speaker"],
  ],
};
