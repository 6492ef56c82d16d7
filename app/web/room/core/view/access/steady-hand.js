/**
 * Which presses of a control are meant. A hand that shakes taps twice, and a control may get another meaning under a finger that is already
 * coming down: "Raise your hand" becomes "I’m done" when the turn begins. Nothing has to be pressed quickly for this. Pure.
 */

/** Nobody reads a new word and decides within this time. */
const SETTLE_MS = 400;

export class SteadyHand {
  constructor() {
    this._meaning = "";
    this._since_ms = -Infinity;
    /** @type {string | null} */
    this._down_on = null;
  }

  /** The control is drawn with this meaning. @param {string} meaning @param {number} now_ms */
  mean(meaning, now_ms) {
    if (meaning === this._meaning) return;
    // What it meant first is nothing new.
    this._since_ms = this._meaning ? now_ms : -Infinity;
    this._meaning = meaning;
  }

  /** A finger or a button goes down on it. @param {number} now_ms @param {boolean} by_touch A mouse rests on what it points at; a finger comes from afar. */
  down(now_ms, by_touch) {
    this._down_on = by_touch && now_ms - this._since_ms < SETTLE_MS ? "" : this._meaning;
  }

  /**
   * Whether the press that ends now is meant.
   * @param {number} clicks How many presses followed each other, as the browser counts them by the time that its user chose; 0 by keyboard.
   */
  isMeant(clicks) {
    const began_on = clicks ? (this._down_on ?? this._meaning) : this._meaning;
    this._down_on = null;
    return clicks < 2 && began_on === this._meaning;
  }
}
