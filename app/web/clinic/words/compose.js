/** Which sentences of a language fit a code. The sentences themselves are each language's. Pure. */

/**
 * @typedef {typeof import("./en/common.js").common_en} Common
 * @typedef {{ refusals: Record<string, string>, fields: Record<string, string>, conflicts: Record<string, string>, refused: string, field_wrong: string, against: string,
 *   conflict_else: string }} Refusals
 * @typedef {{ code: string, reason?: string, errors: Record<string, string> }} FormState
 */

/** Signing in is refused with the same codes as in rooms, and in the same words. */
const OF_ACCOUNTS = /^(passkey|totp|oidc|rate)\.|^sign_in\.busy$/;

/** @param {Record<string, string>} sentences */
export const pick = (sentences) => Object.fromEntries(Object.entries(sentences).filter(([code]) => OF_ACCOUNTS.test(code)));

/** @param {unknown} error */
const codeOf = (error) => (typeof error === "object" && error !== null && "code" in error ? String(error.code) : "");

/** @param {readonly string[]} codes @param {readonly string[]} order What is not in it comes last. */
const inOrder = (codes, order) => [...order.filter((one) => codes.includes(one)), ...codes.filter((one) => !order.includes(one))];

/** @template T @param {T & { common: Common, refusals: Refusals }} texts */
export function compose(texts) {
  const { refusals, fields, conflicts, refused, field_wrong, against, conflict_else } = texts.refusals;
  const { common } = texts;
  const sentence = (/** @type {string} */ code) => refusals[code] ?? fields[code] ?? (code in conflicts ? against : refused);
  const refusal = (/** @type {unknown} */ error) => sentence(codeOf(error));
  return {
    ...texts,
    /** Why something was not done. @param {unknown} error What was thrown, or anything with a `code`. */
    refusal,
    /** What is wrong with a field. @param {string} code */
    fieldProblem: (code) => fields[code] ?? refusals[code] ?? field_wrong,
    /** What is wrong with a form as a whole. @param {FormState} form */
    formProblem: (form) => (Object.keys(form.errors).length && !(form.code in refusals) ? refusals["form.invalid"] : refusal(form)),
    /** What speaks against a session. @param {string} code @param {readonly string[]} people Names. @param {string} at When the other one is, or "". */
    conflict: (code, people, at) =>
      (conflicts[code] ?? refusals[code] ?? conflict_else)
        .replace("{people}", common.list(people))
        .replace("{at}", at)
        .replace(/\s+([.,])/g, "$1"),
    /** The one who answers for most comes first. @param {readonly string[]} roles */
    roles: (roles) =>
      inOrder(roles, Object.keys(common.staff_roles))
        .map((role) => common.staff_roles[role] ?? role)
        .join(" · "),
    staff_roles: common.staff_roles,
  };
}
