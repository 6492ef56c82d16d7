/** The page for a device without a network: the way out, the own notes, and back as soon as the service answers. */

import { leaveAtOnce } from "../shared/core/exit/quick-exit.js";
import { listenForShift, PRESSES } from "../shared/core/exit/triple-shift.js";
import { loadNotes, saveNotes } from "../shared/core/notes.js";
import { loadPreferences } from "../shared/core/prefs.js";
import { shelf } from "../shared/core/storage.js";

const TRY_EVERY_MS = 10_000;

const page = onlyOneLanguage();
const leave = () => leaveAtOnce({ said: page.dataset.said ?? "", steps: [] });

page.querySelector(".exit")?.addEventListener("click", leave);
listenForShift(window, (count) => count === PRESSES && leave());
showNotes(/** @type {HTMLElement} */ (page.querySelector(".notes")));

page.querySelector(".again")?.addEventListener("click", goOn);
window.addEventListener("online", goOn);
setInterval(() => void lookForService(), TRY_EVERY_MS);

/** The page is written in every language; the one that is chosen, or else the browser's, stays. */
function onlyOneLanguage() {
  const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("section[lang]")]);
  const { language } = loadPreferences(shelf(() => localStorage));
  const tags = [language, ...navigator.languages].map((tag) => tag.toLowerCase().split("-")[0]);
  const tag = tags.find((one) => parts.some(({ lang }) => lang === one));
  const chosen = parts.find(({ lang }) => lang === tag) ?? parts[0];
  for (const part of parts) if (part !== chosen) part.remove();
  document.documentElement.lang = chosen.lang;
  return chosen;
}

/** Notes that were begun in this tab go on. @param {HTMLElement} field */
function showNotes(field) {
  const notes = loadNotes();
  if (notes === null) return;
  const text = /** @type {HTMLTextAreaElement} */ (field.querySelector("textarea"));
  text.value = notes;
  text.addEventListener("input", () => saveNotes(text.value));
  field.hidden = false;
}

/** Loads the page that was wanted as soon as the service answers: a network that is there again is not always told. */
async function lookForService() {
  const answer = await fetch("/worker.js", { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.ok) goOn();
}

/** To the page that was wanted, which has this address. */
function goOn() {
  if (location.pathname === "/offline") location.replace("/");
  else location.reload();
}
