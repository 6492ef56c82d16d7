/** English for what clients are asked about how they are, and for the courses that staff see. */

import { LIFELINES } from "../../../shared/words/en/lifelines.js";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** @type {Record<string, string>} Exercises of the library, by key. */
const PROTOCOLS = {
  closing_round: "Closing round",
  crisis_break: "Crisis break",
  feedback_round: "Feedback round",
  feelings_check_in: "Feelings check-in",
  fishbowl: "Fishbowl",
  go_round: "Go-round",
  grounding: "Grounding",
  guided_discussion: "Guided discussion",
  imago: "Imago dialogue",
  protected_silence: "Protected silence",
  reflect_first: "Reflect first",
  speaker_listener: "Speaker and listener",
  talking_piece: "Talking piece",
  time_out: "Time-out",
};

/** @param {{ rhythm: string, every: number, weekday: number | null }} plan */
function rhythm({ rhythm: how, every, weekday }) {
  if (how === "session") return "after each session";
  if (how === "days") return every === 1 ? "every day" : `every ${every} days`;
  return every === 1 ? `on ${WEEKDAYS[weekday ?? 0]}s` : `every ${every} weeks, on ${WEEKDAYS[weekday ?? 0]}`;
}

export const measures_en = {
  title: "Measures",
  /** @param {string} name */
  picture: (name) => `${name}, over time. The same is in the table below.`,
  as_table: "Show as a table",
  day: "Day",
  score: "Score",
  not_validated: "Not validated: no one has studied what these numbers mean",
  own: {
    title: "A few questions about you",
    lead: "They’re for you alone. If someone else can see this screen, answer them later.",
    /** @param {number} count */
    waiting: (count) => (count === 1 ? "There are some questions for you" : `There are ${count} sets of questions for you`),
    waiting_text: "For you alone, when you have a quiet moment.",
    open: "Have a look",
    my_answers: "My answers",
    waits: "These wait a little",
    waits_text: "You’re in a session that you may share a screen in. The questions come back when it’s over.",
    none: "No questions right now",
    none_text: "When there are some, they show up on your page.",
    about_week: "About how you’ve been lately.",
    /** @param {string} day */
    about: (day) => `About your session on ${day}.`,
    /** @param {number} items @param {number} answered */
    count: (items, answered) => (answered ? `${answered} of ${items} answered` : `${items} short questions. You can pass on any of them.`),
    begin: "Begin",
    go_on: "Continue",
    later: "Later",
    /** @param {number} place @param {number} items */
    place: (place, items) => `Question ${place} of ${items}`,
    slider_over: "Four short questions",
    end_over: "Done",
    back: "Back",
    skip: "Pass on this one",
    any: "Move what you like; leave out what you don’t want to answer.",
    unset: "not answered",
    /** @param {number} value @param {number} most */
    of: (value, most) => `${value} of ${most}`,
    not_validated: "We made up these four ourselves. No one has studied what the numbers mean; they help your team see how sessions feel.",
    told: "If you choose anything but the first answer, someone on your care team is told right away, so that they can talk with you.",
    end: "That’s all. Do you want to send it?",
    end_text: "Your own therapist or counselor can read your answers. Your partner and the group can’t.",
    /** @param {number} count */
    skipped: (count) => (count === 1 ? "You passed on 1 question. That’s fine." : `You passed on ${count} questions. That’s fine.`),
    send: "Send",
    pass: "Pass on all of it",
    ask_pass: {
      title: "Pass on all of it?",
      text: "Your answers so far are deleted. No one minds.",
      yes: "Pass",
      no: "Keep going",
      calm: true,
    },
    sent: "Sent. Thank you.",
    passed: "Passed. That’s fine.",
    talk: "Thank you for telling us",
    talk_text:
      "That took courage. Your care team has been told, so that someone can talk with you. Attune can’t promise how soon. You don’t have to wait for them:",
    lifelines: LIFELINES,
    so_far: "How it’s gone so far",
    so_far_text: "Higher means harder days. It’s normal for this to go up and down. Your therapist can look at it with you.",
  },
  staff: {
    closed: "A client’s measures are for their own therapist and counselor, and for those the client lets read them.",
    none: "Nothing sent yet.",
    /** @param {string} name */
    talk: (name) => `Talk with ${name} today`,
    /** @param {string} when */
    talk_text: (when) => `An answer about thoughts of death or self-harm, ${when}. Ask in private, one to one.`,
    see: "I’ll talk with them",
    have_it: "You have it. Please note the outcome in Follow-up.",
    /** @param {string} when */
    seen: (when) => `Someone has it since ${when}`,
    /** @param {number} total @param {number} most @param {string} band @param {string} when */
    last: (total, most, band, when) => `${total} of ${most}${band ? `, ${band}` : ""}, on ${when}`,
    no_score: "No score: too many questions skipped",
    prorated: "(skipped ones count as the mean)",
    band: "In the authors’ words",
    answers: "Every answer",
    skipped: "skipped",
  },
  group: {
    title: "How the group is doing",
    lead: "Averages of at least five people, once a week or a session’s questions are over. No one’s own answers.",
    none: "Nothing to show yet.",
    sessions: "After sessions",
    exercises: "Exercises",
    protocols: PROTOCOLS,
    week: "Week from",
    average: "Average",
    /** @param {string} value @param {number} people */
    of: (value, people) => `${value} (${people} people)`,
    hidden: "fewer than five",
  },
  plans: {
    title: "Questions they’re asked",
    none: "Nothing is asked of this group.",
    add: "Ask something",
    what: "What",
    whom: "Whom",
    of_group: "this group",
    of_program: "the whole program",
    how_often: "How often",
    rhythms: { weekly: "On a weekday", days: "Every so many days", session: "After each session" },
    rhythm,
    weekday: "Weekday",
    weekdays: WEEKDAYS,
    every_weeks: "Every how many weeks",
    every_days: "Every how many days",
    save: "Ask from today on",
    added: "It’s asked from today on.",
    end: "Stop asking",
    ended: "It’s no longer asked.",
    /** @param {string} name */
    ask_end: (name) => ({
      title: `Stop asking ${name}?`,
      text: "What was answered stays. You can ask it again later.",
      yes: "Stop asking",
      no: "Keep asking",
      calm: true,
    }),
  },
  instruments: {
    title: "Questionnaires with a license",
    lead: "PHQ-9, GAD-7 and the session pulse come with Attune. These need a license of your own; bring the file you’re licensed to use.",
    name: "Questionnaire",
    license: "License from",
    until: "Last day of the license",
    none: "no file",
    no_end: "no end",
    bring: "Bring a file",
    file: "File (TOML)",
    holder: "Who gave the license",
    holder_hint: "With its number, if it has one.",
    licensed: "I state that our clinic is licensed to use this questionnaire in this way, until that day.",
    save: "Save",
  },
};
