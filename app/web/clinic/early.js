/** What the clinic's pages begin with: on a slow link the words come beside the scripts, not after them. */

import { loadPreferences } from "../shared/core/prefs.js";
import { shelf } from "../shared/core/storage.js";
import { fetchEarly } from "../shared/words/spoken.js";
import { TABLES } from "./words/tables.js";

fetchEarly(TABLES, loadPreferences(shelf(() => localStorage)).language);
