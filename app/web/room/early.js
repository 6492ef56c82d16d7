/**
 * What the page begins with, before the rest of it is here: on a slow link the ticket comes beside the scripts, not after them.
 * The page loads this module first, by itself.
 */

import { Release } from "../shared/core/release.js";
import { Inside } from "./core/connection/inside.js";
import { Invitation } from "./core/connection/invitation.js";

export const invitation = new Invitation();
export const inside = new Inside({ load: () => import("./ui/inside.js"), release: new Release() });

if (invitation.text) inside.askEarly(invitation.text);
