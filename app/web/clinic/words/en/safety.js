/** English for those on call, crisis cards, what is agreed for an emergency, private screening and clearance. */

import { alerts_en } from "../../../shared/words/en/alerts.js";

/** @type {Record<string, (name: string) => string>} */
const STEPS = {
  signalled: (name) => `${name || "Someone"} asked for help.`,
  paged: (name) => `${name} was paged.`,
  sent: () => "The page went out.",
  unreached: () => "No one could be reached. The session was told to call.",
  answered: (name) => `${name} has it.`,
  acknowledged: (name) => `${name} has seen it in the session.`,
  closed: (name) => `${name} closed it.`,
};

/** @type {Record<string, string>} */
const NATURES = {
  help_signal: "Asked for help",
  suicide_risk: "Suicide risk",
  violence: "Violence",
  overdose: "Overdose",
  medical: "Medical emergency",
  unreachable: "Left suddenly, can’t be reached",
  other: "Something else",
};

/** @type {Record<string, string>} */
const RECIPIENTS = {
  emergency_services: "Emergency services",
  crisis_line: "Crisis line",
  poison_control: "Poison Control",
  hospital: "A hospital",
  emergency_contact: "Emergency contact",
  other_clinician: "Another clinician",
};

/** @type {Record<string, string>} */
const RIGHTS = {
  leads: "because you lead their session",
  answered: "because you answered their alert",
  break_glass: "by emergency access",
};

