/** Two records of one person, field by field: what each says, which of the two stays, and where staff choose. Pure. */

/**
 * @typedef {import("../api/shapes.js").Person} Person
 * @typedef {"keep" | "drop"} Side
 * @typedef {{ field: string, taken: Side, differs: boolean }} MergedField
 * @typedef {{ keep: string, drop: string, fields: MergedField[] }} MergePlan
 * @typedef {{ field: string, keep: string, drop: string, taken: Side, differs: boolean }} MergeRow
 */

/** Both say how the person may be reached; the two belong together on a screen, but are chosen apart. */
const REACH = { safe_channel: "channel", safe_times: "safe_times" };

/**
 * What a record says in a field, as text; for the channel its code.
 * @param {Person} person @param {string} field
 */
export function saidBy(person, field) {
  switch (field) {
    case "display_name":
      return person.name;
    case "language":
      return person.languages?.[0] ?? "";
    case "address":
      return lined(person.address, ["line_1", "line_2", "city", "state", "postal_code"]);
    case "emergency":
      return lined(person.emergency_contact, ["name", "phone", "relation"]);
    case "safe_channel":
    case "safe_times":
      return /** @type {any} */ (person.reach)?.[REACH[field]] ?? "";
    default:
      return String(/** @type {any} */ (person)[field] ?? "");
  }
}

/** @param {any} thing @param {string[]} parts */
const lined = (thing, parts) =>
  parts
    .map((part) => thing?.[part])
    .filter(Boolean)
    .join(", ");

/** What is worth showing: every field of which one of the two says anything. @param {MergePlan} plan @param {Person} keep @param {Person} drop @returns {MergeRow[]} */
export const rowsOf = (plan, keep, drop) =>
  plan.fields
    .map(({ field, taken, differs }) => ({ field, taken, differs, keep: saidBy(keep, field), drop: saidBy(drop, field) }))
    .filter((row) => row.keep || row.drop);

/** The choices that are not made by the rules themselves. @param {MergeRow[]} rows @param {Record<string, Side>} chosen @returns {Record<string, Side>} */
export const choicesOf = (rows, chosen) =>
  Object.fromEntries(
    rows.filter(({ field, differs, taken }) => differs && (chosen[field] ?? taken) !== taken).map(({ field }) => [field, chosen[field]]),
  );
