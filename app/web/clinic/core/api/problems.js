/** What can go wrong with a request: the service refused it, or could not be reached. Codes only; sentences are in the words. */

/**
 * @typedef {{ field: string, code: string }} FieldProblem
 * @typedef {{ status?: number, code?: string, reason?: string, errors?: FieldProblem[],
 *   conflicts?: import("./shapes.js").Conflict[] }} ProblemDocument RFC 9457, as the service writes it.
 */

/** The service refused a request. Nothing has changed. */
export class Problem extends Error {
  /** @param {number} status @param {ProblemDocument} [document] */
  constructor(status, document = {}) {
    super(document.code ?? "request.malformed");
    this.status = status;
    /** Stable; a sentence is chosen by it. */
    this.code = document.code ?? "request.malformed";
    /** Which case of the code it is, or "". */
    this.reason = document.reason ?? "";
    /** What is wrong with single fields. */
    this.errors = document.errors ?? [];
    /** What speaks against a session that was to be saved. */
    this.conflicts = document.conflicts ?? [];
  }

  /** Whether somebody else changed the thing meanwhile. */
  get is_outdated() {
    return this.code === "version.other" || this.code === "storage.conflict";
  }
}

/** There was no answer: no network, or no service. Whether the request was carried out is unknown. */
export class Unreachable extends Error {
  /** @param {import("./answers.js").Answer} [last] What was answered before to the same question. */
  constructor(last) {
    super("service.unreachable");
    this.code = "service.unreachable";
    this.last = last;
  }
}

/** @param {unknown} error @returns {string} The code of anything that was thrown. */
export function codeOf(error) {
  return error instanceof Problem || error instanceof Unreachable ? error.code : "page.failed";
}

/** Whether a request was given up by the page itself, because it was no longer needed. @param {unknown} error */
export const isAborted = (error) => error instanceof Error && error.name === "AbortError";
