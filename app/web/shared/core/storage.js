/** What the browser keeps for this site, or nothing where its user has forbidden that: then even looking is an error. */

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Shelf */

/** A shelf that keeps nothing; writing says so, as a full disk does. @type {Shelf} */
export const NO_SHELF = Object.freeze({
  getItem: () => null,
  setItem: () => {
    throw new DOMException("nothing is kept here", "SecurityError");
  },
  removeItem: () => undefined,
});

/** @param {() => Shelf | null} open For example `() => localStorage`. @returns {Shelf} */
export function shelf(open) {
  try {
    return open() ?? NO_SHELF;
  } catch {
    return NO_SHELF;
  }
}
