/** What a visit leaves in this browser while it lasts: the page for a lost network, and own notes. With its end both are gone. */

import { forgetNotes } from "../../../shared/core/notes.js";
import { forgetOffline, keepForOffline } from "../../../shared/core/offline.js";
import { endsVisit } from "../phases.js";

const INSIDE = new Set(["waiting", "room", "companion"]);

/**
 * @param {EventTarget & Pick<import("../session.js").Session, "phase" | "message">} session
 * @param {{ keep?: () => unknown, forget?: readonly (() => unknown)[] }} [given]
 */
export function followVisit(session, { keep = keepForOffline, forget = [forgetNotes, forgetOffline] } = {}) {
  let phase = session.phase;
  session.addEventListener("change", () => {
    if (session.phase === phase) return;
    phase = session.phase;
    if (INSIDE.has(phase)) keep();
    else if (phase === "message" && endsVisit(session.message)) for (const step of forget) step();
  });
}
