/** Starts the clinic's pages. */

import { neverOfferInstalling } from "../shared/core/browser/install.js";
import { forgetOffline, keepForOffline } from "../shared/core/offline.js";
import { Clinic } from "./core/clinic.js";
import { ClinicApp } from "./ui/shell/app.js";
import { speak } from "./words/words.js";

const clinic = new Clinic();
// Before anything else hears of a change: what is drawn then is drawn in the right language.
const choose = () => speak([clinic.prefs.language, ...(clinic.me?.person.languages ?? [])]);
clinic.addEventListener("change", choose);
choose();

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
