/** English for groups and couples, and for what clients are asked about how they are. */

import { LIFELINES } from "../../../../shared/words/en/lifelines.js";
import { pluralIn } from "../../../../shared/words/spoken.js";

const plural = pluralIn("en");

/** @type {Record<string, string>} */
const LEVELS = {
  asam_1: "Outpatient (1.0)",
  asam_2_1: "Intensive outpatient (2.1)",
  asam_2_5: "Partial hospitalization (2.5)",
  aftercare: "Aftercare",
};

/** @type {Record<string, string>} */
const ADMISSIONS = { rolling: "Rolling", closed: "Closed" };

/** @type {Record<string, string>} */
const ADMISSION_HINTS = { rolling: "People can join at any time.", closed: "Everyone starts together." };

/** @type {Record<string, string>} */
const SEATS = { 1: "One camera together", 2: "A camera each" };

/** @type {Record<string, string>} */
const SEAT_HINTS = {
  1: "Both sit in front of one device. Each still signs in on their own.",
  2: "Each joins from a device of their own, in rooms where they can’t hear each other.",
};

export const groups_en = {
  title: "Groups",
  group: "A group",
  new: "New group",
  save_new: "Make group",
  none: "No groups yet",
  none_text: "People in a group join its sessions by themselves.",
  name_hint: "Only staff see it.",
  program_hint: "The program this group belongs to.",
  capacity_hint: "Most payers count at most 12 people as a group.",
  fields: { name: "Name", program: "Program", track: "Track", admission: "Joining", members: "People", capacity: "Places" },
  admissions: ADMISSIONS,
  admission_hints: ADMISSION_HINTS,
  filled: (/** @type {number} */ members, /** @type {number | null} */ capacity) =>
    capacity ? `${members} of ${capacity}` : String(members),
  members: "People",
  client: "Client",
  add_member: "Add to group",
  since: "Since",
  since_hint: "Sessions from this day on get this person too.",
  no_members: "No one in this group yet",
  no_members_text: "Add the first person. They’ll be in its future sessions.",
  joined: "Added, and to the sessions to come.",
  left: "Removed, and from the sessions to come.",
  ask_remove: (/** @type {string} */ name) => ({
    title: `Remove ${name} from this group?`,
    text: "They’ll leave its future sessions. Past ones stay as they were.",
    yes: "Remove",
    no: "Cancel",
  }),
  sessions: "Next sessions",
  no_sessions: "Nothing planned in the next four weeks.",
  person_none: "Not in a group yet",
  person_none_text: "Open a group to add this person.",
  levels: LEVELS,
  episodes: {
    target_min: "Minutes a week",
    usual: (/** @type {string} */ low, /** @type {string} */ high) =>
      high ? `Usual for this level: ${low} to ${high} a week.` : `Usual for this level: ${low} a week or more.`,
    unusual: "unusual for this level",
    add: "Add a time of care",
    end: "End",
    ended: "Today is the last day.",
    ask_end: (/** @type {string} */ name) => ({
      title: `End this time of care for ${name}?`,
      text: "Today is the last day. Records stay.",
      yes: "End today",
      no: "Cancel",
    }),
    title: "Times of care",
    none: "None yet.",
    level: "Level of care",
    starts: "From",
    ends: "Until",
    target: "Weekly target",
  },
  couples: {
    title: "Couples",
    couple: "Couple",
    new: "New couple",
    save_new: "Make couple",
    none: "No couples yet",
    none_text: "Two clients who are in care together.",
    partners: "Partners",
    first: "First partner",
    second: "Second partner",
    cameras: "Cameras",
    state: "State",
    seats: SEATS,
    seat_hints: SEAT_HINTS,
    end: "End couple’s care",
    ended: "Ended",
    ended_done: "Ended. Each partner’s own care goes on.",
    ask_end: {
      title: "End this couple’s care?",
      text: "Their sessions as a couple can’t be planned anymore. Records stay apart, as before.",
      yes: "End",
      no: "Cancel",
    },
    apart: "A couple’s records and each partner’s own records stay apart. Nothing goes from one to another without consent.",
  },
  overrides: {
    partner: "Which partner",
    choose: "Choose",
    role: "In which role",
    about: (/** @type {string} */ name, /** @type {string} */ role) => `About ${name}: ${role}.`,
    agreed: (/** @type {string} */ names) => `Agreed: ${names}.`,
    none_agreed: "Neither partner has agreed yet.",
    title: "Exceptions",
    text: "A couples therapist doesn’t treat either partner alone. A clinical director can allow an exception for up to 14 days, if both partners agree.",
    add: "Allow an exception",
    reason: "Reason",
    last_day: "Last day",
    most: "At most 14 days from now.",
    until: (/** @type {string} */ day) => `Until ${day}`,
    states: { pending: "Waiting for both partners", in_force: "In force", ended: "Ended" },
    end: "End exception",
    ended: "Exception ended.",
  },
};

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** @param {{ rhythm: string, every: number, weekday: number | null }} plan */
function rhythm({ rhythm: how, every, weekday }) {
  const day = WEEKDAYS[weekday ?? 0];
  if (how === "session") return "after each session";
  if (how === "days") return plural(every, { one: "every day", other: `every ${every} days` });
  return plural(every, { one: `on ${day}s`, other: `every ${every} weeks, on ${day}` });
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
    waiting: (count) => plural(count, { one: "There are some questions for you", other: `There are ${count} sets of questions for you` }),
    waiting_text: "For you alone, when you have a quiet moment.",
    open: "Have a look",
    my_answers: "My answers",
    waits: "These wait a little",
    waits_text: "You’re in a session that you may share a screen in. The questions come back when it’s over.",
    none: "No questions right now",
    none_text: "When there are some, they show up on your page.",
    about_week: "How you’ve been lately",
    /** @param {string} day */
    about: (day) => `Your session on ${day}`,
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
    skipped: (count) =>
      plural(count, { one: "You passed on 1 question. That’s fine.", other: `You passed on ${count} questions. That’s fine.` }),
    send: "Send",
    pass: "Pass on all of it",
    ask_pass: () => ({
      title: "Pass on all of it?",
      text: "Your answers so far are deleted. No one minds.",
      yes: "Pass",
      no: "Keep going",
      calm: true,
    }),
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
    quieter: "Turns of the quieter half",
    quieter_means:
      "Of all time in turns, what the half of the group had that had least. 50% would be even. Silence may be the right thing.",
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
    whom: "Who",
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

/** The week of the whole programme. */
export const week_en = {
  title: "The program’s week",
  save: "Save as a file",
  hours: "Hours",
  hours_text: "The hours of all clients, added up. Breaks and sessions that don’t count are left out, as on each client’s page.",
  present: "Present",
  planned: "Planned",
  sessions: "Sessions",
  chart: (/** @type {string} */ present, /** @type {string} */ planned) => `Bars for each day: present ${present} of ${planned} planned.`,
  as_table: "Show as a table",
  day: "Day",
  clients: "Against the target",
  clients_show: "Which clients",
  look: "To look after",
  everyone: "Everyone",
  look_none: "No one is behind, and enough is planned for everyone.",
  clients_none: "No one has a weekly target this week.",
  client: "Client",
  standing: "This week",
  target: "Target",
  standings: {
    behind: "Behind",
    short: "Plan too short",
    missed: "Not reached",
    on_course: "On course",
    met: "Reached",
  },
  behind: (/** @type {string} */ time) => `by ${time} so far`,
  consents: "Still to sign",
  consents_text: "Before a session of this week. Private documents aren’t listed here.",
  consents_none: "Nothing is waiting for a signature this week. Private documents aren’t listed here.",
  to_sign: "Document",
  first: "First session",
  running_out: "Authorizations that run out",
  running_out_text: "As of today, the most urgent first.",
  running_out_none: "None runs out soon.",
  left: "Left",
  last_day: "Last day",
  units: {
    days: (/** @type {number} */ count) => plural(count, { one: "1 day", other: `${count} days` }),
    sessions: (/** @type {number} */ count) => plural(count, { one: "1 session", other: `${count} sessions` }),
  },
  pulse: "Session pulse",
  pulse_text: "Averages of at least five people, from 0 to 10. Their meaning has not been studied. They show once no one is asked anymore.",
  pulse_none: "There’s nothing to show yet. An average needs answers from at least five people.",
  group: "Group",
  when: "When",
};
