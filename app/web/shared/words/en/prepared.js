/** English for staff: how ready the people who wait are, and what to do about it. */

/** What people have still to do, by code. @type {Record<string, string>} */
const TODO = {
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
  todo: TODO,
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
