/** English for what members do and see beside the room's basics: steps, prompts, messages, couples, the companion device. */

import { LIFELINES } from "./lifelines.js";

/** @param {number} count */
const people = (count) => (count === 1 ? "1 person" : `${count} people`);

/** @type {Record<string, string>} */
const GESTURES = { with_you: "With you", nod: "Nod", warm: "Warm" };

/** @type {Record<string, string>} */
const ROLES = {
  observer: "Looks on",
  trainee: "In training",
  interpreter: "Interpreter",
  captioner: "Types captions",
  tech_host: "Tech host",
};

/** @type {Record<string, string>} */
const REFUSALS = {
  "chat.off": "There are no messages to everybody in this room.",
  "chat.closed": "Messages to everybody are closed right now.",
  "direct.off": "Messages to one person are not open in this room.",
  "seat.is_shared": "Two people look at this screen. Please use your own phone for that.",
  "message.malformed": "This message cannot be sent. It may be too long, or hold signs that cannot be shown.",
  "caption.malformed": "This line cannot be shown. It may be too long.",
  "person.not_here": "This person is not here right now.",
  "gesture.quiet": "This is quiet time. Nothing needs to be shown.",
  "floor.no_point": "There is no point to add to right now.",
  "floor.quick_had": "You have had your twenty seconds on this point.",
  "screen.taken": "Somebody else is sharing their screen right now.",
  "screen.not_allowed": "Screens are not shared from this seat.",
  "screen.denied": "The browser did not share the screen. Nothing is shown.",
  "voice.is_asked": "Your partner knows already that you ask.",
  "voice.goes_with_turn": "The word goes with the turn.",
  "protocol.gives_voice": "The exercise says who speaks now.",
  "split.is_asked": "Your request is already with {host}.",
  "split.not_apart": "Please use headphones or another room first.",
};

