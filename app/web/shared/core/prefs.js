/** Small choices that this browser remembers for its user. Nothing here names a person or a session. */

const KEY = "attune.preferences";

/**
 * @typedef {{ language: string, single_keys: boolean, show_self: boolean, theme: "device" | "light" | "dark", large_text: boolean,
 *   hide_clock: boolean, calm: boolean, captions: boolean, captions_size: string, captions_place: string, read_captions: boolean, pin_interpreter: boolean,
 *   mic_id: string, camera_id: string, speaker_id: string, mic: boolean, camera: boolean,
 *   blur: boolean, noise: "off" | "browser" | "strong", low_power: boolean }} Preferences
 */

/** @type {Preferences} */
export const DEFAULTS = Object.freeze({
  // "" is the browser's.
  language: "",
  single_keys: true,
  show_self: true,
  theme: "device",
  large_text: false,
  hide_clock: false,
  // Fewer things on the screen, none of which moves or counts.
  calm: false,
  captions: true,
  // "normal", "large" or "largest"; "below" the pictures or "above" them.
  captions_size: "normal",
  captions_place: "below",
  read_captions: false,
  pin_interpreter: false,
  mic_id: "",
  camera_id: "",
  speaker_id: "",
  mic: true,
  camera: true,
  blur: false,
  noise: "browser",
  low_power: false,
});

/** @param {Pick<Storage, "getItem">} storage @returns {Preferences} */
export function loadPreferences(storage) {
  try {
    const stored = JSON.parse(storage.getItem(KEY) ?? "{}");
    /** @type {Record<string, unknown>} */
    const kept = {};
    for (const [name, value] of Object.entries(DEFAULTS)) kept[name] = typeof stored?.[name] === typeof value ? stored[name] : value;
    return /** @type {Preferences} */ (/** @type {unknown} */ (kept));
  } catch {
    return { ...DEFAULTS };
  }
}

/** A browser that may not store (private window, full disk) simply forgets. @param {Pick<Storage, "setItem">} storage @param {Preferences} preferences */
export function savePreferences(storage, preferences) {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    return;
  }
}
