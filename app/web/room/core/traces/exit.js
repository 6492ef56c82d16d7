/** What a room's page lets go of when somebody leaves it at once: first what is seen and heard, then the seat, then the traces. */

import { sendLast, signOutLast } from "../../../shared/core/exit/quick-exit.js";

/**
 * @param {Pick<import("../session.js").Session, "devices" | "screen" | "media" | "sound" | "connection" | "invitation">} session
 * @param {{ send?: typeof sendLast, sign_out?: () => void }} [given]
 * @returns {(() => void)[]}
 */
export function exitSteps({ devices, screen, media, sound, connection, invitation }, { send = sendLast, sign_out = signOutLast } = {}) {
  return [
    () => devices.stop(),
    () => screen.stop(),
    () => media.close(),
    () => sound.stop(),
    () => {
      // What is said over a socket may be lost with its page, so it is also sent on its own.
      const resume = connection.abandon();
      if (resume) send("/api/v1/seats/exit", { resume });
    },
    () => invitation.forget(),
    () => sign_out(),
  ];
}
