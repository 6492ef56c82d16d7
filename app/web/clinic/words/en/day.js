/** English for the day of staff, and for a client's own page. */

import { LIFELINES } from "../../../shared/words/en/lifelines.js";
import { pluralIn } from "../../../shared/words/spoken.js";

const plural = pluralIn("en");

/** @type {Record<string, string>} What a client may still have to do, by code. */
const TO_DOS = {
  contact: "Say how we may reach you",
  pin: "Choose a PIN",
  passkey: "Set up a passkey",
  time_zone: "Check your time zone",
};

/** @type {Record<string, string>} */
const STATES = { planned: "Planned", open: "Open", live: "Under way", ended: "Over", cancelled: "Cancelled" };

/** @type {Record<string, string>} What has to be looked after. */
const FOLLOW_KINDS = {
  removal: "Moved out of a session",
  exit_check: "High number in the exit check",
  call: "Would like a call",
  left_early: "Left before the exit check",
  welfare: "Gone after distress was noted. Please check on them soon",
  help: "Help signal from their seat. Ask each person alone",
  answer: "Answered about thoughts of death or self-harm. Talk with them today, one to one",
  check_in: "Would like to talk, after their program",
};

/** @type {Record<string, string>} */
const FOLLOW_CAUSES = {
  distress: "in great distress",
  intoxicated: "seemed under the influence",
  not_alone: "wasn’t alone",
  unsafe_place: "not in a safe place",
  disruptive: "the group couldn’t go on",
  confidentiality: "privacy of the group",
  technical: "technical",
  other: "another reason",
};

/** @type {Record<string, string>} */
const FOLLOW_OUTCOMES = {
  reached: "Reached",
  not_reached: "Not reached, try again",
  handed_on: "Handed on to a colleague",
  not_needed: "No longer needed",
};

export const day_en = {
  today: "Today",
  none: "No sessions today",
  none_text: "Sessions that you lead or host show up here.",
  whole_clinic: "You’re in no session today. These are the whole clinic’s.",
  to_schedule: "See the schedule",
  states: STATES,
  waiting: (/** @type {number} */ count) => `${count} waiting`,
  here: (/** @type {number} */ count) => `${count} in the room`,
  missing: "Not here yet:",
  ahead: "Sessions",
  over: "Over",
  open_room: "Open room",
  change: "Change",
  opens: (/** @type {string} */ time) => `Opens at ${time}`,
  first_steps: {
    title: "Your first day",
    done: "Done",
    steps: {
      name: "Say what you’re called",
      staff: "Invite your staff",
      people: "Add your clients",
      groups: "Make a group",
      session: "Plan the first session",
    },
    hints: {
      name: "In My account. Others in a session see this name.",
      staff: "Each person gets a link to set up their own sign-in.",
      people: "One by one, or from a file.",
      groups: "People in a group join its sessions by themselves.",
      session: "The room opens by itself at its time.",
    },
  },
  follow: {
    title: "Follow-up",
    lead: "Things from sessions that someone should look after. What’s due first comes first.",
    none: "Nothing to follow up",
    none_text: "When something in a session needs a call later, it shows up here.",
    done: "Done in the last month",
    session: "How everyone left that session",
    kinds: FOLLOW_KINDS,
    causes: FOLLOW_CAUSES,
    because: (/** @type {string} */ what, /** @type {string} */ cause) => `${what}: ${cause}`,
    due: (/** @type {string} */ when) => `Due ${when}`,
    by_end_of: (/** @type {string} */ day) => `by the end of ${day}`,
    overdue: (/** @type {string} */ when) => `Overdue since ${when}`,
    mine: "Yours",
    of: (/** @type {string} */ name) => `With ${name}`,
    team: "With the care team",
    last: (/** @type {string} */ what, /** @type {string} */ name, /** @type {string} */ when) => `${what}. ${name}, ${when}`,
    note: "Note what you did",
    note_for: (/** @type {string} */ name) => `Note what you did for ${name}`,
    codes_only: "Only the outcome is kept here. What was said belongs in the chart.",
    what: "Outcome",
    outcomes: FOLLOW_OUTCOMES,
    again: "Try again",
    in_hours: (/** @type {number} */ hours) =>
      hours === 24 ? "Tomorrow at this time" : plural(hours, { one: "In 1 hour", other: `In ${hours} hours` }),
    colleague: "Colleague",
    save: "Save",
    saved: "Saved.",
  },
  own: {
    hello: (/** @type {string} */ name) => `Hello, ${name}`,
    next: "Your next appointment",
    today: (/** @type {string} */ time) => `Today, ${time}`,
    begun: "It has begun. You can still come in.",
    join: "Join",
    opens: (/** @type {string} */ time, /** @type {string} */ day) =>
      day ? `You can join from ${time} on ${day}.` : `You can join from ${time}.`,
    none: "Nothing planned right now",
    none_text: "Your next appointment shows up here. If you expected one, please call your care team.",
    appointment: "Appointment",
    with: (/** @type {string} */ name) => `With ${name}`,
    week: "This week",
    week_none: "Nothing planned this week.",
    zone: (/** @type {string} */ zone) => `Times are for ${zone}. You can change that in My account.`,
    to_do: "To do",
    to_dos: TO_DOS,
    more: "More",
    calendar: "Put this in my calendar",
    devices: "Where I’m signed in",
    agreements: "My agreements",
    exception: {
      title: "A question from your care team",
      text: (/** @type {string} */ name, /** @type {string} */ day) =>
        `Usually, the therapist of a couple works with neither partner alone, so that each of you can speak freely. Your clinical director suggests an exception for ${name}. It would end after ${day}.`,
      free: "It starts only if you both agree, each on your own. You don’t have to answer, and you can ask your care team first.",
      agree: "I agree",
      agreed: "You agreed",
      after: "If you change your mind, please tell your care team.",
      ask: (/** @type {string} */ name) => ({
        title: `Do you agree to the exception for ${name}?`,
        text: "This is your own answer. Your partner gives theirs.",
        yes: "I agree",
        no: "Not now",
        calm: true,
      }),
    },
    help: LIFELINES,
  },
};
