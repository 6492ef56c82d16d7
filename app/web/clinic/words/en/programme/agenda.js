/** English for the agenda of a session: what it is to be, and what was done. */

import { pluralIn } from "../../../../shared/words/spoken.js";

const plural = pluralIn("en");

/** What a part of a session is for. @type {Record<string, string>} */
const PARTS = {
  check_in: "Check-in",
  psychoeducation: "Topic",
  break: "Break",
  process_group: "Process group",
  skills: "Skills",
  closing: "Closing",
  talk: "Talk",
};

/** How turns start. @type {Record<string, string>} */
const MODES = {
  open: "Open: anyone speaks",
  queue: "Line: hands in order",
  popcorn: "Popcorn: each invites the next",
  staff_only: "Staff only",
  quiet: "Quiet",
};

/** @type {Record<string, string>} */
const TEMPLATES = {
  block: "Three-hour group",
  process: "Process group",
  class: "Class",
  couple: "Couple",
  couples: "Group of couples",
  talk: "Individual session",
  visit: "Medical visit",
  alumni: "Alumni meeting",
};

/** What is wrong with an agenda, or with a template of one. @type {Record<string, string>} */
export const AGENDA_PROBLEMS = {
  "agenda_template.empty": "There are no parts to keep yet.",
  "agenda_template.full": "There are 20 templates for this kind of session. Remove one first.",
  "agenda_template.no_name": "Please give it a name.",
  "agenda_template.taken": "There is a template with this name already. Choose another name, or remove that one first.",
  "agenda.choice": "This can’t be chosen beforehand. Please choose something else.",
  "agenda.minutes": "Please choose 1 to 240 minutes.",
  "agenda.too_many": "Please keep it to 20 parts.",
};

export const agenda_en = {
  title: "Agenda",
  lead: "In the session, one button leads from part to part. Only those who lead see it.",
  prepare: "What the session will be",
  prepared: "As prepared",
  done: "What was done",
  none: "Nothing was prepared.",
  part: "Part",
  planned: "Planned",
  actual: "Took",
  left_out: "left out",
  added: "added",
  not_reached: "not reached",
  begin: "Begin with a template",
  choose: "Choose…",
  copy: "Copy last session’s",
  no_last: "No earlier session of this series has an agenda.",
  replace: { title: "Replace what is here?", text: "The parts below are replaced. Nothing is saved yet.", yes: "Replace", no: "Keep them" },
  own_templates: "Your clinic’s",
  examples: "Examples",
  keep: {
    open: "Keep as a template",
    title: "Templates for this kind of session",
    text: "Everyone here who plans or leads such a session can begin with them. Nothing in a template is about people: give it the name of an evening, not of someone.",
    name: "Name",
    yes: "Keep these parts",
    done: "Kept as a template.",
    list: "Kept by your clinic",
    none: "None yet.",
    /** @param {number} count @param {string} length */
    size: (count, length) => plural(count, { one: `1 part, ${length}`, other: `${count} parts, ${length}` }),
  },
  templates: TEMPLATES,
  parts: PARTS,
  modes: MODES,
  /** @param {string} part @param {string} what What it starts, or "". */
  name: (part, what) => [PARTS[part] ?? part, what].filter(Boolean).join(": "),
  min: "minutes",
  /** @param {string} part */
  starts: (part) => `${part}: what it starts`,
  nothing: "Starts nothing",
  modes_label: "How turns start",
  decks_label: "Questions",
  protocols_label: "Protocols",
  choices: "More choices",
  no_text: "None",
  add: "Add a part",
  /** @param {number} planned @param {number} length */
  sum: (planned, length) => `${planned} of ${length} minutes planned.`,
  /** @param {number} count */
  over: (count) => `${count} min more than the session has.`,
  /** @param {number} count */
  free: (count) => `${count} min are free.`,
  /** @param {string} name */
  up: (name) => `${name}: earlier`,
  /** @param {string} name */
  down: (name) => `${name}: later`,
  /** @param {string} name */
  remove: (name) => `Remove ${name}`,
  /** @param {string} name */
  longer: (name) => `${name}: longer`,
  /** @param {string} name */
  shorter: (name) => `${name}: shorter`,
  /** @param {string} name */
  minutes_of: (name) => `${name}: minutes`,
};
