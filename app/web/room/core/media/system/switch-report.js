/** Tells the server whether microphone and camera are truly sent, and whether a person or the computer made it so. */

/** @typedef {import("../../wire.js").DeviceSwitches} DeviceSwitches */

export class SwitchReport {
  /**
   * @param {object} options
   * @param {() => DeviceSwitches} options.sent What is sent now.
   * @param {() => boolean} options.wanted Whether this person wants the microphone on.
   * @param {(told: DeviceSwitches & { by_system: boolean }) => unknown} options.send
   */
  constructor({ sent, wanted, send }) {
    this._sent = sent;
    this._wanted = wanted;
    this._send = send;
    /** @type {DeviceSwitches | null} */
    this._told = null;
    this._wanted_then = wanted();
  }

  /** What `hello` says: it is told from now on. */
  hello() {
    this._wanted_then = this._wanted();
    this._told = this._sent();
    return this._told;
  }

  /** Tells what has changed. */
  tell() {
    const { mic, camera } = this._sent();
    if (this._told?.mic === mic && this._told?.camera === camera) return;
    // What changed though nobody wanted it to is the computer's doing.
    const by_system = this._wanted() === this._wanted_then;
    this._send({ ...this.hello(), by_system });
  }
}
