/** A form: what was typed is kept when the service refuses it, what is wrong is known by field, and leaving it unsaved is noticed. */

import { codeOf, Problem } from "../api/problems.js";

/** @typedef {Record<string, any>} Values */

export class Form {
  /** @param {Values} values By name; a part of something is named with a dot: `address.city`. @param {() => void} onChange */
  constructor(values, onChange) {
    this._onChange = onChange;
    this.initial = { ...values };
    this.values = { ...values };
    /** @type {Record<string, string>} The code of what is wrong with a field. */
    this.errors = {};
    /** The code of what is wrong with the whole, or "". */
    this.code = "";
    this.reason = "";
    /** What was thrown last. @type {unknown} */
    this.problem = null;
    this.busy = false;
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.values = { ...this.values, [name]: value };
    delete this.errors[name];
    this._onChange();
  }

  get is_dirty() {
    return Object.keys(this.values).some((name) => differs(this.values[name], this.initial[name]));
  }

  /** What was typed is given up, knowingly. */
  drop() {
    this.initial = { ...this.values };
  }

  /** Only what was changed, dotted names put together again. */
  get changes() {
    const tops = new Set(
      Object.keys(this.values)
        .filter((name) => differs(this.values[name], this.initial[name]))
        .map((name) => name.split(".")[0]),
    );
    return Object.fromEntries(Object.entries(this.body).filter(([name]) => tops.has(name)));
  }

  /** Everything, dotted names put together. @returns {Record<string, any>} */
  get body() {
    /** @type {Record<string, any>} */
    const body = {};
    for (const [name, value] of Object.entries(this.values)) {
      const [top, part] = name.split(".");
      if (part === undefined) body[top] = value;
      else body[top] = { ...body[top], [part]: value };
    }
    return body;
  }

  /** Refuses by itself what needs no service to be seen. @param {Record<string, string>} errors Codes by field. */
  refuse(errors) {
    this.errors = { ...errors };
    this.code = Object.keys(errors).length ? "form.invalid" : "";
    this._onChange();
    return Boolean(this.code);
  }

  /**
   * Sends it. While it is under way, sending it again does nothing.
   * @template T
   * @param {() => Promise<T>} send
   * @returns {Promise<T | undefined>} Undefined if it was refused.
   */
  async submit(send) {
    if (this.busy) return undefined;
    this.busy = true;
    this.errors = {};
    this.code = "";
    this.problem = null;
    this._onChange();
    try {
      const answer = await send();
      this.initial = { ...this.values };
      return answer;
    } catch (error) {
      this._fail(error);
      return undefined;
    } finally {
      this.busy = false;
      this._onChange();
    }
  }

  /** @param {unknown} error */
  _fail(error) {
    this.problem = error;
    this.code = codeOf(error);
    if (!(error instanceof Problem)) {
      if (this.code === "page.failed") throw error;
      return;
    }
    this.reason = error.reason;
    this.errors = Object.fromEntries(error.errors.map(({ field, code }) => [this._nameOf(field), code]).filter(([name]) => name));
    // A refusal that concerns one field only is said there.
    if (!error.errors.length && error.reason in this.values) this.errors[error.reason] = error.code;
  }

  /** The field that a place in the body belongs to: `body.attendees.0.person` is `attendees`. @param {string} place */
  _nameOf(place) {
    const parts = place.split(".").filter((part) => part !== "body");
    for (let length = parts.length; length > 0; length -= 1) {
      const name = parts.slice(0, length).join(".");
      if (name in this.values) return name;
    }
    return "";
  }
}

/** @param {any} a @param {any} b */
const differs = (a, b) => JSON.stringify(a ?? "") !== JSON.stringify(b ?? "");
