/** A microphone or camera that a phone call or another program holds is tried again until it is free, so that nobody has to. */

const TRY_EVERY_MS = 5000;

/**
 * @param {EventTarget & Pick<import("../devices.js").Devices, "on" | "problem" | "revive">} devices
 * @param {{ is_seen?: () => boolean, after?: (run: () => void, ms: number) => unknown }} [given]
 */
export function waitForBusy(devices, { is_seen = () => !document.hidden, after = (run, ms) => setTimeout(run, ms) } = {}) {
  let waits = false;
  devices.addEventListener("change", () => {
    const busy = /** @type {const} */ (["mic", "camera"]).some((kind) => devices.on[kind] && devices.problem[kind] === "busy");
    // A page that is seen again looks by itself.
    if (!busy || waits || !is_seen()) return;
    waits = true;
    after(() => {
      waits = false;
      void devices.revive();
    }, TRY_EVERY_MS);
  });
}
