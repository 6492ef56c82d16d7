/** Single-key shortcuts: which key means what, and when a key is meant for something else. Pure but for the listener. */

/** @typedef {"hand" | "pass" | "release" | "hand.first" | "hand.second" | "microphone" | "camera" | "help"} Shortcut */

/** @type {Readonly<Record<string, Shortcut>>} */
export const SHORTCUTS = Object.freeze({
  h: "hand",
  p: "pass",
  r: "release",
  1: "hand.first",
  2: "hand.second",
  m: "microphone",
  v: "camera",
  "?": "help",
});

/**
 * What a key press asks for, or null when it belongs to a text field, a choice list, a dialog or the browser itself.
 * @param {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, repeat: boolean, isComposing?: boolean }} press
 * @param {{ tag: string, editable: boolean, in_dialog: boolean }} focus
 * @param {boolean} enabled
 * @returns {Shortcut | null}
 */
export function shortcutOf(press, focus, enabled) {
  if (!enabled || press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isComposing) return null;
  if (focus.editable || focus.in_dialog || ["INPUT", "TEXTAREA", "SELECT"].includes(focus.tag)) return null;
  return SHORTCUTS[press.key.toLowerCase()] ?? null;
}

/**
 * Calls back for every shortcut pressed in the window. Returns a function that stops it.
 * @param {Window} target
 * @param {() => boolean} enabled
 * @param {(shortcut: Shortcut) => void} onShortcut
 */
export function listenForShortcuts(target, enabled, onShortcut) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const element = event.composedPath()[0];
    const focus =
      element instanceof HTMLElement
        ? { tag: element.tagName, editable: element.isContentEditable, in_dialog: element.closest("dialog[open]") !== null }
        : { tag: "", editable: false, in_dialog: false };
    const shortcut = shortcutOf(event, focus, enabled());
    if (!shortcut || event.defaultPrevented) return;
    event.preventDefault();
    onShortcut(shortcut);
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}
