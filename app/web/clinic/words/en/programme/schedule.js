/** English for the schedule and the editor of sessions. */

/**
 * @typedef {import("../../../core/schedule/repeat.js").Repeat} Repeat
 * @typedef {import("../../../core/time/dates.js").Writer} Writer
 */

import { pluralIn } from "../../../../shared/words/spoken.js";
import { daysOf, nthOf, WEEKDAYS } from "../../../core/schedule/repeat.js";
import { weekdayOf } from "../../../core/time/dates.js";

const plural = pluralIn("en");

/** @type {Record<string, string>} */
const KINDS = {
  group: "Group",
  psychoeducation: "Class",
  individual: "Individual",
  couples: "Couple",
  multi_couple: "Group of couples",
  medical_visit: "Medical visit",
  alumni: "Alumni",
};

/** @type {Record<string, string>} */
const TRACKS = { group: "Group", individual: "Individual", couples: "Couples", sud: "Substance use", medical: "Medical" };

/** @type {Record<string, string>} */
const ROLES = {
  facilitator: "Facilitator",
  co_facilitator: "Co-facilitator",
  tech_host: "Tech host",
  member: "Client",
  interpreter: "Interpreter",
  captioner: "Captioner",
  observer: "Observer",
  trainee: "Trainee",
};

/** @type {Record<string, string>} */
const EVERY = { never: "Once", day: "Daily", week: "Weekly", month: "Monthly" };

/** @type {Record<string, string>} */
const INTERVAL = { day: "Every how many days", week: "Every how many weeks", month: "Every how many months" };

/** @type {Record<string, string>} */
const SCOPE = { label: "Change", one: "Only this session", following: "This and the following", all: "The whole series" };

/** @type {Record<string, { title: string, text: string, yes: string, no: string }>} */
const ASK_CANCEL = {
  one: { title: "Cancel this session?", text: "Everyone who was invited gets a message.", yes: "Cancel session", no: "Keep it" },
  following: {
    title: "Cancel this and all that follow?",
    text: "Everyone who was invited gets a message. Past sessions stay.",
    yes: "Cancel sessions",
    no: "Keep them",
  },
  all: {
    title: "Cancel the whole series?",
    text: "Everyone who was invited gets a message. Past sessions stay.",
    yes: "Cancel series",
    no: "Keep it",
  },
};

/** @type {Record<string, string>} */
const TEMPLATES = {
  couples_week: "A week with couples",
  day_week: "A daytime week",
  evening_week: "An evening week",
  alumni_week: "Alumni, once a week",
};

/** @type {Record<string, string>} */
const TEMPLATE_HINTS = {
  couples_week: "Groups on three days, each partner alone, the couple together, and a prescriber every second week.",
  day_week: "Groups on three mornings, individual sessions, and a prescriber every second week.",
  evening_week: "Groups on three evenings, individual sessions, and a prescriber every second week.",
  alumni_week: "One open meeting.",
};

/** @type {Record<string, string>} */
const NTHS = { 1: "first", 2: "second", 3: "third", 4: "fourth", "-1": "last" };

/** @type {Record<string, [string, string]>} */
const UNITS = { day: ["day", "days"], week: ["week", "weeks"], month: ["month", "months"] };

/** @param {number} nth @param {string} day @param {Writer} writer */
const byWeekday = (nth, day, writer) => `On the ${NTHS[nth]} ${writer.weekday(weekdayOf(day))} of the month`;

/** @param {Repeat} repeat @param {string} day @param {Writer} writer */
function sentence(repeat, day, writer) {
  if (repeat.every === "never") return "Once.";
  const [one, many] = UNITS[repeat.every];
  const often = plural(repeat.interval, { one: `Every ${one}`, other: `Every ${repeat.interval} ${many}` });
  const days = new Intl.ListFormat("en").format(daysOf(repeat, day).map((code) => writer.weekday(WEEKDAYS.indexOf(code))));
  const where =
    repeat.every === "week"
      ? ` on ${days}`
      : repeat.every === "day"
        ? ""
        : repeat.by === "date"
          ? ` on day ${Number(day.slice(8, 10))}`
          : ` on the ${NTHS[nthOf(day)]} ${writer.weekday(weekdayOf(day))}`;
  const end = repeat.ends === "count" ? `${repeat.count} times` : repeat.until ? `until ${writer.onlyDay(repeat.until)}` : "";
  return `${often}${where}${end && `, ${end}`}.`;
}

