/**
 * The signal by which somebody tells those who lead that something is wrong, unnoticed by whoever is beside them. It shows
 * nothing by itself. Without a connection it is kept in memory alone, and sent as late once the connection is back.
 */

import { RequestRefused } from "./connection.js";

/** The keys that send it, on any device: agreed with the person, and listed nowhere on their screen. By place on the keyboard, whatever the layout. */
export const CHORD = Object.freeze({ code: "KeyS", alt: true, shift: true });

/** An answer that is slow must not show, so nothing is said of it before the connection counts as lost. */
const PATIENCE_MS = Object.freeze({ within: 8000, unsure: 8000 });
/** These pass by themselves. */
const PASSING = ["connection.lost", "room.busy", "storage.unavailable", "rate.limited"];
const AGAIN_MS = 2000;

/** @param {{ code: string, altKey: boolean, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, repeat: boolean }} press */
export const isChord = (press) =>
  press.code === CHORD.code &&
  press.altKey === CHORD.alt &&
  press.shiftKey === CHORD.shift &&
  !press.ctrlKey &&
  !press.metaKey &&
  !press.repeat;

/** Before anything else hears of the keys, in text fields and dialogs too. Returns a function that stops it. @param {Window} target @param {() => void} onChord */
export function listenForChord(target, onChord) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (!isChord(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    onChord();
  };
  target.addEventListener("keydown", onKey, { capture: true });
  return () => target.removeEventListener("keydown", onKey, { capture: true });
}

/** Event: `change`, when what is known of the last signal has changed. */
export class QuietSignal extends EventTarget {
  /** @param {import("./connection.js").Connection} connection */
  constructor(connection) {
    super();
    this._connection = connection;
    /** @type {"none" | "sending" | "kept" | "sent"} */
    this.state = "none";
    connection.addEventListener("state", () => {
      if (this.state === "kept") void this._send(true);
    });
  }

  /** Sends it, now or as soon as there is a connection. */
  async send() {
    if (this.state === "sending" || this.state === "kept") return;
    await this._send(false);
  }

  /** Nothing is said of it any more. */
  forget() {
    if (this.state === "sent") this._set("none");
  }

  /** @param {boolean} late */
  async _send(late) {
    if (this._connection.state !== "open") return this._set("kept");
    this._set("sending");
    try {
      await this._connection.request("help.signal", { late }, PATIENCE_MS);
      this._set("sent");
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      // Whoever may not send it, staff among them, is told nothing: the keys do nothing for them.
      if (!PASSING.includes(error.code)) return this._set("none");
      this._set("kept");
      if (error.code !== "connection.lost") window.setTimeout(() => this.state === "kept" && void this._send(true), AGAIN_MS);
    }
  }

  /** @param {QuietSignal["state"]} state */
  _set(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
