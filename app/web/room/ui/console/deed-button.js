/** One button of the console, drawn from what it does; and how that is done, also when a key asks for it. */

import { words } from "../../../shared/words/words.js";
import { html } from "../../../vendor/lit.js";
import { actor } from "../../core/console/now.js";
import { nameOf } from "../../core/view/selectors.js";

/**
 * @typedef {import("../../core/session.js").Session} Session
 * @typedef {import("../../core/console/now.js").Deed} Deed
 */

/** What the button says. @param {Session} session @param {Deed} deed */
export function labelOf(session, deed) {
  const view = session.view;
  if (deed.of_run) return session.library.deed(view?.run?.protocol ?? "", deed);
  return words.console.deed(deed.word, deed.person && ((view && nameOf(view, deed.person)) || deed.person));
}

/**
 * Does it. A tab is opened and a protocol offered by whoever holds the element `home`: `console-tab`, `console-start`.
 * @param {Session} session @param {Deed} deed @param {EventTarget} home
 */
export async function perform(session, deed, home) {
  const view = session.view;
  if (!view) return;
  if (deed.of_run) return performOfRun(session, deed, view, home);
  const detail = deed.tab ?? deed.protocol;
  if (detail) home.dispatchEvent(new CustomEvent(deed.tab ? "console-tab" : "console-start", { detail, bubbles: true }));
  else if (deed.request) await (deed.floor ? session.askFloor(deed.request, deed.fields) : session.ask(deed.request, deed.fields));
}

/**
 * What a run asks may be an action, a protocol and a private room with one tap, one after the other while each is accepted.
 * @param {Session} session @param {Deed} deed @param {import("../../core/wire.js").View} view @param {EventTarget} home
 */
async function performOfRun(session, deed, view, home) {
  const seat = deed.aside && view.people[deed.aside]?.seat;
  if (deed.action && !(await session.act(actor(view), deed.action, deed.fields ?? {}))) return;
  if (deed.protocol && deed.options) await session.startProtocol(actor(view), deed.protocol, deed.options);
  else if (deed.protocol) home.dispatchEvent(new CustomEvent("console-start", { detail: deed.protocol, bubbles: true }));
  if (seat) await session.ask("private.move", { seat, join: true });
}

/** @param {Session} session @param {Deed} deed @param {"" | "button-main"} [weight] */
export const deedButton = (session, deed, weight = "") => html`<button
  class="button ${weight}"
  type="button"
  @click=${(/** @type {Event} */ event) => void perform(session, deed, /** @type {HTMLElement} */ (event.currentTarget))}
>
  ${labelOf(session, deed)}
</button>`;
