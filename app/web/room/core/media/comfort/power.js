/** When it is offered to use less power: once in a visit, and only for a reason that a person would see themselves. */

/** @typedef {"battery" | "data" | "slow"} Reason */
/** @typedef {EventTarget & { level: number, charging: boolean }} Battery */
/** @typedef {Navigator & { getBattery?: () => Promise<Battery>, connection?: { saveData?: boolean }, deviceMemory?: number }} Machine */

const LOW_LEVEL = 0.2;
/** Gigabytes. */
const LITTLE_MEMORY = 2;

/**
 * @param {{ battery: { level: number, charging: boolean } | null, saves_data: boolean, memory: number | undefined, too_slow: boolean }} facts
 * @returns {Reason | ""}
 */
export function reasonToSave({ battery, saves_data, memory, too_slow }) {
  if (battery && !battery.charging && battery.level <= LOW_LEVEL) return "battery";
  if (saves_data) return "data";
  return too_slow || (memory !== undefined && memory <= LITTLE_MEMORY) ? "slow" : "";
}

/** Events: `change`. */
export class PowerWatch extends EventTarget {
  /** @param {{ too_slow: () => boolean, machine?: Machine }} options */
  constructor({ too_slow, machine = navigator }) {
    super();
    this._too_slow = too_slow;
    this._machine = machine;
    /** @type {Battery | null} */
    this._battery = null;
    // Browsers that do not tell of it, or refuse to, offer nothing because of it.
    void machine.getBattery?.().then(
      (battery) => {
        this._battery = battery;
        for (const change of ["levelchange", "chargingchange"])
          battery.addEventListener(change, () => this.dispatchEvent(new Event("change")));
        this.dispatchEvent(new Event("change"));
      },
      () => undefined,
    );
  }

  get reason() {
    return reasonToSave({
      battery: this._battery,
      saves_data: this._machine.connection?.saveData === true,
      memory: this._machine.deviceMemory,
      too_slow: this._too_slow(),
    });
  }
}
