/** An element that tells time: it is drawn again every second while it is on the page. */

import { SessionElement } from "../../room/ui/element.js";

export class TickingElement extends SessionElement {
  constructor() {
    super();
    this._ticking = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this._ticking = window.setInterval(() => this.requestUpdate(), 1000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._ticking);
  }
}
