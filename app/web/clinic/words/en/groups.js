/** English for groups and couples. */

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
    days: (/** @type {number} */ count) => (count === 1 ? "1 day" : `${count} days`),
    sessions: (/** @type {number} */ count) => (count === 1 ? "1 session" : `${count} sessions`),
  },
  pulse: "Session pulse",
  pulse_text: "Averages of at least five people, from 0 to 10. Their meaning has not been studied. They show once no one is asked anymore.",
  pulse_none: "There’s nothing to show yet. An average needs answers from at least five people.",
  group: "Group",
  when: "When",
};
