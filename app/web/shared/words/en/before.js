/** English for what clients are asked before the room, and for what staff see of it. */

/** What is wrong with a field, by code. @type {Record<string, string>} */
const FIELD_REFUSED = {
  "field.required": "Please fill this in.",
  "field.state": "Please enter a state of the United States, or “other”.",
  "field.phone": "Please check this number. We can’t call it as it is.",
};

/** Notes under fields. @type {Record<string, string>} */
const HINTS = {
  unit: "If there is one",
  state: "Two letters or the name. Outside the United States, write “other”.",
  postal_code: "If you know it",
  phone: "A number where you can be reached today.",
};

/** @type {Record<string, string>} */
const KINDS = {
  home: "Home",
  work: "Work",
  car_parked: "A parked car",
  car_moving: "On the road",
  other: "Somewhere else",
};

/** @type {Record<string, (name: string) => string>} The question of each step. With a name where two people share the screen. */
const TITLES = {
  location: (name) => (name ? `${name}, where are you right now?` : "Where are you right now?"),
  surroundings: (name) => (name ? "What’s it like where you both are?" : "What’s it like where you are?"),
};

/** @type {Record<string, string>} */
const SEEN_BY = {
  location: "Only the people who lead this session can see this. It tells them where to send help if you need it.",
  surroundings: "Only staff in this session see your answers.",
};

/** @type {Record<string, string>} */
const COMPANY = { partner: "My partner", child: "A child", someone: "Someone else" };

export const before_en = {
  titles: TITLES,
  seen_by: SEEN_BY,
  fields: {
    address: "Street and number",
    unit: "Apartment or room",
    city: "City",
    state: "State",
    postal_code: "ZIP code",
    kind: "What kind of place is it?",
    phone: "Phone number for today",
  },
  hints: HINTS,
  kinds: KINDS,
  field_refused: FIELD_REFUSED,
  field_refused_else: "Please check this.",
  /** @param {string} address @param {string} name */
  still: (address, name) => (name ? `${name}, are you at ${address}?` : `Are you at ${address}?`),
  yes: "Yes",
  no: "No, I’m somewhere else",
  proceed: "Continue",
  cannot_say: "I can’t say right now",
  change: "Change where I am",
  driving: "Please don’t join while you’re on the road. Once you’ve parked, change your answer here.",
  refused: "That didn’t go through. Please try again in a moment.",
  around: {
    private: "Are you in a private place?",
    private_answers: { yes: "Yes, no one can hear me", no: "No, someone could hear me" },
    overheard: "That’s okay. Staff will check in with you before you come in.",
    headphones: "Are you using headphones?",
    headphones_answers: { yes: "Yes", no: "No" },
    company: "Who’s with you?",
    company_shared: "Who’s with the two of you?",
    nobody: "No one",
    people: COMPANY,
    missing: "Please answer all three questions.",
  },
};

/** What people have still to do, by code. @type {Record<string, string>} */
const STEPS = {
  begin: "hasn’t started yet",
  location: "still has to say where they are",
  surroundings: "still has to say what’s around them",
};

/** Why somebody is held, with what to do, by code. @type {Record<string, string>} */
const HOLDS = {
  "location.unknown": "Couldn’t say where they are. Call them and ask, then enter the address.",
  "location.verbal": "Their state needs this aloud: full name and address. Call them, then confirm it.",
  licence: "No one who leads this session is licensed there. Admit them only with a reason.",
  driving: "On the road. They can come in once they’ve parked and changed their answer.",
  "surroundings.unknown": "Couldn’t say who may overhear them. Call them and ask.",
  arranging:
    "Their care team is still arranging sessions together. Say only that. Their couples therapist can look it up on the couple’s page.",
  not_private: "Someone may overhear them. Call them first: yes or no questions only.",
};

/** What staff should know, by code. @type {Record<string, string>} */
const NOTES = {
  not_alone: "not alone",
  partner_present: "partner there",
  child_present: "child there",
  no_headphones: "no headphones",
  "place.changed": "new address",
  "place.car": "in a parked car",
  "licence.some": "not every facilitator is licensed there",
  "waived.licence": "license: admitted anyway",
  "waived.not_private": "overheard: admitted anyway",
  "waived.surroundings.unknown": "surroundings: admitted anyway",
};

/** Why staff admit somebody although something holds them, by code. @type {Record<string, string>} */
const REASONS = {
  asked: "I asked, and it’s all right",
  safety: "Leaving them alone now would be worse",
  temporary_practice: "Their state allows temporary practice",
  supervisor: "Agreed with my supervisor",
};

/** Why an act was refused, by code. @type {Record<string, string>} */
const REFUSED = {
  "version.other": "Something changed meanwhile. Please look again.",
  "access.denied": "Only those who lead this session can see this.",
  "sign_in.needed": "Please sign in on this browser first.",
  "form.invalid": "Please check the marked fields.",
};

export const prepared_en = {
  todo: STEPS,
  todo_else: "still has something to do",
  holds: HOLDS,
  hold_else: "Held. Open the details.",
  notes: NOTES,
  reasons: REASONS,
  refused: REFUSED,
  refused_else: "That didn’t go through. Please try again in a moment.",
  ready: "ready",
  details: "Details",
  /** @param {string} name */
  details_of: (name) => `Details: ${name}`,
  /** @param {string} name */
  title: (name) => `${name} today`,
  nothing: "They haven’t said where they are.",
  accommodations: "What helps them take part",
  call: "Phone today",
  said_by_staff: "Entered by staff.",
  confirm: "Confirmed aloud: full name and address",
  confirmed: "Full name and address were confirmed aloud.",
  admit_anyway: "Admit anyway",
  reason: "Reason",
  enter: "Enter an address for them",
  save: "Save address",
  close: "Close",
};
