/** What stands between this person and the others, as one code for the words: the gravest, or "" while nothing does. Pure. */

/** From here on people are told what may help. */
const LONG_S = 8;

/**
 * @typedef {"" | "lost" | "lost_long" | "unsure" | "media_lost" | "media_failing" | "media_blocked" | "media_only_here" | "weak"} Trouble
 * @param {object} known
 * @param {boolean} known.lost There is no connection to the room.
 * @param {Pick<import("./connection.js").Connection, "lost_for_s" | "unsure">} known.connection
 * @param {Pick<import("../media/media.js").Media, "trouble">} known.media
 * @param {Pick<import("../wire.js").View, "you"> | null} known.view
 * @returns {Trouble}
 */
export function troubleOf({ lost, connection, media, view }) {
  if (lost) return connection.lost_for_s >= LONG_S ? "lost_long" : "lost";
  if (connection.unsure) return "unsure";
  if (media.trouble) return `media_${media.trouble}`;
  return view?.you.quality?.grade === "poor" ? "weak" : "";
}
