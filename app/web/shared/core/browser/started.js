/** A page starts once its words are here. If they do not come, it is as if any other part had not (`outside/unstarted.js`). */

/** @param {Promise<unknown>} words @param {() => unknown} start */
export function startWith(words, start) {
  const root = document.documentElement;
  root.dataset.started = "";
  words.then(start, () => document.getElementById("unloaded")?.removeAttribute("hidden"));
}
