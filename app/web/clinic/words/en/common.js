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

/** @type {Record<string, string>} */
const SYSTEM_ACTS = {
  "system.read": "Read records",
  "export.ask": "Asked for files",
  "export.done": "Files were ready",
  "export.file": "Fetched a file",
  "export.remove": "Removed its files",
};

export const systems_en = {
  title: "Connected systems",
  lead: "An EHR can read attendance, appointments and care teams from here. Nothing can be written.",
  connect: "Connect a system",
  change: "Change",
  keys: "Keys",
  none: "No system is connected",
  none_text: "A connected system reads by itself, with keys of its own.",
  part2:
    "What 42 CFR Part 2 protects leaves only where the client’s consent names the organization. The system is told how many people are left out, and not who.",
  addresses: "What the other side needs",
  address: "Address of the API",
  token_address: "Address for access tokens",
  client_id: "Client ID",
  recipient: "Organization",
  recipient_hint: "It can’t be changed later: consents name it.",
  no_recipients: "First add an organization that keeps charts, under Insurance.",
  name: "Name",
  scopes: "What it may read",
  scopes_hint: "Scopes of SMART on FHIR, with spaces between. system/*.rs means everything.",
  public_keys: "Public keys",
  keys_hint:
    "A JSON Web Key Set: RSA, or EC on P-384. To rotate, enter the old key and the new one, and later the new one alone. Never enter a private key.",
  keys_url: "Or where the keys are",
  keys_url_hint: "An HTTPS address that the service may fetch. Leave it empty if you entered keys.",
  used: "Last used",
  never: "Not yet",
  made: "Connected",
  withdrawn: "Withdrawn",
  in_use: "Connected",
  withdraw: "Withdraw",
  ask_withdraw: {
    title: "Withdraw this system?",
    text: "It can read nothing more from this moment. What it has read stays with it. This can’t be undone.",
    yes: "Withdraw",
    no: "Cancel",
  },
  activity: "What left",
  activity_none: "Nothing yet",
  activity_none_text: "As soon as the system reads something, it’s listed here.",
  when: "When",
  what: "What it did",
  type: "Kind of record",
  count: "Records",
  acts: SYSTEM_ACTS,
};
