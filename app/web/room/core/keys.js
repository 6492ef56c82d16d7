/** Single-key shortcuts: which key means what, and when a key is meant for something else. Pure but for the listener. */

import { isInputMethods } from "../../shared/core/exit/input-methods.js";

export { isInputMethods };

/**
 * @typedef {"hand" | "pass" | "release" | "hand.first" | "hand.second" | "quick" | "pause" | "chat" | "microphone" | "camera" | "help"} Shortcut
 * @typedef {"next" | "primary" | "console" | "stay"} LeadingShortcut
 */

/** @type {Readonly<Record<string, Shortcut>>} */
export const SHORTCUTS = Object.freeze({
  h: "hand",
  p: "pass",
  r: "release",
  1: "hand.first",
  2: "hand.second",
  q: "quick",
  t: "pause",
  c: "chat",
  m: "microphone",
  v: "camera",
  "?": "help",
});

/** Facilitators' own, beside those of everybody. @type {Readonly<Record<string, LeadingShortcut>>} */
export const LEADING_SHORTCUTS = Object.freeze({ n: "next", b: "primary", g: "console", s: "stay" });

/**
 * What a key press asks for, or null when it belongs to a text field, a choice list, a dialog or the browser itself.
 * @template {string} Meaning
 * @param {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, repeat: boolean, isComposing?: boolean, code?: string, keyCode?: number }} press
 * @param {{ tag: string, editable: boolean, in_dialog: boolean }} focus
 * @param {boolean} enabled
 * @param {Readonly<Record<string, Meaning>>} table
 * @returns {Meaning | null}
 */
export function meaningOf(press, focus, enabled, table) {
  if (!enabled || press.ctrlKey || press.metaKey || press.altKey || press.repeat || isInputMethods(press)) return null;
  if (focus.editable || focus.in_dialog || ["INPUT", "TEXTAREA", "SELECT"].includes(focus.tag)) return null;
  return table[letterOf(press)] ?? null;
}

/** The letter or digit that the press stands for: on a Cyrillic, Greek, Hebrew or Arabic layout the one printed beside it. @param {{ key: string, code?: string }} press */
function letterOf({ key, code = "" }) {
  const is_foreign = key.length === 1 && key > "\u007f" && !/\p{Script=Latin}/u.test(key);
  return ((is_foreign && /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1]) || key).toLowerCase();
}

/** @param {Parameters<typeof meaningOf>[0]} press @param {Parameters<typeof meaningOf>[1]} focus @param {boolean} enabled */
export const shortcutOf = (press, focus, enabled) => meaningOf(press, focus, enabled, SHORTCUTS);

/**
 * Calls back for every shortcut pressed in the window. Returns a function that stops it.
 * @template {string} Meaning
 * @param {Window} target
 * @param {() => boolean} enabled
 * @param {(shortcut: Meaning) => void} onShortcut
 * @param {Readonly<Record<string, Meaning>>} table
 */
export function listenForKeys(target, enabled, onShortcut, table) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const element = event.composedPath()[0];
    const focus =
      element instanceof HTMLElement
        ? { tag: element.tagName, editable: element.isContentEditable, in_dialog: element.closest("dialog[open]") !== null }
        : { tag: "", editable: false, in_dialog: false };
    const shortcut = meaningOf(event, focus, enabled(), table);
    if (!shortcut || event.defaultPrevented) return;
    event.preventDefault();
    onShortcut(shortcut);
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}

/** The keys of everybody. @param {Window} target @param {() => boolean} enabled @param {(shortcut: Shortcut) => void} onShortcut */
export const listenForShortcuts = (target, enabled, onShortcut) => listenForKeys(target, enabled, onShortcut, SHORTCUTS);
