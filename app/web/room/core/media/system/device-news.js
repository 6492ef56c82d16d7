/**
 * What happens to microphone and camera by itself, in sentences: one that was unplugged, one that a phone call or a lid silences,
 * and that it is back. What a person did needs no word.
 */

/**
 * @typedef {import("../devices.js").DeviceKind} DeviceKind
 * @typedef {EventTarget & Pick<import("../devices.js").Devices, "on" | "silenced" | "source">} Devices
 * @typedef {{ unplugged: Record<DeviceKind, { other: string, none: string }>, silenced: Record<DeviceKind, string>, back: Record<DeviceKind, string> }} DeviceTexts
 */

const KINDS = /** @type {const} */ (["mic", "camera"]);

/**
 * @param {object} options
 * @param {Devices} options.devices
 * @param {() => boolean} options.is_seen Whether somebody may look at the page: on a locked phone the camera is silenced each time.
 * @param {() => DeviceTexts} options.texts In the language that is spoken then.
 * @param {(sentence: string) => unknown} options.tell
 */
export function tellOfDevices({ devices, is_seen, texts, tell }) {
  /** Those of which it was told that they do not work. @type {Set<DeviceKind>} */
  const gone = new Set();

  devices.addEventListener("lost", (event) => {
    const kind = /** @type {CustomEvent<DeviceKind>} */ (event).detail;
    const found = devices.source[kind] !== null;
    if (!found) gone.add(kind);
    tell(texts().unplugged[kind][found ? "other" : "none"]);
  });
  devices.addEventListener("change", () => {
    for (const kind of KINDS) {
      if (!devices.on[kind]) gone.delete(kind);
      else if (devices.silenced[kind] && !gone.has(kind) && is_seen()) {
        gone.add(kind);
        tell(texts().silenced[kind]);
      } else if (devices.source[kind] && !devices.silenced[kind] && gone.delete(kind)) tell(texts().back[kind]);
    }
  });
}
