/** English for private screening, and for a couple's clearance. */

/** @type {Record<string, string>} */
const VALUES = {
  pending: "Not given yet",
  cleared: "Cleared",
  held: "On hold",
};

/** @type {Record<string, string>} */
const FINDINGS = {
  open: "Nothing decided yet",
  clear: "Cleared",
  hold: "On hold",
};

/** @type {Record<string, string>} */
const MOVES = {
  clear: "Clear",
  hold: "Put on hold",
  reopen: "Look at it again",
};

/** @type {Record<string, string>} */
const REASONS = {
  screened: "The screening and our talk speak for it",
  screened_again: "A new screening speaks for it",
  danger: "Something points to violence, control or fear",
  declined: "They would rather not be screened, or not meet together",
  judgement: "My clinical judgment",
  changed: "Something has changed",
  mistake: "It was noted by mistake",
};

export const clearance_en = {
  values: VALUES,
  findings: FINDINGS,
  moves: MOVES,
  reasons: REASONS,
  couple: {
    title: "Sessions together",
    text: "This comes from both partners’ own therapists. It says nothing about which partner, or why. Please don’t tell either partner what it says.",
    /** @param {string} day */
    until: (day) => `Has to be looked at again by ${day}.`,
    waits: "They can be planned. In the waiting room, both partners see the same words until both are cleared.",
  },
  person: {
    title: "Private screening",
    text: "Only this client’s own therapists read this. The partner and the couples therapist never see it.",
    closed: "Only this client’s own individual therapists can read this. In an emergency, use emergency access on the Contact tab.",
    by_glass: "You read this by emergency access. It has been noted, and the clinical directors were told.",
    contact: "The emergency contact seems to be the partner, and the couple isn’t cleared. Agree on another contact in private.",
    none: "Not screened yet",
    /** @param {number} total @param {number} most */
    sum: (total, most) => `${total} of ${most}`,
    positive: "above the limit",
    negative: "not above the limit",
    number_only: "A number decides nothing. You do.",
    start: "Record a screening",
    before:
      "First ask: “Is this a safe time to talk? Are you alone?” Yes or no is enough. Don’t ask if another adult, or a child over 2, is there.",
    /** @param {number} number */
    item: (number) => `Question ${number}`,
    no_text: "Your clinic hasn’t entered the questions. Read them from your own licensed copy.",
    in_private: "They were alone, on a screen of their own. No one could see or hear us.",
    save: "Save",
    answers: "Answers",
    decide_title: "Sessions with the partner",
    no_couple: "This client isn’t part of a couple.",
    both: "Both partners are cleared.",
    not_both: "Not both partners are cleared.",
    /** @param {string} day */
    until: (day) => `Counts until ${day}.`,
    decide: "Decide",
    what: "What do you decide?",
    why: "Why?",
    needs_screening: "Needs a new screening first",
    note: "The partner isn’t told. Whatever you choose, both partners see the same words.",
    saved: "Saved. No client is told.",
  },
  settings: {
    title: "Couples: private screening",
    text: "These are careful defaults. Your clinicians decide.",
    asks: "Sessions together wait until both partners are cleared",
    asks_hint: "Couples sessions and groups of couples. Both partners see the same words while they wait.",
    review: "Days a screening counts",
    instrument: "What is asked",
    kinds: { hits: "HITS (four questions, 1 to 5)", own: "Our own questions" },
    hits_hint: "Attune has its scoring, not its text. Enter the four questions only if you have the authors’ permission.",
    name: "Name",
    items: "Questions, one per line",
    lowest: "Lowest answer",
    highest: "Highest answer",
    limit: "Counts as positive above",
    limit_hint: "HITS: 10 is the published limit. A clinician decides, not the number.",
  },
};
