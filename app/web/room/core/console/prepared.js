/** What is known of somebody before a session, for those who lead it: read when it is asked for, and kept nowhere. */

const ANSWER_WITHIN_MS = 15_000;

/**
 * @typedef {import("../connection/preparation.js").Place} Place
 * @typedef {{ name: string, place: Place | null, place_by: string | null, confirmed: { by: string, at: string } | null,
 *   surroundings: { private: boolean, headphones: boolean, company: string[] } | null, accommodations?: string,
 *   documents: { kind: string, state: string }[] }} Prepared
 * @typedef {{ found: Prepared | null, version: string, code: string, errors: Record<string, string> }} Answered
 */

/** Which reasons there are for letting somebody in although this holds them; others end only with what is missing. */
export const REASONS = {
  licence: ["temporary_practice", "supervisor", "safety"],
  not_private: ["asked", "safety"],
  "surroundings.unknown": ["asked", "safety"],
};

/**
 * @param {string} session @param {string} person
 * @param {{ method?: string, act?: string, version?: string, body?: object }} [ask] What to do; nothing only reads.
 * @param {typeof fetch} [doFetch]
 * @returns {Promise<Answered>}
 */
export async function askPrepared(session, person, ask = {}, doFetch = (...args) => fetch(...args)) {
  const { method = "GET", act = "", version, body } = ask;
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (version) headers["If-Match"] = version;
  const path = ["appointments", session, "preparations", person].map(encodeURIComponent).join("/");
  try {
    const response = await doFetch(`/api/v1/${path}${act}`, {
      method,
      headers,
      body: body ? JSON.stringify(body) : undefined,
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const answer = await response.json();
    if (response.ok) return { found: answer, version: response.headers.get("ETag") ?? "", code: "", errors: {} };
    /** @type {{ field: string, code: string }[]} */
    const errors = answer?.errors ?? [];
    return {
      found: null,
      version: "",
      code: typeof answer?.code === "string" ? answer.code : "service.unreachable",
      errors: Object.fromEntries(errors.map((each) => [each.field, each.code])),
    };
  } catch {
    return { found: null, version: "", code: "service.unreachable", errors: {} };
  }
}
