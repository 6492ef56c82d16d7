/** Starts the clinic's pages once their words are here. */

import { neverOfferInstalling } from "../shared/core/browser/install.js";
import { startWith } from "../shared/core/browser/started.js";
import { forgetOffline, keepForOffline } from "../shared/core/offline.js";
import { tagFor } from "../shared/words/spoken.js";
import { Clinic } from "./core/clinic.js";
import { ClinicApp } from "./ui/shell/app.js";
import { speak, words } from "./words/words.js";
import "./early.js";

const clinic = new Clinic();
const wanted = () => [clinic.prefs.language, ...(clinic.me?.person.languages ?? [])];

/** The language of whoever is signed in now. What does not come is tried again at the next change; until then another is spoken. */
async function follow() {
  if (tagFor(wanted()) === words.tag) return;
  try {
    await speak(wanted());
  } catch {
    return;
  }
  clinic.dispatchEvent(new Event("change"));
}

function start() {
  clinic.speak = follow;
  clinic.addEventListener("change", () => void follow());
  const app = new ClinicApp();
  app.clinic = clinic;
  document.body.prepend(app);

  clinic.signed_in.addEventListener("change", () => void (clinic.me ? keepForOffline() : forgetOffline()));
  neverOfferInstalling(window);
  window.addEventListener("popstate", () => void clinic.router.onPop());
  document.addEventListener("click", (event) => clinic.router.onClick(event));
  for (const kind of ["keydown", "pointerdown", "scroll"])
    document.addEventListener(kind, () => clinic.signed_in.onActivity(), { capture: true, passive: true });
  // A page that the browser kept as it was shows whoever was signed in then: it is blank until it has been loaded anew.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.body.hidden = true;
    location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (clinic.has_unsaved()) event.preventDefault();
  });
  void clinic.start();
}

startWith(speak(wanted()), start);
