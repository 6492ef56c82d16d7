/** A template's week as a form has it: which sessions are wanted, and for whom; and what the service gets. Pure. */

/**
 * @typedef {{ audience: "cohort" | "client" | "couple", kind: string, track: string, days: string[], at: string, every_weeks: number,
 *   duration_min: number, break_min: number }} TemplateSession
 * @typedef {{ id: string, sessions: TemplateSession[] }} Template
 */

/** The form's field for a part of a session. @param {number} place @param {"wanted" | "title" | "at"} part */
export const sessionField = (place, part) => `session_${place}_${part}`;

/** The places of the sessions that are wanted. @param {Template} template @param {Record<string, any>} values */
const wanted = (template, values) => [...template.sessions.keys()].filter((place) => values[sessionField(place, "wanted")]);

/** For whom something is wanted. @param {Template} template @param {Record<string, any>} values */
export const needsOf = (template, values) => new Set(wanted(template, values).map((place) => template.sessions[place].audience));

/** @param {Template} template @param {Record<string, any>} values */
export const chosenOf = (template, values) => ({
  first_monday: values.first_monday,
  weeks: values.weeks,
  sessions: wanted(template, values).map((place) => ({
    session: place,
    title: values[sessionField(place, "title")].trim(),
    at: values[sessionField(place, "at")],
    staff: [{ person: values[`leader_${place}`], role: "facilitator" }],
  })),
  ...Object.fromEntries([...needsOf(template, values)].map((need) => [need, values[need]])),
});

/** Codes of what is missing, by field. @param {Template} template @param {Record<string, any>} values @returns {Record<string, string>} */
export function errorsOf(template, values) {
  const places = wanted(template, values);
  const fields = [
    "first_monday",
    "weeks",
    ...places.flatMap((place) => [sessionField(place, "title"), sessionField(place, "at"), `leader_${place}`]),
    ...needsOf(template, values),
  ];
  const missing = fields.filter((name) => !String(values[name] ?? "").trim()).map((name) => [name, "field.required"]);
  if (!places.length) missing.push(["template", "template.session"]);
  return Object.fromEntries(missing);
}
