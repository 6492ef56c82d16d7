/** What of a day can be entered, and what comes next. Pure. */

/**
 * @typedef {import("../api/shapes.js").Appointment} Appointment
 * @typedef {import("../api/shapes.js").TodayItem} TodayItem
 */

/** Whether a session's room can be entered. @param {Pick<Appointment, "opens_at" | "ends_at" | "state" | "status">} one @param {number} now_ms */
export function canEnter(one, now_ms) {
  if (one.status === "cancelled" || one.state === "ended") return false;
  return one.state === "open" || one.state === "live" || (Date.parse(one.opens_at) <= now_ms && now_ms < Date.parse(one.ends_at));
}

/** The first that is not over, or undefined. @template {Pick<TodayItem, "appointment" | "state">} T @param {readonly T[]} items @param {number} now_ms */
export const nextOf = (items, now_ms) =>
  items.find(
    ({ appointment, state }) => appointment.status !== "cancelled" && state !== "ended" && Date.parse(appointment.ends_at) > now_ms,
  );

/** What is still to come, and what is over or cancelled. @template {Pick<TodayItem, "appointment" | "state">} T @param {readonly T[]} items */
export const splitDay = (items) => {
  const over = (/** @type {T} */ { appointment, state }) => state === "ended" || appointment.status === "cancelled";
  return { ahead: items.filter((one) => !over(one)), over: items.filter(over) };
};

/** Whether somebody is only called by their address so far. @param {{ name: string, email: string }} own */
export const isUnnamed = ({ name, email }) => email.startsWith(`${name}@`);

/**
 * The steps of a clinic's first day, in order, with whether each is done.
 * @param {{ unnamed: boolean, staff: number, clients: number, cohorts: number, sessions: number }} found
 */
export const firstSteps = ({ unnamed, ...counts }) =>
  /** @type {const} */ ([
    ...(unnamed ? [/** @type {const} */ ({ step: "name", path: "/me", done: false })] : []),
    { step: "staff", path: "/team", done: counts.staff > 1 },
    { step: "people", path: "/people", done: counts.clients > 0 },
    { step: "groups", path: "/groups", done: counts.cohorts > 0 },
    { step: "session", path: "/schedule", done: counts.sessions > 0 },
  ]);
