/** Which of the console's sentences fit what a view shows; the sentences are each language's (`console.*.js`). Pure. */

import { nameOf, namesOf } from "../../room/core/view/selectors.js";
import { minutes } from "../core/clock.js";

/**
 * @typedef {import("../../room/core/wire.js").View} View
 * @typedef {import("../../room/core/console/asks.js").Ask} Ask
 * @typedef {import("../../room/core/view/talk-time.js").TalkRow} TalkRow
 */

/** @param {typeof import("./en/console.js").console_en} text */
export const composeConsole = (text) => ({
  /** The label of a button. @param {string} word @param {string} [name] */
  deed: (word, name = "") => text.deeds[word]?.(name) ?? word,

  /** @param {string} role */
  role: (role) => text.people.role_names[role] ?? "",

  /** What is happening while no protocol runs. @param {View} view */
  sentence(view) {
    const holder = view.floor?.holder;
    if (holder) return (holder.phase === "suspended" ? text.now.dropped : text.now.has_floor)(nameOf(view, holder.person));
    if (view.room.state === "held" || view.room.state === "suspended") return text.now.stands;
    return text.now.free[view.floor?.mode ?? "open"] ?? text.now.nobody;
  },

  /** @param {View} view @param {Ask} ask @param {number} now */
  ask(view, ask, now) {
    const sentence = text.asks[ask.code]?.(namesOf(view, ask.people ?? []), ask) ?? "";
    return ask.until === undefined ? sentence : text.decides_itself(sentence, minutes(ask.until - now));
  },

  /** What a facilitator may notice of somebody's share of the talk. @param {View} view @param {TalkRow} row */
  hint(view, row) {
    const name = namesOf(view, row.people);
    if (row.unreliable) return text.talk.unreliable;
    if (row.hint === "over") return text.talk.over(name);
    if (row.hint === "under") return text.talk.under(name);
    return row.people.length > 1 && !row.separated ? text.talk.not_apart : "";
  },
});
