/** What the run of a protocol asks of facilitators, from the facts that only they get; one function for each protocol. Pure. */

/**
 * @typedef {import("../wire.js").View} View
 * @typedef {import("./asks.js").Ask} Ask
 * @typedef {import("./now.js").Deed} Deed
 */

/** @param {string} code @param {string[] | undefined} people @param {Deed[]} [deeds] @returns {Ask[]} Nothing for nobody. */
const about = (code, people, deeds = []) => (people?.length ? [{ code, people, deeds }] : []);

/** @param {string} code @param {unknown} holds @param {Deed[]} [deeds] @returns {Ask[]} */
const when = (code, holds, deeds = []) => (holds ? [{ code, deeds }] : []);

/** @param {string} action @param {Record<string, unknown>} [fields] @param {string} [word] @returns {Deed} */
const act = (action, fields = {}, word = "act") => ({ word, action, fields });

/** @type {Record<string, (facts: import("../wire.js").Facts, view: View) => Ask[]>} */
const OF = {
  go_round: (facts) => [
    ...(facts.over_s >= 30 ? [{ code: "too_long", number: facts.over_s, deeds: facts.fits_s ? [{ ...act("shorten", { limit_s: facts.fits_s }, "shorten"), person: String(facts.fits_s) }] : [] }] : []),
    ...about("missing", facts.missing),
  ],
  talking_piece: (facts, view) => [
    ...about("piece_lost", facts.lost ? [facts.lost] : []),
    ...(view.run?.step === "agreements" ? about("unconfirmed", facts.unconfirmed) : []),
  ],
  speaker_listener: (facts) => coach(facts),
  imago: (facts) => coach(facts),
  fishbowl: (facts) => [
    ...when("time_up", facts.time_up),
    ...when("offer_grounding", facts.offer === "grounding", [{ word: "grounding", protocol: "grounding" }]),
    ...about("declined", facts.declined),
    ...about("to_agree", facts.to_agree),
    ...about("left_circle", facts.left),
  ],
  reflect_first: (facts, view) => [...when("sum_up", facts.sum_up), ...when("cued", facts.cued && view.run?.step === "reflect")],
  feedback_round: (facts) => [...about("needs_release", facts.needs_release, [act("release_partner")]), ...when("receiver_left", facts.receiver_left)],
  closing_round: (facts) => exitCheck(facts),
  grounding: (facts) => [...about("worse", facts.worse), ...about("sitting_out", facts.sitting_out)],
  time_out: (facts) => [
    ...(Object.keys(facts.ratings ?? {}).length ? [{ code: "ready_numbers", numbers: /** @type {[string, number][]} */ (Object.entries(facts.ratings)), deeds: [] }] : []),
    ...about("ask_in_private", facts.ask),
    ...about("not_returned", facts.not_returned),
    ...when("avoidance", facts.avoidance),
  ],
  crisis_break: (facts, view) => [
    ...when("crisis_choose", view.run?.step === "triage", ["pull_aside", "group_break", "emergency", "stay_with_group"].map((action) => act(action))),
    ...when("phone_director", facts.reminders > 1 && !facts.acknowledged),
    ...when("phone_colleague", facts.reminders === 1 && !facts.acknowledged),
    ...about("crisis_lost", facts.concerned && facts.concerned_here === false ? [facts.concerned] : []),
    ...when("nobody_with_group", facts.response && !facts.with_group, [act("stay_with_group")]),
    ...about("with_group", facts.with_group ? [facts.with_group] : []),
  ],
};

/** @param {View} view @returns {Ask[]} */
export function runAsks(view) {
  const { run, leading } = view;
  if (!run || run.paused || !leading?.run) return [];
  return OF[run.protocol]?.(leading.run, view) ?? [];
}

/** @param {import("../wire.js").Facts} facts @returns {Ask[]} */
const coach = (facts) => (facts.coach_prompt ?? []).map((/** @type {string} */ reason) => ({ code: `coach_${reason}`, deeds: [] }));

const SEEN_TO = ["stay", "call", "pull_aside", "note"];

/**
 * Each red answer is one ask until somebody has seen to it; then whom staff have to ask in private, and whom to call.
 * @param {import("../wire.js").Facts} facts @returns {Ask[]}
 */
function exitCheck(facts) {
  const red = (facts.open ?? []).map((/** @type {string} */ person) => ({
    code: facts.answers[person].call ? "exit_call" : "exit_red",
    about: person,
    people: [person],
    number: facts.answers[person].number,
    deeds: SEEN_TO.map((done) => act("acknowledge", { person: [person], done }, `exit_${done}`)),
  }));
  return [...red, ...about("exit_ask", facts.ask), ...about("to_call", facts.to_call)];
}

/** Why the session should not end yet, as a code; "" when nothing is open. @param {View} view */
export function endsTooEarly(view) {
  if (view.run?.protocol !== "closing_round") return "";
  const { open = [], unanswered = [] } = view.leading?.run ?? {};
  if (open.length) return "open";
  return unanswered.length ? "unanswered" : "";
}
