/** What the clinic's elements have in common: they draw into the page itself (labels and styles reach them) and follow one `Clinic`. */

import { LitElement } from "../../vendor/lit.js";
import { Form } from "../core/forms/form.js";
import { Writer } from "../core/time/dates.js";
import { locale, words } from "../words/words.js";

/** @typedef {import("../core/clinic.js").Clinic} Clinic */

export class ClinicElement extends LitElement {
  static properties = { clinic: { attribute: false } };

  constructor() {
    super();
    /** @type {Clinic} */
    this.clinic;
    this._redraw = () => this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.clinic?.addEventListener("change", this._redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.clinic?.removeEventListener("change", this._redraw);
  }

  shouldUpdate() {
    return Boolean(this.clinic);
  }

  get http() {
    return this.clinic.http;
  }

  /** How times are written for this person. */
  get writer() {
    return new Writer(locale(), this.clinic.zone);
  }

  /** @param {import("../core/forms/form.js").Values} values */
  form(values) {
    return new Form(values, this._redraw);
  }

  /**
   * Sends a form; if it is refused, the first field that is wrong gets the focus, or else what is said about the whole.
   * @template T
   * @param {Form} form @param {() => Promise<T>} send @returns {Promise<T | undefined>}
   */
  async send(form, send) {
    const answer = await form.submit(send);
    if (form.code) await this.focusProblem();
    return answer;
  }

  async focusProblem() {
    await this.updateComplete;
    const first = this.querySelector('[aria-invalid="true"]') ?? this.querySelector(".form-problem");
    /** @type {HTMLElement | null} */ (first)?.focus();
  }

  /** Does something, and says why if it was refused. @template T @param {() => Promise<T>} act @param {string} [done] @param {() => unknown} [undo] */
  async act(act, done = "", undo = undefined) {
    try {
      const answer = await act();
      if (done) this.clinic.toasts.show(done, undo);
      return answer;
    } catch (error) {
      this.clinic.toasts.show(words.refusal(error));
      return undefined;
    }
  }
}

/** A page: it begins with one heading, and asks before what was typed would be lost. */
export class PageElement extends ClinicElement {
  static properties = { ...ClinicElement.properties, params: { attribute: false } };

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.params = {};
    /** @type {{ load: () => unknown, stop: () => void }[]} */
    this.followed = [];
    this._heading_held = false;
    /** Who is signed in while the page is there. @type {string | undefined} */
    this._reader = undefined;
  }

  /** A page is drawn for whoever it was opened for: when they sign out, it is about to go. */
  shouldUpdate() {
    return super.shouldUpdate() && this._reader === this.clinic.me?.person.id;
  }

  willUpdate() {
    const focused = document.activeElement;
    this._heading_held = focused?.tagName === "H1" && this.contains(focused);
  }

  /** The heading of what was being loaded gives the focus to that of what came. */
  updated() {
    if (this._heading_held && !this.contains(document.activeElement)) this.querySelector("h1")?.focus({ preventScroll: true });
  }

  connectedCallback() {
    super.connectedCallback();
    this._reader = this.clinic.me?.person.id;
    for (const one of this.followed) void one.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const one of this.followed) one.stop();
  }

  /** Loads something while the page is there. @template {{ load: () => unknown, stop: () => void }} T @param {T} one */
  follow(one) {
    this.followed.push(one);
    return one;
  }

  /** Asks before what was typed into a form is given up. @param {Form} form */
  async mayDrop(form) {
    if (form.is_dirty && !(await this.clinic.ask(words.common.leave))) return false;
    form.drop();
    return true;
  }

  /** Asks before the page is left while this form has something unsaved. @param {() => Form | null | undefined} form */
  guard(form) {
    this.clinic.has_unsaved = () => form()?.is_dirty ?? false;
    this.clinic.router.guard = async () => !form()?.is_dirty || this.clinic.ask(words.common.leave);
  }
}
