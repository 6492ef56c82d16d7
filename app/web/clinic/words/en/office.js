/** English for team, policies, mail, audit and settings. */

/** @type {Record<string, [string, string]>} A rule's name, and what it means. */
const POLICY_FIELDS = {
  max_people: ["Clients at most", ""],
  max_seats: ["Cameras at most", "Staff included."],
  facilitator: ["Who can lead", ""],
  admission: ["Letting people in", ""],
  join_early_s: ["The room opens early by (minutes)", ""],
  late_after_s: ["Counts as late after (minutes)", "Empty means never."],
  lock_after_s: ["No one new comes in after (minutes)", "Empty means never."],
  camera: ["Cameras", ""],
  chat: ["Messages to the group", ""],
  direct: ["Private messages", ""],
  screen: ["Sharing a screen", ""],
  floor_mode: ["How a session starts", ""],
  mic_policy: ["Microphones of those who listen", ""],
  names: ["Names on screen", ""],
  location_each_session: ["Ask where each client is", ""],
  observers: ["Observers", ""],
  partners: ["Both partners in one session", ""],
  turn_s: ["Length of a turn (seconds)", "Empty means no limit."],
  overrun: ["When a turn runs over", ""],
  picture_height: ["Largest picture", "Smaller pictures help weak connections."],
  min_staff: ["Staff at least", ""],
};

/** @type {Record<string, string>} */
const POLICY_VALUES = {
  "facilitator.licensed": "A licensed clinician",
  "facilitator.couples_therapist": "A couples therapist",
  "facilitator.assigned": "Someone of the care team",
  "facilitator.licensed_or_educator": "A licensed clinician or an educator",
  "facilitator.prescriber": "A prescriber",
  "facilitator.host": "A host",
  "admission.each": "One by one",
  "admission.together": "Partners together",
  "admission.batch": "Everyone at once",
  "camera.required": "Needed",
  "camera.preferred": "Welcome",
  "camera.free": "As each person likes",
  "chat.off": "Off",
  "chat.windows": "Only when a facilitator opens them",
  "chat.on": "On",
  "direct.off": "Off",
  "direct.staff": "Only with staff",
  "direct.staff_companion": "Only with staff, from an own phone",
  "direct.on": "On",
  "screen.staff": "Staff only",
  "screen.everyone": "Everyone",
  "screen.host": "The host only",
  "floor_mode.open": "Everyone can speak",
  "floor_mode.queue": "People raise a hand",
  "floor_mode.staff_only": "Only staff speak",
  "mic_policy.soft": "As each person likes",
  "mic_policy.hard": "Off until it’s their turn",
  "names.display": "The name each person chose",
  "names.pseudonym": "A made-up name",
  "names.legal_or_display": "Legal or chosen name",
  "names.legal": "Legal name",
  "observers.consent_of_all": "Only if everyone agrees",
  "observers.notice": "After telling everyone",
  "observers.never": "Never",
  "partners.allow": "Yes",
  "partners.separate": "No, in separate groups",
  "overrun.notify": "Only say so",
  "overrun.prompt": "Ask the person",
  "overrun.auto_release": "End the turn",
  true: "Yes",
  false: "No",
};

/** @type {Record<string, string>} */
const MAIL_KINDS = {
  invitation: "Invitation",
  staff_invitation: "Invitation for staff",
  appointment_planned: "Session planned",
  appointment_moved: "Session moved",
  appointment_cancelled: "Session cancelled",
  reminder: "Reminder",
  sign_in_recovery: "New sign-in",
};

/** @type {Record<string, string>} */
const MAIL_STATES = { demo: "Letters", dead: "Not delivered", waiting: "Waiting", sent: "Sent" };

/** @type {Record<string, string>} */
const MAIL_NONE = { demo: "No letters yet", dead: "Everything was delivered", waiting: "Nothing is waiting", sent: "Nothing was sent yet" };

/** @type {Record<string, string>} */
const MAIL_REASONS = {
  no_such_address: "The address doesn’t exist",
  bad_address: "The address isn’t valid",
  utf8_address: "The mail server can’t write this address",
  mailbox_off: "The mailbox is closed",
  mailbox_full: "The mailbox is full",
};

/** @type {Record<string, string>} The first part of an act's code. */
const AREAS = {
  person: "People",
  couple: "Couples",
  care_team: "Care team",
  programme: "Groups and care",
  schedule: "Schedule",
  sign_in: "Signing in",
  policy: "Policies",
  settings: "Settings",
  mail: "Mail",
  break_glass: "Emergency access",
};

/** @type {Record<string, string>} */
const VERBS = {
  read: "looked at",
  list: "list looked at",
  write: "changed",
  change: "changed",
  create: "added",
  archive: "archived",
  restore: "restored",
  merge: "merged",
  import: "imported",
  export: "exported",
  invite: "invited",
  assign: "added",
  end: "ended",
  override: "exception",
  cancel: "cancelled",
  plan: "planned",
  enter: "entered a room",
  use: "used",
  begin: "signed in",
};

export const office_en = {
  team: {
    title: "Team",
    new: "New staff member",
    search: "Search by name",
    none: "No one found",
    none_text: "Invite the people who work here.",
    invite: "Add and invite",
    email_hint: "They get a link to set up their own sign-in. It works once.",
  },
  policies: {
    title: "Policies",
    lead: "What happens in each kind of session. Limits that protect people can’t be changed.",
    none: "Nothing to choose here",
    none_text: "Everything about this kind of session is fixed.",
    when: "Changes hold for sessions whose rooms aren’t open yet.",
    usual: (/** @type {string} */ value) => (value ? `Usually: ${value}.` : ""),
    fields: POLICY_FIELDS,
    value: (/** @type {string} */ name, /** @type {unknown} */ value) =>
      value === null || value === undefined ? "" : (POLICY_VALUES[`${name}.${value}`] ?? POLICY_VALUES[String(value)] ?? String(value)),
  },
  mail: {
    title: "Mail",
    lead: "Messages say when and where to join, never what for.",
    states: MAIL_STATES,
    none: MAIL_NONE,
    none_text: "Messages show up here by themselves.",
    to: "To",
    kind: "What",
    when: "When",
    why: "Why",
    kinds: MAIL_KINDS,
    reasons: MAIL_REASONS,
    reason_else: "The mail server refused it",
    again: "Send again",
    queued: "It will be sent again.",
  },
  audit: {
    title: "Audit",
    lead: "Who did what, and who looked at what. Entries can’t be changed.",
    actor: "Who",
    subject: "Person",
    action: "What",
    any: "Anything",
    since: "From",
    until: "Up to",
    look: "Search",
    when: "When",
    none: "Nothing found",
    none_text: "Try other days, or fewer conditions.",
    nobody: "The service",
    areas: AREAS,
    act: (/** @type {string} */ code) => {
      const [area, verb = ""] = code.split(".");
      return [AREAS[area] ?? area.replaceAll("_", " "), VERBS[verb] ?? verb.replaceAll("_", " ")].filter(Boolean).join(": ");
    },
  },
  settings: {
    title: "Settings",
    clinic: "The clinic",
    name: "Name",
    time_zone: "Time zone",
    zone_hint: "New sessions are planned in it. Type a city, such as Chicago.",
    holidays: "Days off",
    holidays_text: "Series leave these days out.",
    day: "Day",
    day_name: "Name",
    add_day: "Add day off",
  },
};
