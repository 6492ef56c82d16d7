/** English for what is around every page. */

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
  mail: "Mail",
  audit: "Audit",
  settings: "Settings",
  programme: "Appointments",
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
