/** Shows the service who sits here, by a PIN. Nothing of it is kept on this side. */

const ANSWER_WITHIN_MS = 15_000;

/**
 * @param {string} invitation The part of the link after `#`.
 * @param {string} person
 * @param {string} pin
 * @param {typeof fetch} [doFetch]
 * @returns {Promise<string>} "" if it was right, else a code: `sign_in.wrong`, `pin.not_digits`, `sign_in.wait`, or another.
 */
export async function sendPin(invitation, person, pin, doFetch = (...args) => fetch(...args)) {
  try {
    const response = await doFetch("/api/v1/seats/proof", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ invitation, person, pin }),
      cache: "no-store",
      credentials: "same-origin",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.ok) return "";
    const said = await response.json();
    return typeof said?.code === "string" ? said.code : "service.unreachable";
  } catch {
    return "service.unreachable";
  }
}
