/**
 * What the page begins with, before the rest of it is here: on a slow link the ticket and the words come beside the scripts, not after them.
 * The page loads this module first, by itself.
 */

import { loadPreferences } from "../shared/core/prefs.js";
import { Release } from "../shared/core/release.js";
import { shelf } from "../shared/core/storage.js";
import { fetchEarly } from "../shared/words/spoken.js";
import { TABLES } from "../shared/words/tables.js";
import { Invitation } from "./core/connection/invitation.js";
import { Inside } from "./inside.js";

export const invitation = new Invitation();
export const inside = new Inside({ load: () => import("./screens.js"), release: new Release() });

fetchEarly(TABLES, loadPreferences(shelf(() => localStorage)).language);
if (invitation.text) inside.askEarly(invitation.text);
