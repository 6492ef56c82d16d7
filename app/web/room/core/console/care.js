/** Whom those who lead look after in particular: welfare checks, who may be overheard, the device check. Pure. */

import { shownName } from "../../../shared/core/names.js";

/** @typedef {import("../wire.js").View} View */

/** What somebody said before the session, or staff let pass, that says the same as the mark. */
const SAID = ["not_alone", "waived.not_private", "waived.surroundings.unknown"];

/** Whether somebody may be overheard: as staff marked, or as they said themselves. @param {View} view @param {string} person */
export function mayBeOverheard(view, person) {
  if (view.care?.overheard.includes(person)) return true;
  return Boolean(view.readiness?.[person]?.notes?.some((note) => SAID.includes(note)));
}

/**
 * Welfare checks that are not over, the oldest first, each with what can be done now.
 * @param {View} view
 */
export function welfareOf(view) {
  return Object.entries(view.care?.welfare ?? {})
    .map(([person, check]) => ({
      person,
      name: shownName(check.name),
      at: check.at,
      returned_at: check.returned_at ?? 0,
      done: Object.entries(check.steps).sort(([, a], [, b]) => a - b),
      steps: stepsOf(check.state, Boolean(check.returned_at)),
    }))
    .sort((a, b) => a.at - b.at);
}

/** The steps as buttons, the likeliest first. @param {string} state @param {boolean} back */
function stepsOf(state, back) {
  if (back) return ["reached", "closed"];
  const after = state === "due" ? ["called", "reached"] : ["reached", "not_reached", "called"];
  return state === "unreached" ? ["contact_called", "emergency_called", "reached", "called", "closed"] : [...after, "closed"];
}

/** With whom somebody still has to say that they will talk. @param {View} view */
export const talksDue = (view) => Object.entries(view.care?.talk ?? {}).flatMap(([person, state]) => (state === "due" ? [person] : []));

/** Says that one will talk with a person, so that nobody more is written to; whether that was noted. @param {string} person @param {typeof fetch} [doFetch] */
export async function takeOn(person, doFetch = (...args) => fetch(...args)) {
  try {
    const response = await doFetch(`/api/v1/people/${encodeURIComponent(person)}/measures/seen`, {
      method: "POST",
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(15_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * The device check as its staff sees it; null while there is none.
 * @param {View} view @param {number} now
 */
export function deviceCheckOf(view, now) {
  const check = view.care?.device_check;
  if (!check) return null;
  const names = Object.values(check.people).map(shownName);
  const [name, other] = check.turn ? names.reverse() : names;
  return {
    name,
    other,
    by: check.by,
    mine: view.you.people.includes(check.by),
    is_second: check.turn === 1,
    left_s: Math.max(0, Math.ceil(check.turn_since + check.least_s - now)),
    first_s: check.first_s ?? 0,
  };
}

/**
 * The card's numbers, asked for once staff want to call; opening it is documented.
 * @param {string} person
 * @param {typeof fetch} [doFetch]
 * @returns {Promise<{ phone: string, contact: { name: string, phone: string, permission: boolean, is_partner: boolean } | null, local: string } | null>}
 */
export async function askNumbers(person, doFetch = (...args) => fetch(...args)) {
  try {
    const response = await doFetch(`/api/v1/people/${encodeURIComponent(person)}/crisis-card`, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ nature: "unreachable" }),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok) return null;
    const card = await response.json();
    return { phone: card.place?.phone || card.phone || "", contact: card.contact ?? null, local: card.emergency_number || "" };
  } catch {
    return null;
  }
}