export const schedule_en = {
  title: "Schedule",
  session: "Session",
  new: "New session",
  save_new: "Plan session",
  planned: (/** @type {number} */ count) => plural(count, { one: "Session planned.", other: `${count} sessions planned.` }),
  cancel: "Cancel session",
  cancelled: "Cancelled. Everyone who was invited gets a message.",
  ask_cancel: ASK_CANCEL,
  replan: "Plan it again",
  replanned: "Planned again. Everyone who was invited gets a message.",
  substitute: {
    title: "Someone can’t make it?",
    text: "A colleague can take their place, in this session only.",
    begin: "Name a substitute",
    out: "Who is away",
    in: "Who comes instead",
    send: "Name substitute",
    done: (/** @type {string} */ name) => `${name} takes their place in this session.`,
  },
  interpreter: {
    title: "An interpreter from outside?",
    text: "They come to this session only, through the waiting room. They get a link of their own by e-mail and need no account.",
    begin: "Add an interpreter",
    name: "Name",
    name_hint: "As others in the session see it.",
    language: "Language they interpret",
    serves: "They interpret for",
    everyone: "Everyone",
    has_agreed: "We have their signed confidentiality agreement",
    send: "Add interpreter",
    done: (/** @type {string} */ name) => `${name} is added to this session. The link is on its way.`,
  },
  today: "Today",
  before: "Earlier",
  after: "Later",
  view: "Week or day",
  week: "Week",
  day: "Day",
  whose: "Whose sessions",
  everyone: "All",
  own: "Mine",
  none_here: "Nothing planned.",
  in_zone: (/** @type {string} */ zone) => `Times are for ${zone}.`,
  kinds: KINDS,
  tracks: TRACKS,
  roles: ROLES,
  fields: {
    title: "Title",
    kind: "Kind",
    track: "Track",
    day: "Day",
    time: "Starts at",
    duration: "Minutes, with breaks",
    break: "Minutes of breaks",
    cohort: "Group",
  },
  title_hint: "Shown in the session. Mail and calendars don’t show it.",
  cohort_hint: "Its people come to this session by themselves.",
  no_cohort: "No group",
  ends: (/** @type {string} */ time, /** @type {string} */ net) => `Ends at ${time}. Without breaks: ${net}.`,
  people: "People",
  no_people: "No one yet. Add who leads it, and who comes.",
  others: (/** @type {number} */ count) => `And ${count} more.`,
  add_person: "Add a person",
  role_of: (/** @type {string} */ name) => `Role of ${name}`,
  from_group: "Comes with the group",
  against: "Please look at this",
  refuses: "Can’t be saved:",
  warns: "Please check:",
  scope: SCOPE,
  repeat: {
    label: "How often",
    every: EVERY,
    interval: INTERVAL,
    days: "On these days",
    by: "In each month",
    by_weekday: byWeekday,
    by_date: (/** @type {number} */ date) => `On day ${date} of the month`,
    ends: "Until when",
    after: "After a number of sessions",
    until: "Up to a day",
    count: "How many sessions",
    last_day: "Last possible day",
    sentence,
    other: "Repeats by a rule of its own.",
  },
  templates: {
    button: "Plan a week",
    title: "Plan a week from a template",
    none: "There are no templates.",
    template: "Template",
    names: TEMPLATES,
    hints: TEMPLATE_HINTS,
    cohort: "For the group",
    couple: "For the couple",
    client: "For the client",
    session: (/** @type {string} */ kind, /** @type {string} */ length) => `${kind}, ${length}`,
    nobody: "None",
    first_monday: "First Monday",
    weeks: "How many weeks",
    plan: "Plan these weeks",
  },
};

/** @type {Record<string, string>} */
const ATTENDANCE_REASONS = {
  connection: "There another way while the connection was lost",
  shared_seat: "One of two on a shared camera",
  roll_call: "The roll was called",
  fault: "Attune was away or recorded it wrong",
  mistake: "The correction before was wrong",
  other: "Something else",
};

export const attendance_en = {
  title: "Attendance",
  /** @param {string} when */
  goes_on: (when) => `${when} · still going on`,
  /** @param {number} count */
  participants: (count) => plural(count, { one: "1 client was present", other: `${count} clients were present` }),
  csv: "Download as CSV",
  nobody: "No one was expected here.",
  picture: "Who was there when",
  numbers: "In numbers",
  name: "Name",
  came: "Came",
  left: "Left",
  never: "not there",
  present: "Present",
  private: "Private room",
  uncounted: "Not counted: breaks, and time with no one leading",
  corrected: "Corrected",
  recorded: "As recorded",
  led: "led it",
  /** @param {string} time */
  was: (time) => `recorded: ${time}`,
  reasons: ATTENDANCE_REASONS,
  correct: {
    button: "Correct",
    /** @param {string} name */
    title: (name) => `Correct attendance: ${name}`,
    lead: "What was recorded is kept, and so is every correction. The client sees the minutes only.",
    times: "Times present, all of them",
    never: "Not there at all.",
    from: "From",
    to: "To",
    add: "Add a time",
    whole: "There the whole time",
    /** @param {string} from @param {string} to */
    remove: (from, to) => `Remove ${from} to ${to}`,
    reason: "Why",
    note: "Note for staff",
    save: "Save correction",
  },
  roll: {
    title: "Roll call: shared cameras",
    text: "Attune can’t see how many people are in one picture. Who was there?",
    /** @param {string} one @param {string} other */
    who: (one, other) => `${one} and ${other}`,
    both: "Both",
    /** @param {string} name */
    only: (name) => `Only ${name}`,
    save: "Save roll call",
  },
  /** @param {string} days */
  weeks: (days) => `Weeks, ${days}`,
  earlier: "A week earlier",
  later: "A week later",
  week: "Week",
  /** @param {string} present @param {string} target */
  of: (present, target) => `${present} of ${target}`,
  bar_hint: "The line is the weekly target. Only the kinds of sessions that your clinic counts are added up.",
  limited: "Sessions that you may not know about are never included.",
  /** @param {string} time */
  behind: (time) => `${time} behind what was planned so far this week.`,
  make_up: "Sessions to make up",
  make_up_text: "These are open to clients of this kind of group, have a place, and nothing speaks against them.",
  no_make_up: "No session left this week fits.",
  planned: "Planned",
  other_kinds: "In sessions that don’t count",
  sessions: "Sessions",
  session: "Session",
  when: "When",
  to_come: "to come",
  not_counted: "doesn’t count",
  remark: "Notes",
  /** @param {string} days */
  group: (days) => `Attendance, ${days}`,
  group_none: "No sessions this week.",
  own: {
    title: "Your time",
    this_week: "This week",
    hint: "Whole minutes you were connected. Does something look wrong? Tell your care team.",
  },
};
