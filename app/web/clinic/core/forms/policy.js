/** A session's rules as a form has them: long times in minutes, choices as text; and back. Pure. */

/**
 * @typedef {{ options?: (string | number | boolean)[] | null, low?: number | null, high?: number | null, whole?: boolean, optional?: boolean }} Limit
 * @typedef {{ kind: string, fields: Record<string, any>, defaults: Record<string, any>, limits: Record<string, Limit>, version: number }} Policy
 */

/** Rules in seconds that people think of in minutes. */
const IN_MINUTES = new Set(["join_early_s", "late_after_s", "lock_after_s"]);

/** How many seconds one of a field's number is. @param {string} name */
const unit = (name) => (IN_MINUTES.has(name) ? 60 : 1);

/** A value as the form has it. @param {string} name @param {any} value */
export const shownValue = (name, value) => (typeof value === "number" ? value / unit(name) : value);

/** The range of a number as the form has it. @param {string} name @param {Limit} limit */
export const shownRange = (name, limit) => ({ from: (limit.low ?? 0) / unit(name), to: (limit.high ?? 0) / unit(name) });

/** @param {Policy} policy @returns {Record<string, any>} */
export const fieldsOfPolicy = ({ fields, limits }) =>
  Object.fromEntries(
    Object.entries(limits).map(([name, { options }]) => [name, options ? String(fields[name]) : shownValue(name, fields[name])]),
  );

/** What the service gets: only what is not the default. @param {Policy} policy @param {Record<string, any>} values */
export function policyBody({ limits, defaults }, values) {
  const chosen = Object.entries(limits).map(([name, { options }]) => {
    const typed = values[name];
    const value = options
      ? options.find((option) => String(option) === String(typed))
      : typeof typed === "number"
        ? typed * unit(name)
        : typed;
    return /** @type {[string, any]} */ ([name, value ?? null]);
  });
  return { fields: Object.fromEntries(chosen.filter(([name, value]) => value !== (defaults[name] ?? null))) };
}
