/** English for what members do and see beside the room's basics: steps, prompts, messages, couples, the companion device. */

import { before_en } from "./before.js";
import { LIFELINES } from "./lifelines.js";

/** @type {Record<string, string>} */
const GESTURES = { with_you: "With you", nod: "Nod", warm: "Sending care" };

/** @type {Record<string, string>} */
const ROLES = {
  observer: "Observer",
  trainee: "In training",
  interpreter: "Interpreter",
  captioner: "Captioner",
  tech_host: "Tech host",
};

/** Why a PIN was not taken, by code. @type {Record<string, string>} */
const PIN_REFUSED = {
  "sign_in.wrong": "That PIN doesn’t match. Please try again.",
  "pin.not_digits": "A PIN has only digits. Please try again.",
  "sign_in.wait": "Please wait a few minutes and try again. Your care team can help, too.",
};

export const member_en = {
  your_part: "Your part",
  keys: [
    ["Q", "Twenty seconds, on this point"],
    ["T", "Time-out, where two people talk"],
    ["C", "Messages"],
  ],
  settings: {
    clock: "Hide clocks",
    calm: "Keep it simple: fewer things on the screen, nothing that moves or counts",
    captions: "Show captions when someone types them",
    captions_size: "Size of captions",
    /** @type {Record<string, string>} */
    captions_sizes: { normal: "Medium", large: "Large", largest: "Very large" },
    captions_place: "Where captions are",
    /** @type {Record<string, string>} */
    captions_places: { below: "Below the pictures", above: "Above the pictures" },
    read_captions: "Let my screen reader read captions",
    share: "Show me how much I’ve talked",
    own_share: {
      more: "You’ve talked more than most so far. That may be just right today.",
      about_as_much: "You’ve talked about as much as others.",
      less: "There’s room for you, if you’d like to speak.",
    },
  },

  clock: {
    /** @param {string} time */
    left: (time) => `${time} left`,
    /** @param {string} time */
    until: (time) => `Until ${time}`,
    over: "A little over. Take a moment to finish.",
    closing: "Please finish your thought. No rush.",
    stands: "clock paused",
  },

  prompt: { title: "A thought for you", for_all: "A thought for everyone", away: "Close" },

  step: {
    paused: "The exercise is paused.",
    question: "The question",
    /** @param {string} name */
    due: (name) => `It’s ${name}’s turn to speak.`,
    /** @param {string} name */
    acts_of: (name) => `${name}’s part`,
    /** @param {string} names */
    next: (names) => `Next: ${names}`,
    one_microphone: "You share one microphone, so it stays on. Please let the person named here speak.",
    private_elsewhere: "Private questions are on each person’s own phone.",
  },

  turns: {
    made: "Someone said it: lower my hand",
    quick: "On this point",
    quick_does: "Twenty seconds, on this point only. You go before the others.",
    more: "More",
    signs: "React without speaking",
    next: "Who is next?",
    next_hint: "Invite someone we haven’t heard yet. They can pass.",
    key: "Key",
  },

  gestures: GESTURES,
  roles: ROLES,

  tile: {
    partners: "Partners, on one camera",
    shares: "Sharing a screen",
    inner: "Inner circle",
    outer: "Listening circle",
    pin: "Keep beside the speaker",
    unpin: "Back to the row",
  },
  /** @param {string} names @param {boolean} many */
  away: (names, many) => `${names} ${many ? "have" : "has"} stepped out.`,

  couple: {
    title: "Your seat",
    free: "Neither of you is speaking yet.",
    /** @param {string} name */
    has_word: (name) => `${name} is speaking.`,
    /** @param {string} name */
    take: (name) => `${name} will speak`,
    /** @param {string} name */
    give: (name) => `Let ${name} speak`,
    /** @param {string} name */
    ask: (name) => `${name} would like to speak`,
  },

  asks: {
    /** @param {string} name */
    observer: (name) =>
      `May ${name} observe today? They will see and hear the group, and won’t speak. Saying no is fine and changes nothing for you.`,
    /** @param {string} name */
    for_person: (name) => `${name}, what would you like to answer?`,
    yes: "Yes, that’s fine",
    no: "No",
  },

  before: before_en,

  proof: {
    title: "Please enter your PIN",
    text: "Each person here has their own. You can be let in after that.",
    /** @param {string} name */
    pin: (name) => `${name}, enter your PIN`,
    me: "That’s me",
    /** @param {string} name */
    me_named: (name) => `That’s me, ${name}`,
    hidden: "The digits aren’t shown or saved on this page.",
    help: "No PIN, or forgot it? Your care team can help.",
    /** @param {string} name */
    later: (name) => `${name} is here now`,
    /** @param {string} name @param {string} host */
    arriving: (name, host) => `Thank you, ${name}. You can take part as soon as ${host} sees you.`,
    staff: "Please sign in on this browser first. Then open your link again.",
    refused: PIN_REFUSED,
    refused_else: "That didn’t go through. Please try again in a moment.",
  },

  /** On a person's own phone: neutral, whoever else reads it. */
  sound_problem: {
    button: "Sound problem",
    sent: "Thanks. We’re looking into it.",
    kept: "You’re offline right now. We’ll get this as soon as you’re back.",
  },

  chat: {
    title: "Messages",
    close: "Close messages",
    none: "No messages yet.",
    kept: "Messages are deleted when the session ends.",
    to: "To",
    all: "Everyone",
    staff: "The staff",
    staff_only: "Staff only",
    as: "As",
    both: "Both of you",
    text: "Your message",
    send: "Send",
    closed: "Messages are closed right now. You can read what was written.",
    /** @param {number} count */
    unread: (count) => `${count} new`,
    /** @param {string} name */
    to_one: (name) => `to ${name}`,
    to_staff: "to the staff",
    waiting: "Waits until they have a screen of their own.",
    /** @param {string} names */
    from_seat: (names) => `from the shared seat of ${names}`,
    you: "You",
    /** @param {string} name */
    from: (name) => `New message from ${name}.`,
    below: "New message below",
    /** What somebody who waits answers with one tap. @type {Record<string, string>} */
    replies: { here: "I’m here", moment: "One moment, please", trouble: "Something isn’t working", call: "Please call me" },
    waiting_title: "A message for you",
    waiting_from: "Your care team",
    answer: "Your answer",
    /** For staff, in the waiting list. @param {string} names */
    write: (names) => `Write to ${names}`,
    write_short: "Write",
    both_read: "Both of them can read this on their screen. Write nothing private.",
    one_reads: "Only this person can read it.",
  },

  captions: {
    title: "Captions",
    input: "Type captions",
    send: "Show",
    speaker: "Who is speaking",
    no_speaker: "Not named",
    last_minute: "What was said in the last minute",
    newest: "Newest line",
    hint: "Press Enter to show the line to everyone here. Captions aren’t saved.",
  },

  screen: { start: "Share my screen", stop: "Stop sharing", yours: "You’re sharing your screen." },

  held: {
    title: "A short pause",
    /** @param {string} host */
    text: (host) => `Right now ${host} is not here. No one can see or hear anyone until they’re back.`,
    waiting: "We are waiting for them to come back. Your place is saved. You don’t have to do anything.",
    breathe: "If you like, breathe in for four and out for six, or look around the room and name what you see.",
    suspended: "We’re stopping here for now",
    /** @param {string} host */
    suspended_text: (host) =>
      `For now ${host} couldn’t come back. Your care team may try to reach you. If you need them, please call them: you don’t have to wait.`,
    suspended_stay: "You can stay on this page. If they come back, the session picks up where it was.",
    help: LIFELINES,
  },

  device_check: {
    /** The same for both, at their turn. @param {string} host */
    talk: (host) => `Checking sound and picture with ${host}. No one else in the session can hear you.`,
    /** The same for both, while they wait. @param {string} host */
    wait: (host) =>
      `Checking sound and picture with ${host}, one person at a time. You don’t have to do anything. Then the session goes on.`,
  },
  private_room: {
    title: "Private room",
    /** @param {string} names @param {string} host */
    with: (names, host) =>
      names
        ? `You’re in a private room with ${names}. The group can’t hear you.`
        : `You’re in a private room. The group can’t hear you. Please wait here for ${host}.`,
    back: "Your place in the group is saved.",
  },

  companion: {
    /** @param {string} name */
    check: (name) => `${name}, this is your own screen`,
    check_text:
      "Use it next to the shared camera, for your hand, private questions and messages. It has no camera or sound. Keep it where only you can see it.",
    join: "Open my screen",
    title: "Your own screen",
    beside: "Sound and picture are on the shared camera.",
    apart: "Sound and picture are on the other device. Keep this screen where only you can see it.",
    waiting: "Your seat isn’t in the room yet. This screen starts when it is.",
    notes: "My notes",
    notes_hint: "Only on this device, until you leave or close this page. They aren’t sent.",
    notes_unkept: "Only on this page, and only while it’s open. They aren’t sent.",
    seat: "Have my own seat",
    /** @param {string} host */
    seat_text: (host) =>
      `This phone becomes your own camera and microphone, once ${host} says yes. The screen doesn’t tell your partner why.`,
    seat_apart: "I’m using headphones, or I’m in another room",
    seat_ask: "Ask for my own seat",
    /** @param {string} host */
    seat_asked: (host) => `Your request reached ${host}. You don’t have to do anything.`,
    seat_stop: "Cancel my request",
    merge: "Sit together again",
    merge_text: "When both of you want it, you share one camera again.",
    merge_asked: "You’d like to sit together again.",
    merge_stop: "Keep my own seat",
    /** @param {string} name */
    merge_other: (name) => `${name} would like to sit together again.`,
    leave: "Close this screen",
    leave_text: "Your seat stays in the room. You can come back with the same link.",
    hidden: "Your private things show only here.",
  },
};
