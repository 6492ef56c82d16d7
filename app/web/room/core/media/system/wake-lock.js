/** Keeps the screen on while somebody waits or is in the room: a phone that goes dark in a group looks like leaving. */

/** @param {import("../../session.js").Session} session */
export function keepAwake(session) {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  let asking = false;
  let again = false;

  async function follow() {
    const wanted = (session.phase === "room" || session.phase === "waiting") && document.visibilityState === "visible";
    if (!wanted) {
      void lock?.release();
      lock = null;
      return;
    }
    again = asking;
    if (asking || (lock && !lock.released) || !("wakeLock" in navigator)) return;
    asking = true;
    // Refused on low battery: then the screen goes dark as it always would.
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    asking = false;
    // The page was hidden and seen again meanwhile.
    if (again) void follow();
  }

  let phase = session.phase;
  session.addEventListener("change", () => {
    if (session.phase === phase) return;
    phase = session.phase;
    void follow();
  });
  document.addEventListener("visibilitychange", () => void follow());
  window.addEventListener("pageshow", () => void follow());
}
