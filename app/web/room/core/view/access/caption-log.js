/** The captions of the last minute, to scroll back to, and who is named as their speaker. In memory only. Pure. */

/**
 * @typedef {import("../../wire.js").View} View
 * @typedef {import("../../wire-view.js").Caption} Caption
 */

/** As long as the room itself keeps a line. */
const KEPT_S = 60;

/** The room keeps only the last lines of each captioner; whoever reads along keeps those of the whole minute. */
export class CaptionLog {
  constructor() {
    /** @type {Caption[]} Oldest first. */
    this.lines = [];
    this._space = "";
  }

  /** Takes in what the room shows now. What was said in another room does not follow anybody. @param {View} view @param {number} now Unix seconds */
  take(view, now) {
    if (view.you.space !== this._space) this.lines = [];
    this._space = view.you.space;
    const shown = view.captions ?? [];
    const known = new Set(shown.map(({ id }) => id));
    this.lines = [...this.lines.filter(({ id }) => !known.has(id)), ...shown]
      .filter(({ at }) => at > now - KEPT_S)
      .sort((one, other) => one.at - other.at);
    return this.lines;
  }
}

/** Whether the speaker of a line is named: once, at the first of several lines. @param {readonly Caption[]} lines @param {number} index */
export const namesSpeaker = (lines, index) =>
  lines[index].speaker !== undefined && (index === 0 || lines[index].speaker !== lines[index - 1].speaker);

/**
 * Whom a captioner's line is said by. It follows the turn, but a line that is being typed keeps the speaker it began with: captions come
 * some seconds after what was said. A choice by hand counts until the turn changes.
 */
export class CaptionSpeaker {
  constructor() {
    this.value = "";
    this._holder = "";
    this._is_typing = false;
    /** Who got the turn while a line was typed. @type {string | null} */
    this._next = null;
  }

  /** @param {string} holder "" while nobody has the turn. */
  follow(holder) {
    if (holder === this._holder) return;
    this._holder = holder;
    if (this._is_typing) this._next = holder;
    else this.value = holder;
  }

  /** @param {string} person */
  choose(person) {
    this.value = person;
    this._next = null;
  }

  /** @param {boolean} has_text */
  type(has_text) {
    if (has_text) this._is_typing = true;
    else this.sent();
  }

  /** The line is shown, or was given up; the next one begins. */
  sent() {
    this.value = this._next ?? this.value;
    this._next = null;
    this._is_typing = false;
  }
}
