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

/** @type {Record<string, string>} */
const READ_IN = { en: "Read this in English", es: "Read this in Spanish" };

/** Documents to sign. Nothing here says which: a partner may look. */
const DOCUMENTS = {
  sign: (/** @type {string} */ name) => (name ? `${name}, please read this` : "Please read this"),
  confirm: (/** @type {string} */ name) => (name ? `${name}, do you still agree?` : "Do you still agree?"),
  confirm_text: (/** @type {string} */ title) => `You signed “${title}” before.`,
  agree: "I agree and sign",
  still: "Yes, I still agree",
  read_again: "Read it again",
  later: "I’d like to talk with staff first",
  decline: "No, thank you",
  optional: "You can say no and still join.",
  changed: "This text changed while you were reading. Here is the new one. Nothing was signed yet, and nothing else is lost.",
  read_in: READ_IN,
  seen_by: "Staff see that you signed. Your copy is under “My agreements”.",
  own_screen: "Something just for you? You’ll find it on your own phone, or on your page under “My agreements”.",
};

export const before_en = {
  documents: DOCUMENTS,
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
  "acknowledge.agreement": "still has to confirm the agreement",
  "sign.agreement": "hasn’t signed the agreement",
  "sign.telehealth": "hasn’t signed: care by video, where they are now",
  "sign.group": "hasn’t signed: meeting in a group",
  "sign.couples": "hasn’t signed: meeting as a couple",
  "sign.private": "still has something to sign on their own screen",
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
  "agreements.unknown": "We couldn’t find out what they have signed. Please try again in a moment.",
  "agreements.private":
    "Has something to sign where no one else sees the screen: on their own phone, or under “My agreements”. Please don’t ask about it in front of their partner.",
};

/** What staff should know, by code. @type {Record<string, string>} */
const NOTES = {
  "withdrawn.agreement": "took back: the agreement",
  "withdrawn.telehealth": "took back: care by video",
  "withdrawn.group": "took back: meeting in a group",
  "withdrawn.couples": "took back: meeting as a couple",
  "withdrawn.private": "took back something private",
  no_observers: "wants no observer",
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

/** What somebody has done about a document, by code. @type {Record<string, string>} */
const DOCUMENT_STATES = {
  signed: "signed",
  acknowledge: "signed, to confirm today",
  sign: "not signed",
  withdrawn: "taken back",
  declined: "said no",
};

/** @type {Record<string, string>} */
const DOCUMENT_KINDS = {
  agreement: "Confidentiality agreement",
  telehealth: "Care by video",
  part2: "Part 2 consent",
  group: "Meeting in a group",
  couples: "Meeting as a couple",
  observers: "Observers",
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
  signed: "all signed",
  documents: "Agreements",
  documents_help:
    "No one joins without these. They can sign on their page, or tell you that they agree: then note it on their client page.",
  document_states: DOCUMENT_STATES,
  kinds: DOCUMENT_KINDS,
  /** @param {string} name @param {string} what */
  moved_out: (name, what) => `${name} is in the waiting room: ${what}.`,
  details: "Details",
  /** @param {string} name */
  details_of: (name) => `Details: ${name}`,
  /** @param {string} name */
  title: (name) => `${name} today`,
  nothing: "They haven’t said where they are.",
  accommodations: "What helps them take part",
  call: "Phone today",
  /** @param {string} kind In their words. */
  kind: (kind) => `As they said: “${kind}”`,
  said_by_staff: "Entered by staff.",
  confirm: "Confirmed aloud: full name and address",
  confirmed: "Full name and address were confirmed aloud.",
  admit_anyway: "Admit anyway",
  reason: "Reason",
  enter: "Enter an address for them",
  save: "Save address",
  close: "Close",
};
