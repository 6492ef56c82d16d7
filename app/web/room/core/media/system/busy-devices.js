/**
 * A microphone or camera that a phone call or another program holds is tried again until it is free, so that nobody has to; but
 * only where the browser asks nobody for it.
 */

const TRY_EVERY_MS = 5000;
const KINDS = /** @type {const} */ (["mic", "camera"]);
const PERMISSIONS = { mic: "microphone", camera: "camera" };

/** @typedef {import("../devices.js").DeviceKind} DeviceKind */

/**
 * @param {EventTarget & Pick<import("../devices.js").Devices, "on" | "problem" | "revive">} devices
 * @param {object} [given]
 * @param {() => boolean} [given.is_seen]
 * @param {(run: () => unknown, ms: number) => unknown} [given.after]
 * @param {(kind: DeviceKind) => Promise<boolean>} [given.is_granted]
 */
export function waitForBusy(
  devices,
  { is_seen = () => !document.hidden, after = (run, ms) => setTimeout(run, ms), is_granted = isGranted } = {},
) {
  let waits = false;
  const busy = () => KINDS.filter((kind) => devices.on[kind] && devices.problem[kind] === "busy");
  devices.addEventListener("change", () => {
    // A page that is seen again looks by itself.
    if (!busy().length || waits || !is_seen()) return;
    waits = true;
    after(async () => {
      const granted = await Promise.all(busy().map(is_granted));
      waits = false;
      if (granted.length && granted.every(Boolean)) await devices.revive();
    }, TRY_EVERY_MS);
  });
}

/** @param {DeviceKind} kind */
async function isGranted(kind) {
  const name = /** @type {PermissionName} */ (PERMISSIONS[kind]);
  const permission = await navigator.permissions?.query({ name }).catch(() => null);
  return permission?.state === "granted";
}