export const member_en = {
  refusals: REFUSALS,

  your_part: "Your part",
  keys: [["Q", "Twenty seconds, on this point"], ["T", "Time-out, where two people talk"], ["C", "Messages"]],
  settings: {
    clock: "Hide clocks",
    captions: "Show captions when somebody types them",
    read_captions: "Let my screen reader read captions",
    share: "Show me my own share of the talk",
    own_share: { more: "You have talked more than most so far. That may be just right today.", about_as_much: "You have spoken about as much as others.", less: "There is room if you want it." },
  },

  clock: {
    /** @param {string} time */
    left: (time) => `${time} left`,
    /** @param {string} time */
    until: (time) => `Until ${time}`,
    over: "A little over. Finish in peace.",
    closing: "Please come to a close, in peace.",
    stands: "the clock stands still",
  },

  prompt: { title: "A thought for you", for_all: "A thought for everybody", away: "Put away" },

  step: {
    paused: "The exercise stands still for now.",
    question: "The question",
    /** @param {string} name */
    due: (name) => `It is ${name}’s voice now.`,
    /** @param {string} name */
    acts_of: (name) => `${name}’s part`,
    one_mic: "You share one microphone, so it stays open. Please let the one speak who is due.",
    private_elsewhere: "Private questions are on each person’s own phone.",
  },

  facts: {
    /** @param {number} done @param {number} of */
    heard: (done, of) => `${done} of ${of} have had their turn.`,
    /** @param {string} names */
    then: (names) => `Next: ${names}`,
    one_word: "One word from everybody.",
    /** @param {string} name */
    process: (name) => `${name} speaks for the process.`,
    /** @param {number} count */
    agreed: (count) => `${people(count)} agreed.`,
    /** @param {string} name @param {number} count */
    floors: (name, count) => `${name}: ${count === 1 ? "1 floor" : `${count} floors`}`,
    /** @param {string} name */
    asks_floor: (name) => `${name} asks for the floor. It changes at the handover.`,
    hearing: "Back to hearing: hold your own view for your turn.",
    /** @param {string} time */
    back_at: (time) => `Back at ${time}`,
    one_device: "One of you may like to go to another place.",
    /** @param {string} time */
    later: (time) => `Later today was asked for: ${time}`,
    /** @param {number} number @param {string} hosts */
    rating: (number, hosts) => `Your number is ${number}. Only ${hosts} see it; you can change it.`,
    answered: "Your answer has arrived. You can change it.",
    sitting_out: "You sit this one out. That is fine.",
    reflect: "Reflect, do not fix: say what you heard.",
    chair: "Somebody sits in the open chair.",
    /** @param {number} half @returns {string} */
    half: (half) => (half > 1 ? "Second half: the other one sends." : "First half"),
  },

  turns: {
    made: "My point was made",
    quick: "On this point",
    quick_does: "Twenty seconds, on this point only. You go before the others.",
    more: "More",
    signs: "Show without a sound",
    next: "Who is next?",
    next_hint: "Name someone we have not heard yet. They may pass.",
    key: "Key",
  },

  gestures: GESTURES,
  roles: ROLES,

  tile: {
    partners: "Partners, on one camera",
    shares: "Shares a screen",
    inner: "Inner circle",
    outer: "Listening circle",
    pin: "Keep beside the speaker",
    unpin: "Back to the row",
  },
  /** @param {string} names @param {boolean} many */
  away: (names, many) => `${names} ${many ? "have" : "has"} stepped out.`,

  pause: {
    call: "Time-out",
    heading: "Start a time-out?",
    text: "A time-out starts right away and has a set time to come back. The screen doesn’t say who asked for it, and no one has to say why.",
    yes: "Yes, start it",
    no: "Cancel",
  },

  couple: {
    title: "Your seat",
    free: "Nobody of you has the word yet.",
    /** @param {string} name */
    has_word: (name) => `${name} has the word.`,
    /** @param {string} name */
    take: (name) => `${name} takes the word`,
    /** @param {string} name */
    give: (name) => `Give the word to ${name}`,
    /** @param {string} name */
    ask: (name) => `${name} asks for the word`,
  },

  asks: {
    /** @param {string} name */
    observer: (name) => `May ${name} look on today? They see and hear the group and say nothing.`,
    /** @param {string} name */
    for_person: (name) => `${name}, what do you say?`,
    yes: "Yes, that is fine",
    no: "No",
  },

  chat: {
    title: "Messages",
    close: "Close messages",
    none: "No messages yet.",
    kept: "Messages are deleted when the session ends.",
    to: "To",
    all: "Everybody",
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
  },

  captions: { title: "Captions", input: "Type captions", send: "Show", hint: "Enter shows the line to everybody here. Nothing is kept." },

  screen: { start: "Share my screen", stop: "Stop sharing", yours: "You are sharing your screen." },

  held: {
    title: "A short pause",
    /** @param {string} host */
    text: (host) => `Right now ${host} is not here. Nobody sees or hears anybody until they are back.`,
    waiting: "We are waiting for them to come back. Your place is kept. You don’t have to do anything.",
    breathe: "If you like, breathe in for four and out for six, or look around the room and name what you see.",
    suspended: "We stop here for now",
    /** @param {string} host */
    suspended_text: (host) => `For now ${host} could not come back. Your care team may try to reach you. If you need them, please call them: you don’t have to wait.`,
    suspended_stay: "You may stay on this page. If they come back, the session goes on where it was.",
    help: LIFELINES,
  },

  private_room: {
    title: "Private room",
    /** @param {string} names @param {string} host */
    with: (names, host) => (names ? `You are in a private room with ${names}. The group does not hear you.` : `You are in a private room. The group does not hear you. Please wait here for ${host}.`),
    back: "Your place in the group is kept.",
  },

  companion: {
    /** @param {string} name */
    check: (name) => `${name}, this is your own small screen`,
    check_text: "Use it next to the shared camera, for your hand, private questions and messages. It has no camera or sound. Keep it where only you can see it.",
    join: "Open my screen",
    title: "Your own screen",
    beside: "Sound and picture are on the shared camera.",
    apart: "Sound and picture are on the other device. Keep this screen where only you can see it.",
    waiting: "Your seat is not in the room yet. This screen wakes up when it is.",
    notes: "My notes",
    notes_hint: "Only on this page, only while it is open. They are not sent.",
    seat: "Sit on my own seat",
    /** @param {string} host */
    seat_text: (host) => `This phone becomes your own camera and microphone, once ${host} says yes. The screen doesn’t tell your partner why.`,
    seat_apart: "I use headphones, or I am in another room",
    seat_ask: "Ask for my own seat",
    /** @param {string} host */
    seat_asked: (host) => `Your request is with ${host}. You don’t have to do anything.`,
    seat_stop: "Take it back",
    merge: "Sit together again",
    merge_text: "When both of you want it, you share one camera again.",
    merge_asked: "You want to sit together again.",
    merge_stop: "Stay apart",
    /** @param {string} name */
    merge_other: (name) => `${name} would like to sit together again.`,
    leave: "Close this screen",
    leave_text: "Your seat stays in the room. You can come back with the same link.",
    hidden: "Private things of yours are shown here only.",
  },
};
