/** What a seat's people sign and say before the room: read from the service, said step by step, and kept only there. */

const ANSWER_WITHIN_MS = 15_000;

/**
 * @typedef {{ address: string, unit: string, city: string, state: string, postal_code: string, kind: string, phone: string }} Place
 * @typedef {import("../../../shared/ui/document-text.js").Block} Block
 * @typedef {{ language: string, title: string, blocks: Block[] }} Text
 * @typedef {{ kind: string, version: string, needs: "sign" | "acknowledge", required: boolean, text: Text, others: Text[] }} DueDocument
 * @typedef {{ people: { id: string, todo: string[], document: DueDocument | null }[], asks_place: boolean,
 *   offer: { place: Place, said: boolean } | null }} Steps
 * @typedef {{ step: "location", person: string, place: Place | null }
 *   | { step: "surroundings", person: string, private: boolean, headphones: boolean, company: string[] }
 *   | { step: "sign" | "acknowledge" | "decline", person: string, version: string, language: string }} Said
 * @typedef {{ steps: Steps | null, code: string, errors: Record<string, string> }} Answered
 */

/** What passes: reading is tried again by itself. An answer is sent again by the person, who may want to change it. */
const PASSES = new Set(["service.unreachable", "storage.unavailable", "rate.limited"]);
const AGAIN_MS = 4000;

/** What was read is not what is to be signed any more: the page shows what is. */
const OUTDATED = new Set(["consent.changed", "consent.unknown", "consent.not_signed", "consent.own_screen"]);

/** The steps that this page knows; others are taken elsewhere. */
const KNOWN = ["location", "surroundings"];
/** @param {string} step */
export const isDocument = (step) => /^(sign|acknowledge)\./.test(step);

/**
 * @param {string} invitation The part of the link after `#`.
 * @param {Said | null} said What is said; null only reads.
 * @param {typeof fetch} [doFetch]
 * @returns {Promise<Answered>} The code is "" if it was done; `errors` has a code by field.
 */
export async function sendPreparation(invitation, said, doFetch = (...args) => fetch(...args)) {
  try {
    const response = await doFetch("/api/v1/seats/preparation", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(said ? { invitation, said } : { invitation }),
      cache: "no-store",
      credentials: "same-origin",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const answer = await response.json();
    if (response.ok) return { steps: answer, code: "", errors: {} };
    /** @type {{ field: string, code: string }[]} */
    const errors = answer?.errors ?? [];
    const code = typeof answer?.code === "string" ? answer.code : "service.unreachable";
    return { steps: null, code, errors: Object.fromEntries(errors.map((each) => [each.field, each.code])) };
  } catch {
    return { steps: null, code: "service.unreachable", errors: {} };
  }
}

/** A place in one line. @param {Place} place */
export const addressOf = ({ address, unit, city, state }) =>
  [address, unit, city, state.length === 2 ? state : ""].filter(Boolean).join(", ");

/** Whose step comes next, in the order of the seat; null when none is left. @param {Steps | null} asked */
export function nextStep(asked) {
  for (const { id, todo } of asked?.people ?? []) {
    const step = todo.find((each) => KNOWN.includes(each) || isDocument(each));
    if (step) return { person: id, step };
  }
  return null;
}

/** Whether the room knows of a document that the page has not read of. @param {Steps} asked @param {Record<string, string[]>} todo By person. */
export const isBehind = (asked, todo) =>
  asked.people.some(({ id, todo: read }) => (todo[id] ?? []).some((step) => isDocument(step) && !read.includes(step)));

/** The preparation of one visit. It tells the session when there is something to draw. */
export class Preparation {
  /**
   * @param {{ text: string }} invitation @param {() => void} changed @param {typeof sendPreparation} [send]
   * @param {(again: () => void) => void} [later]
   */
  constructor(invitation, changed, send = sendPreparation, later = (again) => setTimeout(again, AGAIN_MS)) {
    this._later = later;
    this._invitation = invitation;
    this._changed = changed;
    this._send = send;
    /** @type {Steps | null} */
    this.asked = null;
    this.busy = false;
    /** Why the last answer was not taken. */
    this.code = "";
    /** @type {Record<string, string>} */
    this.errors = {};
    /** Somebody would rather talk with staff before they sign: the steps wait for them in the waiting room. */
    this.put_off = false;
  }

  get next() {
    return nextStep(this.asked);
  }

  /** Reads the steps; while nobody has shown who they are, there are none to read. */
  async look() {
    if (this.busy) return;
    await this._exchange(null);
  }

  /** @param {Said} said @returns {Promise<boolean>} Whether it was taken. */
  async say(said) {
    if (this.busy) return false;
    const taken = await this._exchange(said);
    const { code } = this;
    if (!OUTDATED.has(code)) return taken;
    await this._exchange(null);
    this.code = code;
    this._changed();
    return false;
  }

  putOff() {
    this.put_off = true;
    this._changed();
  }

  /** @param {Said | null} said */
  async _exchange(said) {
    this.busy = true;
    this._changed();
    const { steps, code, errors } = await this._send(this._invitation.text, said);
    this.busy = false;
    if (steps) this.asked = steps;
    this.code = said ? code : "";
    this.errors = errors;
    this._changed();
    if (!said && PASSES.has(code)) this._later(() => void this.look());
    return code === "";
  }
}

/** @type {WeakMap<import("../session.js").Session, Preparation>} */
const OF_SESSION = new WeakMap();

/** The preparation of a session's visit. @param {import("../session.js").Session} session */
export function preparationOf(session) {
  const known = OF_SESSION.get(session);
  if (known) return known;
  const made = new Preparation(session.invitation, () => session.dispatchEvent(new Event("change")));
  OF_SESSION.set(session, made);
  return made;
}
