/** English for how long records are kept, for legal holds, and for what people ask about theirs. */

import { pluralIn } from "../../../../shared/words/spoken.js";

const plural = pluralIn("en");

/** What a class is, and why it is kept so long. @type {Record<string, [string, string]>} */
const CLASSES = {
  media: ["Sound and picture", "Passed on in the session and never stored."],
  chat: ["Messages in sessions", "Passed on in the session and never stored."],
  answers: [
    "Private answers in sessions",
    "Numbers from the exit check, time-outs and grounding, and feeling words. They help right after a session, not for longer.",
  ],
  log: ["Logs of sessions", "Who spoke when, step by step. When a log goes, attendance, follow-ups, alerts and a short summary stay."],
  places: ["Where clients were", "Part of a record of treatment. Most states want it kept for years."],
  documents: [
    "Agreements and decisions",
    "Signatures, screenings, follow-ups, help alerts, disclosures, insurance, statements and corrections. Counted from the end of a client’s care; federal law asks for six years (45 CFR 164.316).",
  ],
  audit: ["Audit", "Kept for good: if its beginning could go, no one could tell whether someone had taken it away."],
  sign_ins: ["Ended sign-ins", "To answer “was that me?”. A person’s newest one stays."],
  links: ["Used and expired links", "They open nothing anymore."],
  mails: ["Sent mail", "To answer “I never got it”, until its appointment is long over."],
  unsent_mails: ["Mail that couldn’t be sent", "Staff can look through it and send it again."],
  copies: ["Copies that clients asked for", "They can ask for another one."],
  webhook_events: ["What systems were told by webhook", "Until then it can be sent again."],
};

/** @type {Record<string, string>} */
const ABOUT = {
  name: "Your name",
  contact: "How to reach you",
  program: "Your program",
  schedule: "Your schedule",
  attendance: "When you were there",
  place: "Where you were",
  agreement: "Something you signed",
  other: "Something else",
};

/** @type {Record<string, string>} */
const COPY_STATES = { waiting: "Being made", ready: "Ready", failed: "Couldn’t be made", removed: "Removed" };

/** @type {Record<string, string>} */
const CORRECTION_STATES = { asked: "Waiting", accepted: "Accepted", declined: "Declined", withdrawn: "Taken back" };

/** @param {string} unit @param {number} count */
const length = (unit, count) => {
  if (unit === "years") return plural(count, { one: "1 year", other: `${count} years` });
  return plural(count, { one: "1 day", other: `${count} days` });
};

