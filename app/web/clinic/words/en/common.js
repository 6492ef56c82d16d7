/** English for what many pages say, and for what is around every page. */

/** @type {Record<string, string>} */
const STAFF_ROLES = {
  owner: "Owner",
  admin: "Administrator",
  clinical_director: "Clinical director",
  clinician: "Clinician",
  care_coordinator: "Care coordinator",
  tech_host: "Tech host",
  auditor: "Auditor",
};

export const common_en = {
  staff_roles: STAFF_ROLES,
  list: (/** @type {readonly string[]} */ parts) => new Intl.ListFormat("en", { type: "conjunction" }).format(parts),
  loading: "Loading…",
  working: "One moment…",
  try_again: "Try again",
  more: "Load more",
  failed: "That didn’t work",
  offline: "You’re offline. We’ll show this when the connection is back.",
  old: (/** @type {string} */ time) => `You’re offline. This is from ${time}.`,
  found: (/** @type {number} */ count, /** @type {boolean} */ more) => `${count} shown${more ? ", and there are more" : ""}.`,
  no_one_found: "No one found",
  type_a_name: "Type a name",
  undo: "Undo",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  saved: "Saved.",
  edit: "Edit",
  change: "Change",
  remove: "Remove",
  removed: "Removed.",
  actions: "Actions",
  go_on: "Continue",
  back: "Back",
  copy: "Copy",
  copied: "Copied.",
  or: "or",
  yes: "Yes",
  no: "No",
  optional: "(optional)",
  fetch_newer: "Get the newer version",
  leave: {
    title: "Leave without saving?",
    text: "What you typed here isn’t saved yet.",
    yes: "Leave",
    no: "Keep editing",
  },
};

/** @type {Record<string, string>} */
const UNFINISHED = {
  totp: "Set up codes from an app: a password alone isn’t enough.",
  recovery_codes: "Save recovery codes, in case you lose your passkey or phone.",
};

/** @type {Record<string, string>} */
const PAGES = {
  today: "Today",
  on_call: "On call",
  schedule: "Schedule",
  people: "People",
  groups: "Groups",
  couples: "Couples",
  follow_ups: "Follow-up",
  team: "Team",
  policies: "Policies",
  documents: "Agreements",
  agreements: "My agreements",
  insurance: "Payers",
  questions: "Questions",
  support: "Support network",
  connected: "Staying connected",
  mail: "Mail",
  systems: "Systems",
  audit: "Audit",
  records: "Records",
  own_data: "Your data",
  settings: "Settings",
  programme: "Appointments",
  week: "Program’s week",
};

export const shell_en = {
  overdue: (/** @type {number} */ count) => `${count} overdue`,
  tab_title: "Attune",
  skip: "Skip to the page",
  menu: "Pages",
  more: "More",
  pages: PAGES,
  account: "My account",
  sign_out: "Sign out",
  unfinished: UNFINISHED,
  home: "Go to my first page",
  nowhere: "There’s no page here",
  nowhere_text: "The link may be old, or a part of it is missing.",
  idle: {
    title: "Are you still there?",
    text: "You’ll be signed out soon so that no one else sees this page. Press any key to stay.",
    stay: "Stay signed in",
  },
  proof: {
    title: "Please show that it’s you",
    text: "This is an important change, so we ask once more.",
    passkey: "Use my passkey",
    /** The sign-in service’s address follows. */
    provider: "Sign in again with",
    away: "Sign in again in the new tab, then come back here.",
  },
};
