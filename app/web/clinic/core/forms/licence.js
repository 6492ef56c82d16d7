/** A license as a form has it, with what one compact adds to it; and what the service gets. Pure. */

/** Agreements between states under which one license reaches others. */
export const COMPACTS = ["psypact", "counseling", "social_work", "nurse_licensure", "medical_licensure"];

/** @param {string} type @returns {Record<string, any>} */
export const newLicence = (type) => ({
  type,
  state: "",
  number: "",
  expires: "",
  compact: "",
  privileges: "",
  privileges_expire: "",
});

/** Codes of states from what was typed between commas or spaces, each once. @param {string} typed */
export const statesOf = (typed) => [
  ...new Set(
    typed
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
  ),
];

/** A privilege lasts no longer than its license, so that is its end unless an earlier one is named. @param {Record<string, any>} values */
export const licenceBody = ({ type, state, number, expires, compact, privileges, privileges_expire }) => ({
  type,
  state: state.trim().toUpperCase(),
  number: number.trim(),
  expires,
  ...(compact ? { privileges: [{ compact, states: statesOf(privileges), expires: privileges_expire || expires }] } : {}),
});