export const records_en = {
  title: "Records",
  lead: "How long things are kept, what will be removed, and what clients ask about theirs.",
  tabs: { keeping: "Keeping", holds: "Legal holds", requests: "Requests" },
  classes: CLASSES,
  keeping: {
    title: "What is kept how long",
    text: (/** @type {number} */ minutes) =>
      `What is due is removed every ${minutes} minutes, a little at a time. The numbers below are what the next run will find. What is held stays.`,
    what: "What",
    kept: "Kept",
    due: "Will be removed",
    held: "Held",
    length,
    never: "Not stored",
    for_good: "For good",
    due_since: (/** @type {number} */ count, /** @type {string} */ day) => `${count}, the oldest from ${day}`,
    none: "Nothing now",
    change: "Change how long",
    change_text: "Ask your counsel: how long records of treatment are kept is state law. The limits below are the least that is safe.",
    range: (/** @type {string} */ from, /** @type {string} */ to) => `From ${from} to ${to}.`,
    unit: { days: "days", years: "years" },
    runs: "Lately removed",
    runs_none: "Nothing yet.",
    others: "Whatever isn’t listed here, such as attendance and appointments, isn’t removed.",
  },
  holds: {
    title: "Legal holds",
    text: "While a hold is on a client or a session, nothing of it is removed, however old it is. A hold on a client also keeps the sessions they were in.",
    none: "No holds.",
    place: "Place a hold",
    client: "Client",
    reason: "Reason",
    reason_hint: "Such as the letter that asks for it. Those who keep the records read it.",
    placed: "The hold is in place.",
    on: "On",
    by: "Placed by",
    since: "Since",
    state: "State",
    holds: "In force",
    ended: (/** @type {string} */ when, /** @type {string} */ who) => `Ended ${when} by ${who}`,
    end: "End",
    ask_end: {
      title: "End this hold?",
      text: "What it kept is removed at its time. That may be within the hour.",
      yes: "End the hold",
      no: "Keep it",
    },
    now_ended: "The hold has ended.",
    session: "Hold this session",
    session_text: "A legal hold keeps everything of this session from being removed.",
  },
  requests: {
    corrections: "Corrections",
    corrections_text:
      "A client says that something about them is wrong. If it is, change it where it stands, then accept. An answer is due within 60 days (45 CFR 164.526).",
    corrections_none: "No one is waiting for an answer.",
    due: (/** @type {string} */ day) => `Answer by ${day}`,
    late: (/** @type {string} */ day) => `Answer was due ${day}`,
    wrong: "What is wrong",
    right: "What would be right",
    answer: "Answer",
    answer_hint: "The client reads it. Declining needs a reason.",
    accept: "Accept",
    decline: "Decline",
    answered: "The client can read your answer.",
    copies: "Copies",
    copies_text:
      "Clients ask for a copy on their own page. For a client who asks in writing, you can have one made here; it is noted in the audit.",
    copies_none: "No one has asked for one.",
    client: "Client who asked in writing",
    make: "Make a copy",
    asked: "The copy is being made.",
    who: "Client",
    when: "Asked",
    state: "State",
    own: "Asked on their own page",
    written: (/** @type {string} */ name) => `Asked in writing, entered by ${name}`,
    download: "Download",
  },
  own: {
    title: "Your data",
    lead: "What this clinic keeps about you: you can have a copy of it, and say if something is wrong.",
    copy: "A copy of what is kept about you",
    copy_text:
      "Your profile, what you signed, your sessions, when you were there, where you were, and what was passed on to whom. Nothing about other clients is in it.",
    copy_careful:
      "Anyone who opens the file can read it. If someone looks at your phone or computer, you can also ask your care team for a copy.",
    ask: "Ask for a copy",
    ask_again: "Ask for a newer one",
    making: "Your copy is being made. This takes a moment; you can leave this page.",
    until: (/** @type {string} */ when) => `You can download it until ${when}.`,
    asked_at: (/** @type {string} */ when) => `Asked ${when}`,
    written: "Your clinic made this one because you asked in writing. Ask them for it.",
    failed: "The copy couldn’t be made. Please ask again, or ask your care team.",
    removed: "This copy was removed after a week. You can ask for another one.",
    download: "Download",
    correction: "Is something wrong?",
    correction_text:
      "Say what is wrong and what would be right. Your clinic answers within 60 days. What you write stays with your record, and so does the answer.",
    about: "What is it about?",
    wrong: "What is wrong?",
    right: "What would be right?",
    send: "Send",
    sent: "Sent. You’ll find the answer here.",
    yours: "What you asked",
    due: (/** @type {string} */ day) => `Your clinic answers by ${day}.`,
    answer: (/** @type {string} */ words) => `Answer: ${words}`,
    said: (/** @type {string} */ words) => `You said: ${words}`,
    withdraw: "Take back",
    ask_withdraw: { title: "Take this back?", text: "It stays on record that you asked.", yes: "Take back", no: "Keep it" },
    disagree: "Say why you disagree",
    disagree_hint: "It stays with your record, beside the answer.",
    link: "A copy of what is kept about you, and corrections",
    open: "Open",
  },
  about: ABOUT,
  copy_states: COPY_STATES,
  correction_states: CORRECTION_STATES,
  gone: {
    answers: (/** @type {string} */ day) => `What people answered in private was removed on ${day}, as your clinic chose.`,
    log: (/** @type {string} */ day, /** @type {number} */ people) =>
      `The log of this session was removed on ${day}. ${plural(people, { one: "1 client was", other: `${people} clients were` })} there. Attendance and follow-ups are kept.`,
  },
};
