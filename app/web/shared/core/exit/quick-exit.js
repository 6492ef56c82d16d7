/**
 * Leaving a page at once: it is blank before anything else happens, then everything is let go, then another page takes its
 * place in this tab and in its history. Nothing that fails may hold it up.
 */

import { NOTES_KEY } from "../notes.js";
import { forgetOffline } from "../offline.js";
import { shelf } from "../storage.js";

const SAFE = "https://www.weather.gov/";

/** Where leaving leads: what the page itself says, so that nobody waits for an answer. @param {Pick<Document, "querySelector">} page */
export function exitUrl(page = document) {
  const told = page.querySelector('meta[name="attune-exit"]')?.getAttribute("content") ?? "";
  return told.startsWith("https://") ? told : SAFE;
}

/** Nothing of the page is seen or read out any more, a dialog over it included. @param {Document} page @param {string} said What readers hear instead. */
export function cover(page, said) {
  const blank = page.createElement("div");
  blank.setAttribute("role", "alert");
  blank.className = "for-readers";
  blank.textContent = said;
  const root = page.documentElement;
  root.style.background = "#fff";
  root.setAttribute("data-gone", "");
  page.body.style.setProperty("display", "none", "important");
  page.body.inert = true;
  root.append(blank);
}

/**
 * @param {object} exit
 * @param {string} exit.said
 * @param {readonly (() => unknown)[]} exit.steps What lets go, most urgent first.
 * @param {Document} [exit.page]
 * @param {Pick<Location, "replace">} [exit.place]
 */
export function leaveAtOnce({ said, steps, page = document, place = location }) {
  cover(page, said);
  for (const step of [...steps, forgetTab, forgetOffline]) {
    try {
      step();
    } catch {
      // The way out matters more than anything that could not be put away.
    }
  }
  place.replace(exitUrl(page));
}

/** This tab keeps nothing: no invitation, no notes, and no way back to the pages. */
function forgetTab() {
  const kept = shelf(() => sessionStorage);
  for (const key of ["attune.invitation", "attune.from_pages", NOTES_KEY]) kept.removeItem(key);
}

/**
 * Sends a last request, which outlives the page.
 * @param {string} path @param {object} body
 * @param {Pick<Navigator, "sendBeacon">} [browser] @param {typeof fetch} [doFetch]
 */
export function sendLast(path, body, browser = navigator, doFetch = (...args) => fetch(...args)) {
  const text = JSON.stringify(body);
  const type = "application/json";
  if (browser.sendBeacon?.(path, new Blob([text], { type }))) return;
  doFetch(path, { method: "POST", keepalive: true, headers: { "content-type": type }, body: text }).catch(() => undefined);
}

/** Whoever opens this browser next finds nobody signed in. @param {typeof fetch} [doFetch] */
export function signOutLast(doFetch = (...args) => fetch(...args)) {
  doFetch("/api/v1/sign-in", { method: "DELETE", keepalive: true, credentials: "same-origin" }).catch(() => undefined);
}
