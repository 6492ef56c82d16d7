/** English for the facilitators' console: calm, short, and never a judgement of anybody. */

import { minutes } from "../../core/clock.js";

/**
 * @typedef {import("../../../room/core/console/asks.js").Ask} Ask
 * @typedef {import("../../../room/core/console/now.js").Clock} Clock
 */

/** What a button does, by `Deed.word`; `name` is the person it is about. @type {Record<string, (name: string) => string>} */
const DEEDS = {
  next: (name) => (name ? `Next: ${name}` : "Next"),
  revoke: () => "End this turn",
  stay_with: () => "Stay with",
  resume: () => "Go on",
  back: () => "Back to the group",
  bring_back: (name) => `${name} goes back`,
  admit_all: () => "Admit all",
  choose: () => "Choose a protocol",
  hold_wait: () => "Wait",
  hold_defer: () => "To the end",
  hold_skip: () => "Skip",
  let_run: () => "Let it run",
  more: () => "1 minute more",
  gentle_close: () => "Gentle close",
  give_word: () => "Give the word",
  both: () => "Both, one after the other",
  agree: () => "Agree",
  not_now: () => "Not now",
  take_lead: () => "Take the lead",
  take_offer_back: () => "Take the offer back",
  shorten: (seconds) => `Shorten the rest to ${seconds} s each`,
  grounding: () => "Start grounding",
  exit_stay: () => "Stay with them now",
  exit_call: () => "Call them today",
  exit_pull_aside: () => "Talk in private now",
  exit_note: () => "Seen, no action needed",
};

/** What the floor is while nobody has it, by mode. @type {Record<string, string>} */
const FREE = {
  open: "The floor is open. Anyone may speak.",
  queue: "The floor is free. Hands come in order.",
  popcorn: "The floor is free. Each speaker names the next.",
  staff_only: "Only staff speak now.",
  quiet: "Quiet time. Nobody needs to speak.",
};

/** @param {string} names */
const are = (names) => (names.includes("&") || names.includes(",") ? "are" : "is");

/** What waits, by `Ask.code`. @type {Record<string, (names: string, ask: Ask) => string>} */
const ASKS = {
  hold_over: (names) => `${names} lost the connection and is not back yet. What happens to the turn?`,
  overrun: (names) => `${names} is over the time.`,
  overrun_long: (names) => `${names} has had twice the time.`,
  voice: (names) => `${names} would like to speak on the shared seat.`,
  split: (names) => `${names} asks for a seat of their own. The two devices cannot hear each other.`,
  split_close: (names) => `${names} asks for a seat of their own. The two devices may hear each other: headphones help.`,
  lead_offered: (names) => `${names || "A colleague"} offers you the lead.`,
  lead_pending: (names) => `You offered the lead to ${names}.`,
  observer: (names, { number }) => `${names} would like to observe. ${number ? `${number} said yes so far.` : "Nobody has answered yet."} Everybody has to agree.`,
  observer_refused: (names) => `${names} cannot observe today: not everybody agrees.`,
  too_long: (_, { number = 0 }) => `At this pace the round takes ${about(number)} longer than planned.`,
  missing: (names) => `${names} ${are(names)} reconnecting. The turn comes when they are back, or close the round.`,
  piece_lost: (names) => `${names} has the talking piece and lost the connection. Wait, or move the piece on.`,
  unconfirmed: (names) => `Not agreed yet: ${names}.`,
  coach_not_quite: () => "It was not quite heard, more than once. You could say it back yourself, or slow down.",
  coach_long_floor: () => "One of them has had the floor for long. Is it time to hand it over?",
  coach_floor_asked: () => "The listener asks for the floor.",
  coach_away: () => "One of the two lost the connection. The talk waits.",
  coach_join_as_mirror: () => "The two share one camera: mirror the words yourself, then mark it.",
  time_up: () => "The circle's time is up. It ends when you end it.",
  offer_grounding: () => "Somebody left while having a hard time. A minute of grounding?",
  declined: (names) => `Rather not in the circle today: ${names}.`,
  to_agree: (names) => `Asked and not answered yet: ${names}.`,
  left_circle: (names) => `Left the circle: ${names}.`,
  sum_up: () => "A good moment for a summary of your own.",
  cued: () => "The reflect cue is shown: reflect, not fix.",
  needs_release: (names) => `Waits until the partner has spoken: ${names}.`,
  receiver_left: () => "The one who gets the feedback left. Close the round kindly, or wait.",
  exit_red: (names, { number }) => `${names}: ${number}. Who will follow up?`,
  exit_call: (names, { number }) => `${names}: ${number}, and would like someone to stay or call. Who will follow up?`,
  exit_ask: (names) => `Ask in private, one at a time, where no one else hears: ${names}. Then enter the answer.`,
  to_call: (names) => `Left before the exit check. Call today: ${names}.`,
  worse: (names) => `${names}: more upset than before. Check in privately before you go on.`,
  sitting_out: (names) => `Sitting this one out: ${names}.`,
  ready_numbers: (_, { numbers = [] }) => `How upset, 0 to 10: ${numbers.map(([name, number]) => `${name} ${number}`).join(" · ")}.`,
  ask_in_private: (names) => `Ask one at a time, where neither partner nor group can hear, and enter the number: ${names}.`,
  not_returned: (names) => `Not back yet: ${names}. Call them.`,
  avoidance: () => "Three or more time-outs today. Worn out, avoiding, or afraid? See each one alone before going on.",
  crisis_choose: () => "What is needed now?",
  phone_colleague: () => "No one has confirmed yet. Attune calls no one: phone your on-call colleague now.",
  phone_director: () => "Still no one has confirmed. Attune calls no one: phone the clinical director now.",
  crisis_lost: (names) => `The connection to ${names} is lost. Use the phone number and address that your clinic has for them today.`,
  nobody_with_group: () => "Nobody is marked as staying with the group.",
  with_group: (names) => `With the group: ${names}.`,
};

