/** English for what clients are asked before the room: where they are, and what is around them. */

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
