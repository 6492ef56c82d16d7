/**
 * Shift, pressed three times by itself within two seconds: the key that leaves a page at once. Typing with Shift, a key that is
 * held or stuck, a shortcut and an input method are something else, and begin the count anew. Pure but for the listener.
 */

import { isInputMethods } from "./input-methods.js";

export const PRESSES = 3;
export const WITHIN_MS = 2000;

/** @typedef {{ key: string, repeat?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, isComposing?: boolean, keyCode?: number }} Press */

export class TripleShift {
  constructor() {
    /** When each press that counts began, milliseconds. @type {number[]} */
    this._began = [];
    this._is_down = false;
    /** Since when the key has been down by itself, or null. @type {number | null} */
    this._alone_since = null;
  }

  /** @param {Press} press @param {number} now_ms */
  onDown(press, now_ms) {
    const counts = isShift(press) && !this._is_down && !press.repeat && !isElse(press);
    if (!counts) this.forget();
    if (!isShift(press)) return;
    this._is_down = true;
    if (counts) this._alone_since = now_ms;
  }

  /** @param {Press} press @param {number} now_ms @returns {number} How many presses count now; `PRESSES` of them are the sign. */
  onUp(press, now_ms) {
    const began = this._alone_since;
    if (isShift(press)) this._is_down = false;
    if (!isShift(press) || began === null || isElse(press)) {
      this.forget();
      return 0;
    }
    this._alone_since = null;
    this._began = [...this._began, began].filter((one) => now_ms - one <= WITHIN_MS);
    const count = this._began.length;
    if (count >= PRESSES) this.forget();
    return count;
  }

  /** Something else was done: the count begins anew. */
  forget() {
    this._began = [];
    this._alone_since = null;
  }
}

/** @param {Press} press */
const isShift = ({ key }) => key?.toLowerCase() === "shift";

/** @param {Press} press */
const isElse = (press) => Boolean(press.ctrlKey || press.altKey || press.metaKey) || isInputMethods(press);

/**
 * Calls back for every press that counts, also over an open dialog and in a text field. Returns a function that stops it.
 * @param {Pick<Window, "addEventListener" | "removeEventListener">} target
 * @param {(count: number) => void} onPress
 */
export function listenForShift(target, onPress) {
  const shift = new TripleShift();
  /** @param {Event} event */
  const onDown = (event) => shift.onDown(/** @type {KeyboardEvent} */ (event), event.timeStamp);
  /** @param {Event} event */
  const onUp = (event) => {
    const count = shift.onUp(/** @type {KeyboardEvent} */ (event), event.timeStamp);
    if (count) onPress(count);
  };
  const onElse = () => shift.forget();
  /** @type {[string, (event: Event) => void][]} */
  const listeners = [
    ["keydown", onDown],
    ["keyup", onUp],
    ["pointerdown", onElse],
    ["blur", onElse],
  ];
  for (const [kind, listener] of listeners) target.addEventListener(kind, listener, { capture: true });
  return () => {
    for (const [kind, listener] of listeners) target.removeEventListener(kind, listener, { capture: true });
  };
}
