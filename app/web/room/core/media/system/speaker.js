/** The speaker that was chosen, while it is there; the usual one while it is unplugged, so that nobody's voice is lost. */

/**
 * @param {object} options
 * @param {EventTarget & Pick<import("../devices.js").Devices, "choices">} options.devices
 * @param {() => string} options.chosen
 * @param {(id: string) => unknown} options.use "" for the usual one.
 */
export function followSpeaker({ devices, chosen, use }) {
  let used = chosen();
  devices.addEventListener("change", () => {
    const { speaker } = devices.choices;
    const id = chosen();
    // Some browsers name no speakers at all: then what was chosen is believed to be there.
    const now = !speaker.length || speaker.some((each) => each.id === id) ? id : "";
    if (now === used) return;
    used = now;
    use(now);
  });
}
