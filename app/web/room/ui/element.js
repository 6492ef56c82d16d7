/** What the screens have in common: they draw into the page itself (labels and styles reach them) and follow one session. */

import { LitElement } from "../../vendor/lit.js";

/** @typedef {import("../core/session.js").Session} Session */

export class SessionElement extends LitElement {
  static properties = { session: { attribute: false } };

  constructor() {
    super();
    /** @type {Session} */
    this.session;
    this._redraw = () => this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.session?.addEventListener("change", this._redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.session?.removeEventListener("change", this._redraw);
  }

  /** The view of the room; elements that use it are drawn only inside. */
  get view() {
    const view = this.session.view;
    if (!view) throw new Error("drawn outside the room");
    return view;
  }

  /** Nothing inside the room is drawn again once the room is gone. @param {Map<PropertyKey, unknown>} [_changed] */
  shouldUpdate(_changed) {
    return Boolean(this.session) && (!(/** @type {typeof SessionElement} */ (this.constructor).needs_view) || this.session.view !== null);
  }

  static needs_view = false;
}