export const safety_en = {
  on_call: {
    title: "On call",
    lead: "When someone in a session asks for help and no one there has seen it, it rings here.",
    tab: "● Someone needs you",
    keep: "Keep watch on this device",
    keep_text: "Until you press this, the page can’t make a sound, and you’ll be signed out after a while as usual.",
    kept: "This device keeps watch: it rings, and you stay signed in for up to 12 hours. Don’t leave it unattended.",
    not_fresh: "This page may be out of date. It keeps trying.",
    none: "No one needs you right now",
    none_text: "This page looks every two seconds.",
    /** @param {string[]} names */
    who: (names) => (names.length > 1 ? `${names.join(" or ")}, on one camera` : (names[0] ?? "Someone")),
    ago: alerts_en.ago,
    late: "sent late: the connection was down",
    answer: "I have it",
    mine: "You have it. Call the session’s facilitator, or the person, now.",
    /** @param {string} name */
    answered: (name) => (name ? `${name} has it.` : "Someone in the session has it."),
    /** @param {string} name */
    card: (name) => `Crisis card: ${name}`,
    timeline: "What was done",
    /** @param {string} step @param {string} name */
    step: (step, name) => STEPS[step]?.(name) ?? "",
  },
  card: {
    title: "Crisis card",
    documented: "Opening this card is documented: who, when, and why.",
    nature: "What is happening?",
    natures: NATURES,
    open: "Open the card",
    closed:
      "You can open this card while you lead a session with this person, or after you answer their alert. Otherwise, use emergency access on their page.",
    to_person: "Go to their page",
    print: "Print",
    /** @param {string} name */
    shown_as: (name) => `In sessions: ${name}`,
    where: "Where they are",
    no_address: "No address is on file. Ask them where they are.",
    of_record: "This is their address on file. They may be somewhere else: ask.",
    /** @param {string} time */
    said_at: (time) => `As they said: ${time}`,
    not_licensed: "You have no license on file for this state. In an emergency, help first.",
    call: "Numbers",
    local: "Emergency line where they are",
    no_local: "Not on file. Ask 911 to transfer you, and give the address.",
    their_phone: "Their phone",
    no_phone: "Not on file",
    crisis_line: "Crisis line (call or text)",
    poison: "Poison Control",
    own_911: "Your own 911 reaches the place where you are, not where they are.",
    contact: "Emergency contact",
    no_contact: "No one is on file.",
    is_partner: "This seems to be their partner. If the partner may be the danger, don’t call.",
    not_cleared: "The couple is not cleared for sessions together.",
    permission: "They agreed that you may call this person.",
    no_permission: "They have not agreed to this. Call only if their life is in danger.",
    phrase: "Agreed phrase: they can’t speak freely",
    note: "Your clinic",
    told: "Who did you tell?",
    told_text: "Note it right away. It goes into the record of disclosures.",
    recipients: RECIPIENTS,
    rights: RIGHTS,
    /** @param {string} time @param {string} right */
    opened: (time, right) => `Opened ${time}, ${right}.`,
  },
  settings: {
    title: "On call",
    text: "If no one in the session has seen a call for help after 30 seconds, these people are paged one after the other, every 30 seconds. After 90 seconds, the clinical directors are paged too.",
    none: "No one is on the list. Only the clinical directors are paged.",
    gone: "No longer here",
    add: "Add someone",
    earlier: "Move up",
    url: "Your own paging system (webhook)",
    url_hint: "An https address. We send ids only, no names.",
    secret: "Secret for signing",
    secret_hint: "At least 16 characters. No one can read it again.",
    secret_kept: "There is one, which no one can read. Leave this empty to keep it.",
    note: "Your clinic’s lines on every crisis card",
    note_hint: "For example, the number of your front desk at night.",
  },
  departures: {
    title: "How everyone left",
    /** @param {string} time */
    ended: (time) => `Session ended: ${time}`,
    goes_on: "The session isn’t over yet.",
    print: "Print",
    nobody: "No one was in this session.",
    /** @param {string} came @param {string} left */
    from_to: (came, left) => (left ? `${came} to ${left}` : `since ${came}`),
    /** How somebody was seen last. @type {Record<string, string>} */
    ways: {
      here: "There now",
      stayed: "There to the end",
      left: "Left by themselves",
      lost: "Connection lost",
      removed: "Moved out by staff",
    },
    goodbye: "Said goodbye",
    no_goodbye: "No exit check",
    /** @param {number} number @param {boolean} call */
    exit: (number, call) => `Exit check: ${number} of 10${call ? ", would like a call" : ""}`,
    /** What staff chose to do about a flagged answer. @type {Record<string, string>} */
    done: {
      crisis_break: "crisis break",
      private_talk: "private talk",
      stay: "someone stayed",
      call: "call today",
      note: "seen, no action needed",
    },
    /** @type {Record<string, string>} */
    facts: {
      signal: "Help signal from their seat",
      "welfare.due": "Gone, and staff were asked to check on them",
      "welfare.called": "Called them",
      "welfare.reached": "Reached them",
      "welfare.not_reached": "No answer",
      "welfare.contact_called": "Called their contact",
      "welfare.emergency_called": "Called the emergency line",
      "welfare.closed": "Someone else took over",
      "welfare.back": "Connected again",
    },
    crisis: "Crisis break: what was done",
    /** @type {Record<string, string>} */
    crisis_facts: {
      started: "Crisis break began",
      acknowledged: "Someone confirmed",
      with_group: "A colleague stayed with the group",
      private_talk: "Private talk",
      group_break: "Break for all",
      emergency: "Emergency",
      regroup: "The group came back together",
      debrief: "Everyone could speak",
      documented: "Documented",
      connection_lost: "The person’s connection was lost",
      connected: "The person was connected again",
      reminder_colleague: "Reminder to phone a colleague",
      reminder_director: "Reminder to phone the director",
      talked: "Talked with the person",
      called_person: "Called the person",
      called_contact: "Called their emergency contact",
      called_crisis_line: "Called the crisis line",
      called_emergency: "Called the emergency line where they are",
      called_on_call: "Called on-call",
      called_director: "Called the clinical director",
      help_arrived: "Help was there",
      stayed: "The person stayed in the session",
      left_with_plan: "The person left with a plan",
    },
    tasks: "Still to do",
    no_tasks: "Nothing is open.",
    to_tasks: "Follow-up",
    hand_over: "Hand over to on-call",
    hand_over_text:
      "The first person on call gets a mail with a link to this page, and can read it for a day. The mail names no one. Please also call them.",
    hand_over_now: "Hand over now",
    /** @param {string} time @param {string} by @param {string} to */
    handed: (time, by, to) => `${time}: ${by} to ${to}`,
  },
  agreed: {
    title: "Agreed with them",
    card: "Crisis card",
    number: "Emergency line where they live",
    number_hint: "Ten digits: your own 911 reaches the place where you are.",
    phrase: "Agreed phrase",
    phrase_hint: "What they say when they can’t speak freely.",
    accommodations: "What helps them take part",
    accommodations_hint:
      "Such as captions, camera off, or an interpreter. The person who leads their session sees it when they arrive. No diagnosis.",
  },
};

/** @type {Record<string, string>} */
const CLEARANCE_VALUES = {
  pending: "Not given yet",
  cleared: "Cleared",
  held: "On hold",
};

/** @type {Record<string, string>} */
const CLEARANCE_FINDINGS = {
  open: "Nothing decided yet",
  clear: "Cleared",
  hold: "On hold",
};

/** @type {Record<string, string>} */
const CLEARANCE_MOVES = {
  clear: "Clear",
  hold: "Put on hold",
  reopen: "Look at it again",
};

/** @type {Record<string, string>} */
const CLEARANCE_REASONS = {
  screened: "The screening and our talk support it",
  screened_again: "A new screening supports it",
  danger: "Something points to violence, control or fear",
  declined: "They would rather not be screened, or not meet together",
  judgement: "My clinical judgment",
  changed: "Something has changed",
  mistake: "It was noted by mistake",
};

export const clearance_en = {
  values: CLEARANCE_VALUES,
  findings: CLEARANCE_FINDINGS,
  moves: CLEARANCE_MOVES,
  reasons: CLEARANCE_REASONS,
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
    needs_screening: "You can clear only after a screening made since the last decision.",
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
