/** The last answers to what a page asked, for when the network is gone. In memory only: closing or reloading the tab forgets them. */

const MOST = 60;

/** @typedef {{ data: any, at: number }} Answer What was answered, and when: milliseconds since 1970. */

export class Answers {
  constructor(most = MOST) {
    this._most = most;
    /** @type {Map<string, Answer>} The oldest first. */
    this._kept = new Map();
  }

  /** @param {string} question @param {unknown} data @param {number} at */
  keep(question, data, at) {
    this._kept.delete(question);
    this._kept.set(question, { data, at });
    for (const oldest of this._kept.keys()) {
      if (this._kept.size <= this._most) break;
      this._kept.delete(oldest);
    }
  }

  /** @param {string} question */
  last(question) {
    return this._kept.get(question);
  }

  /** Another person may sit here now. */
  forget() {
    this._kept.clear();
  }
}
