/** A session's rules as a form has them: times in minutes where they are long, and back. Pure. */

/**
 * @typedef {{ options?: (string | number | boolean)[], low?: number, high?: number, whole?: boolean, optional?: boolean }} Limit
 * @typedef {{ kind: string, policy: Record<string, any>, defaults: Record<string, any>, limits: Record<string, Limit>, version: number }} Policy
 */

/** @param {Policy} policy @returns {Record<string, any>} Choices as text, numbers as numbers. */
export const fieldsOfPolicy = ({ policy, limits }) =>
  Object.fromEntries(Object.entries(limits).map(([name, { options }]) => [name, options ? String(policy[name]) : policy[name]]));

/** What the service gets: only what is not the default. @param {Policy} policy @param {Record<string, any>} values */
export function policyBody({ limits, defaults }, values) {
  const chosen = Object.entries(limits).map(([name, { options }]) => {
    const value = options ? options.find((option) => String(option) === String(values[name])) : values[name];
    return /** @type {[string, any]} */ ([name, value ?? null]);
  });
  return { policy: Object.fromEntries(chosen.filter(([name, value]) => value !== (defaults[name] ?? null))) };
}
