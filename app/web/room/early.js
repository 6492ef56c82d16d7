/**
 * What the page begins with, before the rest of it is here: on a slow link the ticket comes beside the scripts, not after them.
 * The page loads this module first, by itself.
 */

import { Release } from "../shared/core/release.js";
import { Invitation } from "./core/connection/invitation.js";
import { Inside } from "./inside.js";

export const invitation = new Invitation();
export const inside = new Inside({ load: () => import("./screens.js"), release: new Release() });

if (invitation.text) inside.askEarly(invitation.text);