/** A length of time, roughly, as people say it. @param {number} seconds */
const about = (seconds) => (seconds < 90 ? `${Math.round(seconds / 10) * 10} seconds` : `${Math.round(seconds / 60)} minutes`);

/** @type {Record<string, string>} */
const ROLES = {
  facilitator: "facilitator", co_facilitator: "co-facilitator", tech_host: "tech host", trainee: "trainee",
  observer: "observer", interpreter: "interpreter", captioner: "captioner", member: "",
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
  /** @param {string} sentence @param {string} time */
  decides_itself: (sentence, time) => `${sentence} It moves to the end by itself in ${time}.`,

  now: {
    title: "Now",
    /** @param {string} name */
    dropped: (name) => `The connection to ${name} dropped.`,
    /** @param {string} name */
    has_floor: (name) => `It’s ${name}’s turn.`,
    stands: "The session is paused.",
    /** What the floor is while nobody has it, by mode. */
    free: FREE,
    nobody: "It is nobody’s turn.",
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
    silence: (seconds) => `Nobody has spoken for ${minutes(seconds)}. Wait, name it, or reflect.`,
    private: "You are in a private room. The group does not hear you.",
    dismiss: "Put away",
  },

  /** @param {Clock} clock @returns {{ text: string, over: boolean }} */
  clock({ kind, seconds = 0 }) {
    const time = minutes(seconds);
    switch (kind) {
      case "announced": return { text: `begins in ${time}`, over: false };
      case "left": return { text: `${time} left`, over: false };
      case "over": return { text: `over by ${time}`, over: true };
      case "stands": return { text: seconds ? `paused, ${time} left` : "paused", over: false };
      case "holding": return { text: seconds ? `holding the turn, ${time}` : "the turn is kept", over: false };
      case "stayed": return { text: `you stay with them, ${time}`, over: false };
      default: return { text: `speaking for ${time}`, over: false };
    }
  },

  waiting: { title: "Waiting room", reconnecting: "Reconnecting", late: "came late", admit: "Admit", admit_all: "Admit all" },

  turns: {
    title: "Turns",
    line: "In line",
    no_line: "Nobody is in line.",
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
    modes: { open: "Open: anyone speaks", queue: "Queue: hands in order", popcorn: "Popcorn: each names the next", staff_only: "Staff only", quiet: "Quiet" },
    how: "How turns are taken",
    microphones: "Microphones",
    mic_policies: { advisory: "On for everyone", soft: "On; speaking up puts you next", hard: "Only the person whose turn it is" },
    grants: "When it is nobody’s turn",
    grants_by: { by_facilitator: "I give each turn", when_free: "First hand takes it" },
    /** @param {string} protocol */
    meanwhile: (protocol) => `${protocol} decides who speaks now. What you set here holds when it is over.`,
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
    distress_does: "No turn of theirs ends by itself while this is marked.",
    /** @param {string} name */
    give_word: (name) => `Give the word to ${name}`,
    has_word: "has the word on this seat",
    aside_with: "Private room, with me",
    /** @param {string} names */
    aside_to: (names) => `Private room, with ${names}`,
    bring_back: "Bring back to the group",
    out: "Move to waiting room",
    /** @param {string} names */
    out_of: (names) => `Move to waiting room: ${names}`,
    offer_lead: "Offer the lead",
    role_label: "Role",
    roles: { facilitator: "Facilitator", co_facilitator: "Co-facilitator", trainee: "Trainee", tech_host: "Tech host" },
    nobody: "Nobody else is here yet.",
  },

  protocols: {
    title: "Protocols",
    running: "Running now",
    on_top: "Start another on top",
    listening: "Taking turns and listening",
    pauses: "Pauses and calm",
    kept: "Go on from last time",
    none: "No protocol can be started right now.",
    not_reviewed: "Not reviewed by a clinician.",
    /** @param {boolean} all */
    list_not_reviewed: (all) => `${all ? "These texts are" : "Some of these texts are"} not reviewed by a clinician.`,
    options: "Options",
    start: "Start",
    cancel: "Not now",
    /** @param {string} names */
    missing: (names) => `Please choose first: ${names}.`,
    pause: "Pause",
    resume: "Go on",
    stop: "Stop",
    stop_does: "Ends this protocol. The room takes turns as before.",
    pause_does: "Everything stands still. The room takes turns as before until you go on.",
    /** @param {string} title */
    stop_question: (title) => `Stop ${title}?`,
    stop_yes: "Yes, stop it",
    stop_no: "Keep going",
    /** @param {string} names */
    below: (names) => `Waits below: ${names}`,
    /** @param {string} left */
    due: (left) => `${left} left for this step`,
    /** @param {string} over */
    due_over: (over) => `this step is over its time by ${over}`,
    /** @param {number} done @param {number} of */
    progress: (done, of) => `${done} of ${of} have had their turn`,
    /** @param {number} number */
    round: (number) => `Round ${number}`,
    what: "What you can do now",
    wait: "There is nothing to do right now. They move on by themselves.",
  },

  discussion: {
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
    none: "There is nothing to show yet. It counts while people speak.",
    last: "Who spoke in the last 15 minutes. Only facilitators see this; silence may be right.",
    unreliable: "The levels of this microphone cannot be trusted.",
    /** @param {string} name */
    over: (name) => `${name} has had a lot of the talk. Thank and widen?`,
    /** @param {string} name */
    under: (name) => `${name} has not had an opening. Offer, do not call out.`,
    not_apart: "The partners cannot be told apart.",
    /** @param {string} name @param {number[]} bars */
    picture: (name, bars) => `${name}, minute by minute, oldest first: ${bars.map((bar) => Math.round(bar * 60)).join(", ")} seconds`,
    /** @param {number} seconds */
    silence: (seconds) => `Nobody has spoken for ${minutes(seconds)}.`,
    speaking: "Somebody is speaking.",
    /** @param {number} count */
    without: (count) => (count ? `${count} ${count === 1 ? "seat sends" : "seats send"} nothing: that may be a connection, not silence.` : ""),
  },

  oars: {
    title: "Your tally",
    about: "For yourself only; gone when the session ends.",
    kinds: { question: "Question", affirmation: "Affirmation", reflection: "Reflection", summary: "Summary" },
    /** @param {string} kind @param {number} count */
    count: (kind, count) => `Count one: ${kind}. So far ${count}.`,
    undo: "Take the last one back",
    /** @param {string} ratio */
    ratio: (ratio) => `${ratio} reflections for each question`,
    three: "Three questions in a row. A reflection might open more.",
  },

  prompts: {
    title: "Send a prompt",
    to: "To",
    all: "Everybody",
    occasion: "For what",
    /** @param {string} protocol */
    of_run: (protocol) => `For ${protocol}`,
    send: "Send",
    /** @param {string} text */
    send_this: (text) => `Send: ${text}`,
    calm: "No prompts right now: people are left in peace.",
  },

  chat: { title: "Messages", open: "Open the chat for everybody", close: "Close the chat" },

  session: {
    title: "Session",
    crisis: "Crisis break",
    end: "End session",
    end_question: "End the session for everyone?",
    end_text: "Everybody leaves the room, and it cannot be opened again.",
    end_open: "The session stays open until you have chosen what to do about each flagged answer of the exit check.",
    end_unanswered: "Not everybody has answered the exit check. Everybody leaves the room, and it cannot be opened again.",
    end_yes: "Yes, end for everyone",
    end_no: "Keep going",
  },

  keys: [["N", "Next speaker"], ["B", "Do the main action"], ["G", "Go to the panel"], ["S", "Stay with the speaker"]],
};
